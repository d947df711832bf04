import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'

const database = await testDatabase({ seeded: true })
const api = await testApi(database)
const editor = api.as('EDITOR')
const reporter = api.as('REPORTER')

beforeAll(() => Promise.all([editor.user(), reporter.user()]))

const INPUT = 'input: { headline: "Told and done", locale: "en" }'

describe('The selection of a payload', () => {
  it.each([
    ['relatedTopics(first: 500) { totalCount }', 'relatedTopics'],
    ['revisions(after: "no cursor") { totalCount nodes { number } }', 'revisions'],
  ])('is validated before anything is written: %s', async (selection, field) => {
    const [error] = await expectNoChange(database, () =>
      editor.errors(`mutation { createArticle(${INPUT}) { article { ${selection} } } }`),
    )

    expect(error?.extensions?.code).toBe('BAD_USER_INPUT')
    expect(error?.path).toEqual(['createArticle', 'article', field])
  })

  it('is validated within a conflict too', async () => {
    const update = 'updateArticle(input: { id: "article_x", version: 1, headline: "New" })'
    const [error] = await editor.errors(
      `mutation { ${update} { conflict { article { activity(first: 101) { totalCount } } } } }`,
    )

    expect(error?.path).toEqual(['updateArticle', 'conflict', 'article', 'activity'])
  })
})

describe('Several mutations in one operation', () => {
  it('are each answered: a forbidden one does not remove the answer of one that succeeded', async () => {
    const { data, errors } = await reporter.ask(`mutation {
      mine: createArticle(${INPUT}) { article { headline } }
      notMine: createTopic(input: { name: "Not for reporters" }) { topic { id } }
    }`)

    expect(data).toEqual({ mine: { article: { headline: 'Told and done' } }, notMine: null })
    expect(errors).toMatchObject([{ path: ['notMine'], extensions: { code: 'FORBIDDEN' } }])
  })
})
