import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import type { StaffMember } from '../helpers/staff.ts'
import { acted, articleStateOf, fromNow } from '../workflow/acting.ts'
import { CREATE, createLink, linkTo } from './previewing.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Ruth')
const admin = api.as('ADMIN', 'Chief')

const READ = 'query ($id: ID!, $token: String) { article(id: $id, stage: DRAFT, previewToken: $token) { headline } }'
const UPDATE_USER = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code message } } }'
const REVOKE_ALL = `mutation ($input: RevokePreviewLinksInput!) { revokePreviewLinks(input: $input) {
  user { name } revokedCount userErrors { code path message } } }`
const LINKS = `query ($id: ID!) { node(id: $id) { ... on User { createdPreviewLinks(first: 10) {
  totalCount nodes { state article { headline } createdBy { suspendedAt } } } } } }`

interface Listed {
  totalCount: number
  nodes: { state: string; article: { headline: string }; createdBy: { suspendedAt: string | null } | null }[]
}

async function opens(token: string, { id }: { id: string }): Promise<boolean> {
  const { article } = await api.query<{ article: object | null }>(READ, { id, token })
  return article !== null
}

async function linksOf({ id }: { id: string }, client: Client = editor): Promise<Listed> {
  const { node } = await client.query<{ node: { createdPreviewLinks: Listed } }>(LINKS, { id })
  return node.createdPreviewLinks
}

async function change(user: StaffMember, input: object): Promise<void> {
  expect(await admin.mutate(UPDATE_USER, { input: { id: user.id, ...input } })).toEqual({ userErrors: [] })
}

let number = 0
/** A colleague whom no other test suspends. */
function colleague(role: 'REPORTER' | 'EDITOR' = 'REPORTER') {
  number += 1
  return api.as(role, `Colleague ${number}`)
}

describe('A preview link', () => {
  it('opens only while its creator is not suspended', async () => {
    const reporter = colleague()
    const article = await given.article({ status: 'DRAFT', headline: 'טיוטה' })
    const { token } = await linkTo(reporter, article.id)
    const user = await reporter.user()

    await change(user, { suspended: true })
    expect(await opens(token, article)).toBe(false)
    expect(await linksOf(user)).toEqual({
      totalCount: 1,
      nodes: [
        {
          state: 'CREATOR_NOT_ALLOWED',
          article: { headline: 'טיוטה' },
          createdBy: { suspendedAt: expect.any(String) },
        },
      ],
    })

    await change(user, { suspended: false })
    expect(await opens(token, article)).toBe(true)
    expect((await linksOf(user)).nodes[0]?.state).toBe('OPEN')
  })

  it('does not open when the account of its creator is deleted', async () => {
    const reporter = colleague()
    const article = await given.article({ status: 'DRAFT' })
    const { token } = await linkTo(reporter, article.id)

    await prisma.user.delete({ where: { id: (await reporter.user()).uuid } })

    expect(await opens(token, article)).toBe(false)
  })

  it('does not open to staff either, once its creator is suspended', async () => {
    const reporter = colleague()
    const article = await given.article({ status: 'DRAFT' })
    const { token } = await linkTo(reporter, article.id)
    await change(await reporter.user(), { suspended: true })

    expect(await editor.query(READ, { id: article.id, token })).toEqual({ article: null })
  })

  it('is closed by an embargo that is set later, and opens when that is lifted', async () => {
    for (const creator of [colleague(), colleague('EDITOR')]) {
      const article = await given.article({ status: 'DRAFT' })
      const { token } = await linkTo(creator, article.id)

      const embargoedUntil = await fromNow(database, 3600)
      const held = await acted(editor, 'setEmbargo', article, { embargoedUntil })
      expect(await opens(token, article)).toBe(false)
      expect((await linksOf(await creator.user())).nodes[0]?.state).toBe('EMBARGOED')

      await acted(editor, 'setEmbargo', held, { embargoedUntil: null })
      expect(await opens(token, article)).toBe(true)
    }
  })

  it('opens under the embargo that an editor created it under, and under no other', async () => {
    const creator = colleague('EDITOR')
    const article = await given.article({ status: 'DRAFT' })
    const held = await acted(editor, 'setEmbargo', article, { embargoedUntil: await fromNow(database, 3600) })
    const { token } = await linkTo(creator, article.id)
    expect(await opens(token, article)).toBe(true)

    await acted(editor, 'setEmbargo', held, { embargoedUntil: await fromNow(database, 7200) })

    expect(await opens(token, article)).toBe(false)
  })

  it('that an editor created under an embargo closes when the editor becomes a reporter', async () => {
    const creator = colleague('EDITOR')
    const article = await given.article({ status: 'DRAFT' })
    const held = await acted(editor, 'setEmbargo', article, { embargoedUntil: await fromNow(database, 3600) })
    const { token } = await linkTo(creator, article.id)

    await change(await creator.user(), { role: 'REPORTER' })

    expect(await opens(token, article)).toBe(false)
    await acted(editor, 'setEmbargo', held, { embargoedUntil: null })
    expect(await opens(token, article)).toBe(true)
  })

  it('is not a reporter’s to create under an embargo, and the refusal says what to do', async () => {
    const reporter = colleague()
    const article = await given.article({ status: 'DRAFT' })
    await acted(editor, 'setEmbargo', article, { embargoedUntil: await fromNow(database, 3600) })

    const [error] = await expectNoChange(database, () => reporter.errors(CREATE, { input: { articleId: article.id } }))

    expect(error).toMatchObject({ extensions: { code: 'FORBIDDEN' } })
    expect(error?.message).toContain('Ask an editor to create the link.')
    expect((await articleStateOf(reporter, article.id)).allowedActions).not.toContain('CREATE_PREVIEW')
    expect((await createLink(editor, article.id)).userErrors).toEqual([])
  })
})

describe('revokePreviewLinks', () => {
  it('stops all links of a person at once, with an entry for each article', async () => {
    const reporter = colleague()
    const [one, two] = [await given.article({ status: 'DRAFT' }), await given.article({ status: 'DRAFT' })]
    const tokens = [(await linkTo(reporter, one.id)).token, (await linkTo(reporter, two.id)).token]
    const other = await linkTo(editor, one.id)
    const { id, name } = await reporter.user()

    const answer = await editor.mutate(REVOKE_ALL, { input: { userId: id } })
    const again = await editor.mutate(REVOKE_ALL, { input: { userId: id } })

    expect(answer).toEqual({ user: { name }, revokedCount: 2, userErrors: [] })
    expect(again).toEqual({ user: { name }, revokedCount: 0, userErrors: [] })
    expect([await opens(tokens[0] ?? '', one), await opens(tokens[1] ?? '', two)]).toEqual([false, false])
    expect(await opens(other.token, one)).toBe(true)
    expect((await linksOf({ id })).nodes.map(({ state }) => state)).toEqual(['REVOKED', 'REVOKED'])
    const entries = await prisma.activity.findMany({ where: { action: 'PREVIEW_REVOKED', actorName: 'Ruth' } })
    expect(entries.map(({ subjectId }) => subjectId)).toEqual(expect.arrayContaining([one.uuid, two.uuid]))
  })

  it('is for one’s own links, and for editors with those of others', async () => {
    const [reporter, other] = [colleague(), colleague()]
    const { token } = await linkTo(reporter, (await given.article({ status: 'DRAFT' })).id)
    const { id } = await reporter.user()

    for (const client of [other, api]) {
      const errors = await expectNoChange(database, () => client.errors(REVOKE_ALL, { input: { userId: id } }))
      expect(errors).toHaveLength(1)
    }
    expect(token).not.toBe('')
    expect(await reporter.mutate(REVOKE_ALL, { input: { userId: id } })).toMatchObject({ revokedCount: 1 })
  })

  it('says when there is no such account', async () => {
    for (const userId of ['user_00000000-0000-4000-8000-000000000000', 'article_1'])
      expect(await editor.mutate(REVOKE_ALL, { input: { userId } })).toMatchObject({
        user: null,
        revokedCount: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'userId'] }],
      })
  })
})

describe('A person’s list of links', () => {
  it('is empty for somebody without links, and FORBIDDEN to readers', async () => {
    const user = await colleague().user()

    expect(await linksOf(user)).toEqual({ totalCount: 0, nodes: [] })
    const live = await given.article()
    await prisma.article.update({ where: { id: live.uuid }, data: { createdById: user.uuid } })
    expect(await api.query(LINKS, { id: user.id })).toEqual({ node: null })
  })
})

describe('A lock', () => {
  it('ends when its holder is suspended, so that a colleague can go on', async () => {
    const holder = colleague('EDITOR')
    const article = await given.article({ status: 'DRAFT' })
    const LOCK = 'mutation ($id: ID!) { lockArticle(input: { id: $id }) { lock { isMine } userErrors { code } } }'
    await holder.mutate(LOCK, { id: article.id })

    await change(await holder.user(), { suspended: true })

    expect(await api.as('EDITOR', 'Next').mutate(LOCK, { id: article.id })).toEqual({
      lock: { isMine: true },
      userErrors: [],
    })
  })
})
