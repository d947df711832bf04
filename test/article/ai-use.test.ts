import { describe, expect, it } from 'vitest'
import type { UserError } from '../../src/generated/graphql.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

interface Payload {
  article: { version: number; aiUse: object } | null
  userErrors: UserError[]
}

const update = (input: object) =>
  editor.mutate<Payload>(
    'mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { article { version aiUse { kind note } } userErrors { code path } } }',
    { input },
  )

const publish = (id: string, version: number) =>
  editor.mutate(
    'mutation ($id: ID!, $version: Int!) { publishArticle(input: { id: $id, version: $version }) { userErrors { code } } }',
    { id, version },
  )

const READ = 'query ($slug: String!) { article(slug: $slug) { aiUse { kind note } publishedAt contentModifiedAt } }'

const NONE = { kind: 'NONE', note: null }
const GENERATED = { kind: 'GENERATED', note: 'Written by a program from the results of the elections.' }

describe('Article.aiUse', () => {
  it('is given with a new article, and is NONE otherwise', async () => {
    const create = (input: object) =>
      editor.mutate<Payload>(
        'mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { version aiUse { kind note } } userErrors { code path } } }',
        { input: { locale: 'en', headline: 'Elections', ...input } },
      )

    expect(await create({ aiUse: GENERATED })).toMatchObject({ article: { aiUse: GENERATED }, userErrors: [] })
    expect(await create({})).toMatchObject({ article: { aiUse: NONE } })
    expect(await create({ aiUse: { kind: 'ASSISTED' } })).toMatchObject({
      article: { aiUse: { kind: 'ASSISTED', note: null } },
    })
  })

  it('stays where a save leaves it out, and is NONE again with null', async () => {
    const { id } = await given.article({ status: 'DRAFT' })

    expect(await update({ id, version: 1, aiUse: GENERATED })).toMatchObject({
      article: { aiUse: GENERATED, version: 2 },
    })
    expect(await update({ id, version: 2, kicker: 'Opinion' })).toMatchObject({ article: { aiUse: GENERATED } })
    expect(await update({ id, version: 3, aiUse: { kind: 'ASSISTED', note: '  ' } })).toMatchObject({
      article: { aiUse: { kind: 'ASSISTED', note: null } },
    })
    expect(await update({ id, version: 4, aiUse: null })).toMatchObject({ article: { aiUse: NONE, version: 5 } })
  })

  it('is read by readers as the live revision says, and its publication moves no date', async () => {
    const { id, slug } = await given.article()
    await update({ id, version: 1, aiUse: GENERATED })
    const { article: before } = await api.query<{ article: { contentModifiedAt: string } }>(READ, { slug })
    expect(before).toMatchObject({ aiUse: NONE })

    await publish(id, 2)

    expect(await api.query(READ, { slug })).toEqual({ article: { ...before, aiUse: GENERATED } })
    const [event] = await database.query<{ fields: unknown }>({
      text: `SELECT payload -> 'changedFields' AS fields FROM outbox_event WHERE article_id = $1 ORDER BY id DESC LIMIT 1`,
      parameters: [id.replace('article_', '')],
    })
    expect(event?.fields).toEqual(['aiUse'])
  })

  it('is a part of the history: compared, and restored', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    await update({ id, version: 1, aiUse: GENERATED })

    const { article } = await editor.query<{ article: object }>(
      `query ($id: ID!) { article(id: $id, stage: DRAFT) { diff(from: 1, to: 2) { changes { path kind before after } }
        revision(number: 2) { summary aiUse { kind note } } } }`,
      { id },
    )
    expect(article).toEqual({
      diff: {
        changes: [
          { path: 'aiUse.kind', kind: 'CHANGED', before: 'NONE', after: 'GENERATED' },
          { path: 'aiUse.note', kind: 'ADDED', before: null, after: GENERATED.note },
        ],
      },
      revision: { summary: 'aiUse', aiUse: GENERATED },
    })

    const restored = await editor.mutate<Payload>(
      'mutation ($id: ID!) { restoreRevision(input: { id: $id, version: 2, number: 1 }) { article { version aiUse { kind note } } userErrors { code path } } }',
      { id },
    )
    expect(restored).toMatchObject({ article: { aiUse: NONE }, userErrors: [] })
  })

  it('refuses a note that is too long or holds control characters', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    const refused = (note: string) =>
      expectNoChange(database, () => update({ id, version: 1, aiUse: { kind: 'ASSISTED', note } }))

    expect(await refused('x'.repeat(501))).toMatchObject({
      article: null,
      userErrors: [{ code: 'TOO_LONG', path: ['input', 'aiUse', 'note'] }],
    })
    expect(await refused('a\0b')).toMatchObject({ userErrors: [{ code: 'INVALID', path: ['input', 'aiUse', 'note'] }] })
  })

  it('is autosaved as it was typed', async () => {
    const { id } = await given.article({ status: 'DRAFT' })

    const { autosave } = await editor.mutate<{ autosave: object }>(
      'mutation ($input: AutosaveArticleInput!) { autosaveArticle(input: $input) { autosave { fields aiUse { kind note } } userErrors { code } } }',
      { input: { id, baseVersion: 1, aiUse: { kind: 'ASSISTED', note: ' as typed ' } } },
    )

    expect(autosave).toEqual({ fields: ['aiUse'], aiUse: { kind: 'ASSISTED', note: ' as typed ' } })
  })
})
