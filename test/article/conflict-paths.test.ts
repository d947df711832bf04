import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { created, type Input, type Saved, updated, uuidOf } from './saving.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const eli = api.as('EDITOR', 'Eli')

const paragraph = (html: string) => ({ paragraph: { html } })
const SIX = [
  'The ship left the port at dawn with forty people on board.',
  'Nobody expected that talks would last until the morning.',
  'A storm kept every fishing boat of the coast at home.',
  'הרוחות ינשבו בעוצמה לאורך החוף כל היום',
  'Prices of bread rose for the third time in one month.',
  'The court will hear the appeal on the second of May.',
].map(paragraph)

const UPDATE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) {
  conflict {
    currentVersion changedPaths baseRevision { number headline body { ... on ParagraphBlock { html } } }
    changes { kind path basePath from before after words { kind text } } article { version headline }
  } userErrors { code path } } }`

interface Conflict {
  currentVersion: number
  changedPaths: string[]
  baseRevision: { number: number; headline: string; body: { html?: string }[] } | null
  changes: { kind: string; path: string; basePath: string; from: string | null; after: string | null }[] | null
}

/** What a client is told that saves what it has made of an older version. */
async function conflictOf(client: Client, { id, version }: Pick<Saved, 'id' | 'version'>, input: Input = {}) {
  const variables = { input: { id, version, kicker: 'Mine', ...input } }
  const { conflict, userErrors } = await client.mutate<{ conflict: Conflict | null; userErrors: unknown[] }>(
    UPDATE,
    variables,
  )
  expect(userErrors).toEqual([{ code: 'CONFLICT', path: ['input', 'version'] }])
  if (!conflict) throw new Error('no conflict')
  return conflict
}

const linesOf = ({ changes }: Conflict) => changes?.map(({ kind, path, basePath }) => `${kind} ${basePath} > ${path}`)

describe('The paths of a conflict', () => {
  it('count in the version that the caller has, whatever was put on top since', async () => {
    const base = await created(noa, { body: SIX })
    const second = await updated(eli, base, { body: [paragraph('First of all.'), ...SIX] })
    const edited = SIX.with(4, paragraph('Prices of bread rose for the fourth time in one month.'))
    await updated(eli, second, { body: [paragraph('First of all.'), ...edited] })

    const conflict = await conflictOf(noa, base)

    expect(conflict.changedPaths).toEqual(['body.0', 'body.4.html'])
    expect(linesOf(conflict)).toEqual(['ADDED body.0 > body.0', 'CHANGED body.4.html > body.5.html'])
  })

  it('are the same in whatever order the others saved', async () => {
    const base = await created(noa, { body: SIX })
    const edited = SIX.with(4, paragraph('Prices of bread rose for the fourth time in one month.'))
    const second = await updated(eli, base, { body: edited })
    await updated(eli, second, { body: [paragraph('First of all.'), ...edited] })

    expect((await conflictOf(noa, base)).changedPaths).toEqual(['body.0', 'body.4.html'])
  })

  it('name what was removed, moved, and added at the end by its place in the base', async () => {
    const [, two, three, four, five, six] = SIX
    const base = await created(noa, { body: SIX })
    const second = await updated(eli, base, { body: [two, three, four, five, six] })
    await updated(eli, second, { body: [five, two, four, six, paragraph('Afterwards the hall was empty.')] })

    const conflict = await conflictOf(noa, base)

    expect(linesOf(conflict)).toEqual([
      'REMOVED body.0 > body.0',
      'MOVED body.4 > body.0',
      'REMOVED body.2 > body.2',
      'ADDED body.6 > body.4',
    ])
    expect(conflict.changes?.find(({ kind }) => kind === 'MOVED')?.from).toBe('body.4')
    expect(conflict.changedPaths).toEqual(['body.0', 'body.4', 'body.2', 'body.6'])
  })

  it('count the items of a list in the base too, although its block has moved', async () => {
    const list = (...items: string[]) => ({ list: { items } })
    const base = await created(noa, { body: [...SIX, list('The crossing', 'The tunnels', 'The border guards')] })
    await updated(eli, base, {
      body: [
        paragraph('First of all.'),
        ...SIX,
        list('Prisoners', 'The crossing', 'The border guards of both sides', 'The tunnels'),
      ],
    })

    expect(linesOf(await conflictOf(noa, base))).toEqual([
      'ADDED body.0 > body.0',
      'ADDED body.6.items.0 > body.7.items.0',
      'CHANGED body.6.items.2 > body.7.items.2',
      'MOVED body.6.items.1 > body.7.items.3',
    ])
  })

  it('leave out what was changed and changed back, although the version is another', async () => {
    const base = await created(noa, { headline: 'As it was', body: SIX })
    const second = await updated(eli, base, { headline: 'Other', body: SIX.slice(1) })
    await updated(eli, second, { headline: 'As it was', body: SIX })

    expect(await conflictOf(noa, base)).toMatchObject({ currentVersion: 3, changedPaths: [], changes: [] })
  })

  it('have what changes beside the text, and the lists around it in the order of the base', async () => {
    const base = await created(noa, { credits: [{ name: 'Noa Levi' }, { name: 'Jack Khoury' }] })
    const second = await updated(eli, base, { slug: 'elsewhere', credits: [{ name: 'Jack Khoury' }] })
    await updated(eli, second, { credits: [{ name: 'Ruth Amsel' }, { name: 'Jack Khoury', role: 'EDITOR' }] })

    const conflict = await conflictOf(noa, base)

    expect(linesOf(conflict)).toEqual([
      'CHANGED credits.0.name > credits.0.name',
      'CHANGED credits.1.role > credits.1.role',
    ])
    expect(conflict.changedPaths).toEqual(['credits.0.name', 'credits.1.role', 'slug'])
  })

  it('count from the revision that the version had, not from one that went live in between', async () => {
    const first = await created(noa, { headline: 'One', body: SIX })
    const { uuid } = await eli.user()
    const second = await updated(noa, first, { headline: 'Two' })
    await prisma.activity.create({
      data: {
        ...{ subjectType: 'Article', subjectId: uuidOf(first.id), actorId: uuid, action: 'PUBLISHED', version: 3 },
        revisionId: await revisionIdOf(first, 1),
        changedPaths: ['status'],
      },
    })
    await prisma.article.update({ where: { id: uuidOf(first.id) }, data: { version: 3 } })
    await updated(eli, { ...second, version: 3 }, { standfirst: 'Three' })

    expect(await conflictOf(noa, second)).toMatchObject({
      baseRevision: { number: 2, headline: 'Two' },
      changedPaths: ['standfirst', 'status'],
    })
    expect(await conflictOf(noa, { ...second, version: 3 })).toMatchObject({
      baseRevision: { number: 2 },
      changedPaths: ['standfirst'],
    })
  })

  it('name fields alone where the revision of that version no longer exists', async () => {
    const first = await created(noa, { headline: 'One', body: SIX })
    const second = await updated(noa, first, { headline: 'Two', body: SIX.slice(1) })
    await updated(eli, second, { slug: 'third', body: SIX.slice(2), kicker: 'Three' })
    await prisma.revision.delete({ where: { id: await revisionIdOf(first, 2) } })

    expect(await conflictOf(noa, second)).toMatchObject({
      ...{ baseRevision: null, changes: null },
      changedPaths: ['kicker', 'body', 'slug'],
    })
    expect(await conflictOf(noa, first)).toMatchObject({ baseRevision: { number: 1 }, changes: expect.any(Array) })
  })

  it('count from the text of an article that was there before there was a trail', async () => {
    const { id, uuid } = await given.article({ headline: 'One', status: 'DRAFT' })
    await given.revision({ id, uuid, slug: 'x' }, { headline: 'Two', body: ['Alpha', 'Beta'] })
    await prisma.article.update({
      where: { id: uuid },
      data: { version: 4, latestRevisionId: await revisionIdOf({ id }, 2) },
    })
    await updated(eli, { id, version: 4 }, { body: [paragraph('Before'), paragraph('Alpha'), paragraph('Beta')] })

    expect(await conflictOf(eli, { id, version: 4 })).toMatchObject({
      baseRevision: { number: 2 },
      changedPaths: ['body.0'],
    })
    expect(await conflictOf(eli, { id, version: 2 })).toMatchObject({
      ...{ baseRevision: null, changes: null },
      changedPaths: ['body'],
    })
  })

  it('come with what a merge of blocks needs: the base, the current text, and how the one became the other', async () => {
    const base = await created(noa, { body: SIX })
    const edited = SIX.with(1, paragraph('Nobody had expected that talks would last until the morning.'))
    await updated(eli, base, { body: [...edited.slice(1), paragraph('At the end.')] })

    const { baseRevision, changes } = await conflictOf(noa, base)

    expect(baseRevision?.body.map(({ html }) => html)).toEqual(SIX.map(({ paragraph }) => paragraph.html))
    expect(changes).toMatchObject([
      { kind: 'REMOVED', basePath: 'body.0', before: SIX[0]?.paragraph.html, words: null },
      {
        ...{ kind: 'CHANGED', basePath: 'body.1.html', path: 'body.0.html' },
        words: expect.arrayContaining([{ kind: 'INSERTED', text: 'had ' }]),
      },
      { kind: 'ADDED', basePath: 'body.6', path: 'body.5', after: 'At the end.' },
    ])
  })
})

async function revisionIdOf({ id }: { id: string }, number: number): Promise<string> {
  const where = { articleId: uuidOf(id), number }
  return (await prisma.revision.findFirstOrThrow({ where, select: { id: true } })).id
}
