import { describe, expect, it } from 'vitest'
import type { Statement } from '../../src/database/database.ts'
import { type Json, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { created, faultsOf, type Input, type Saved, type SavePayload, update, updated, uuidOf } from './saving.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const eli = api.as('EDITOR', 'Eli')

const SAVE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) {
  version currentVersion revision { number headline }
  article { id version headline standfirst bodyText topics { topic { slug } } revision(number: 1) { number } hasUnpublishedChanges }
  conflict { currentVersion changedPaths article { version headline kicker } } userErrors { code path message } } }`

interface Answer extends Pick<SavePayload, 'userErrors'> {
  version: number | null
  currentVersion: number | null
  revision: { number: number; headline: string } | null
  article: { id: string; version: number; headline: string; standfirst: string | null; bodyText: string } | null
  conflict: { currentVersion: number; changedPaths: string[]; article: Json } | null
}

const save = (client: Pick<typeof noa, 'mutate'>, { id, version }: Pick<Saved, 'id' | 'version'>, input: Input) =>
  client.mutate<Answer>(SAVE, { input: { id, version, ...input } })

/** Noa's client, with a colleague who is faster than the next statement after the first one that `isIt`. */
async function withColleagueAfter(isIt: (statement: Statement) => boolean, change: () => Promise<unknown>) {
  let isDone = false
  const hasty = await testApi({
    ...database,
    async query(statement) {
      const rows = await database.query<never>(statement)
      if (!isDone && isIt(statement)) {
        isDone = true
        await change()
      }
      return rows
    },
  })
  const { token } = await noa.user()
  return hasty.withToken(token)
}

const isSave = ({ text }: Statement) => text.includes('update article set')
const isLoad = ({ text }: Statement) => text.includes('"isOwn"')

describe('The answer of a save', () => {
  it('says the version and the revision that it made', async () => {
    const article = await created(noa, { headline: 'שביתה בנמל', locale: 'he' })

    expect(await save(noa, article, { headline: 'השביתה נמשכת' })).toMatchObject({
      version: 2,
      currentVersion: 2,
      revision: { number: 2, headline: 'השביתה נמשכת' },
      article: { version: 2, headline: 'השביתה נמשכת' },
      userErrors: [],
    })
  })

  it('has no revision where only the frame changed', async () => {
    expect(await save(noa, await created(noa), { slug: 'elsewhere' })).toMatchObject({ version: 2, revision: null })
  })

  it('has neither version nor revision where it was refused', async () => {
    const answer = await save(noa, await created(noa), { slug: 'No Slug' })

    expect(answer).toMatchObject({ version: null, currentVersion: null, revision: null, article: null })
  })

  it('is the same when it is repeated after a colleague saved, and its version does not erase what they wrote', async () => {
    const article = await created(noa)
    const input = { headline: 'Noa’s', body: [{ paragraph: { html: 'Noa wrote' } }], idempotencyKey: 'noa-saves' }
    const first = await save(noa, article, input)
    await save(eli, { ...article, version: 2 }, { headline: 'Eli’s', body: [{ paragraph: { html: 'Eli wrote' } }] })

    const again = await save(noa, article, input)
    const next = await save(noa, { id: article.id, version: again.article?.version ?? 0 }, { headline: 'Noa’s next' })

    expect(again).toEqual({ ...first, currentVersion: 3 })
    expect(again.article).toMatchObject({ version: 2, headline: 'Noa’s', bodyText: 'Noa wrote' })
    expect(faultsOf(next)).toEqual(['CONFLICT input.version'])
    expect(next.conflict).toMatchObject({ currentVersion: 3, article: { headline: 'Eli’s' } })
  })

  it('does not carry the version of a colleague who saves before it is given', async () => {
    const article = await created(noa)
    const noaInTheRace = await withColleagueAfter(isSave, () =>
      updated(eli, { ...article, version: 2 }, { headline: 'Eli’s' }),
    )

    const answer = await save(noaInTheRace, article, { headline: 'Noa’s' })

    expect(answer).toMatchObject({ version: 2, revision: { number: 2 }, article: { version: 2, headline: 'Noa’s' } })
  })

  it('that changes nothing is of the version that it was compared with', async () => {
    const article = await created(noa, { headline: 'As it is' })

    expect(await save(noa, article, { headline: 'As it is' })).toMatchObject({ version: 1, revision: null })
  })

  it('that changes nothing is a CONFLICT where a colleague saved while it was compared', async () => {
    const article = await created(noa, { headline: 'As it is' })
    const noaInTheRace = await withColleagueAfter(isLoad, () => updated(eli, article, { headline: 'Eli’s' }))

    const answer = await save(noaInTheRace, article, { headline: 'As it is' })

    expect(faultsOf(answer)).toEqual(['CONFLICT input.version'])
    expect(answer).toMatchObject({ version: null, conflict: { currentVersion: 2, article: { headline: 'Eli’s' } } })
  })

  it('of two at once never has the version or the text of the other', async () => {
    for (let round = 0; round < 10; round++) {
      const article = await created(noa)
      const [first, second] = await Promise.all([
        save(noa, article, { headline: 'Noa’s' }),
        save(eli, article, { headline: 'Eli’s' }),
      ])
      const again = await Promise.all([
        save(noa, { ...article, version: 2 }, { kicker: 'Noa’s' }),
        save(eli, { ...article, version: 2 }, { kicker: 'Eli’s' }),
      ])
      const accepted = [first, second, ...again].filter(({ userErrors }) => userErrors.length === 0)
      expect(accepted.map(({ version, article }) => [version, article?.version])).toEqual([
        [2, 2],
        [3, 3],
      ])
    }
  })
})

describe('A conflict', () => {
  it('has the article of the version that it names, though another saves before it is given', async () => {
    const article = await created(noa)
    await updated(eli, article, { headline: 'Eli’s' })
    const noaInTheRace = await withColleagueAfter(
      ({ text }) => text.includes('"changes"'),
      () => updated(eli, { ...article, version: 2 }, { kicker: 'Later' }),
    )

    const { conflict } = await save(noaInTheRace, article, { kicker: 'Noa’s' })

    expect(conflict).toEqual({
      currentVersion: 2,
      changedPaths: ['headline'],
      article: { version: 2, headline: 'Eli’s', kicker: null },
    })
  })
})

describe('A caption of an answer', () => {
  const ADD = `mutation ($input: AddCaptionInput!) { addCaption(input: $input) {
    version caption { id text } article { version captions { text } } userErrors { code path message } } }`

  it('is as the call left it, also once a colleague has removed it', async () => {
    const { id: imageId } = await given.image()
    const article = await created(noa)
    const input = { articleId: article.id, version: 1, imageId, text: 'The quay' }
    const call = () => noa.mutate(ADD, { input: { ...input, idempotencyKey: 'quay' } })
    const first = await call()
    await updated(eli, { ...article, version: 2 }, { captions: [] })

    expect(await call()).toEqual(first)
    expect(first).toMatchObject({ caption: { text: 'The quay' }, article: { captions: [{ text: 'The quay' }] } })
  })
})

describe('A correction of an answer', () => {
  const ADD = `mutation ($input: AddCorrectionInput!) { addCorrection(input: $input) {
    version correction { id kind text publishedAt } userErrors { code path message } } }`

  it('is as the call left it, also once it was changed and removed', async () => {
    const { id } = await given.article()
    const input = { id, version: 1, kind: 'CORRECTION', text: 'It was Tuesday.', idempotencyKey: 'tuesday' }
    const call = () => eli.mutate<{ correction: { id: string } }>(ADD, { input })
    const first = await call()
    const correctionId = first.correction.id
    for (const change of [
      'updateCorrection(input: { id: $id, version: 2, correctionId: $correctionId, text: "It was Wednesday." })',
      'removeCorrection(input: { id: $id, version: 3, correctionId: $correctionId })',
    ]) {
      const document = `mutation ($id: ID!, $correctionId: ID!) { ${change} { userErrors { message } } }`
      expect(await eli.mutate(document, { id, correctionId })).toEqual({ userErrors: [] })
      expect(await call()).toEqual(first)
    }
    expect(first).toMatchObject({ version: 2, correction: { text: 'It was Tuesday.' }, userErrors: [] })
  })
})

describe('A bulk update', () => {
  it('says of each article the version that it made, the same when it is repeated', async () => {
    const { id, slug } = await given.topic()
    const articles = [await created(noa), await created(noa)]
    const items = articles.map(({ id, version }) => ({ id, version }))
    const call = () =>
      eli.mutate<{ results: Json[] }>(
        `mutation ($input: BulkUpdateArticlesInput!) { bulkUpdateArticles(input: $input) {
          results { version currentVersion revision { number } article { version topics { topic { slug } } } userErrors { code } } } }`,
        { input: { items, addTopicIds: [id], idempotencyKey: 'harbours' } },
      )
    const first = await call()
    await Promise.all(articles.map(({ id }) => update(noa, { id, version: 2 }, { topics: [] })))

    const again = await call()

    const made = { version: 2, revision: { number: 2 }, article: { version: 2, topics: [{ topic: { slug } }] } }
    expect(first.results).toMatchObject(Array(2).fill({ ...made, currentVersion: 2 }))
    expect(again.results).toEqual(first.results.map((result) => ({ ...result, currentVersion: 3 })))
  })
})

describe('A stored answer', () => {
  it('is read though the table has another column since', async () => {
    const article = await created(noa)
    const input = { headline: 'Kept', idempotencyKey: 'before the migration' }
    await save(noa, article, input)
    await database.query({
      text: `UPDATE idempotent_call SET answer = answer #- '{article,row,created_at}' WHERE key = 'before the migration'`,
      parameters: [],
    })

    expect((await save(noa, article, input)).article).toMatchObject({ id: article.id, headline: 'Kept' })
    expect(await prisma.article.count({ where: { id: uuidOf(article.id), version: 2 } })).toBe(1)
  })
})
