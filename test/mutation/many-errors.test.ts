import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')

const ERRORS = `userErrors { code path message details { ... on LimitDetails { actual limit unit } } }`
const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { ${ERRORS} } }`
const PUBLISH = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { ${ERRORS} } }`

interface Refused {
  userErrors: { code: string; path: string[]; message: string; details: object | null }[]
}

const emptyCredits = (count: number) => ({
  headline: 'A storm',
  locale: 'en',
  credits: Array.from({ length: count }, () => ({ name: '' })),
})

async function refused(document: string, input: object): Promise<Refused['userErrors']> {
  await editor.user()
  return (await expectNoChange(database, () => editor.mutate<Refused>(document, { input }))).userErrors
}

const last = (actual: number) => ({
  code: 'INVALID',
  path: ['input'],
  message: `There are ${actual} errors. The first 20 are listed here: fix them first.`,
  details: { actual, limit: 20, unit: 'ITEMS' },
})

describe('userErrors', () => {
  it('lists 20 errors', async () => {
    const errors = await refused(CREATE, emptyCredits(20))

    expect(errors.map(({ path }) => path[2])).toEqual(Array.from({ length: 20 }, (_each, index) => String(index)))
  })

  it('lists the first 20 of more, and then how many there are', async () => {
    const errors = await refused(CREATE, emptyCredits(50))

    expect(errors).toHaveLength(21)
    expect(errors.slice(0, 20).map(({ path }) => path[2])).toEqual(
      Array.from({ length: 20 }, (_each, index) => String(index)),
    )
    expect(errors.at(-1)).toEqual(last(50))
  })

  it('lists as many of what an article lacks', async () => {
    const body = Array.from({ length: 30 }, () => ({ paragraph: { html: '' } }))
    const { article } = await editor.mutate<{ article: { id: string; version: number } }>(
      `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id version } userErrors { code message } } }`,
      { input: { headline: 'A storm', locale: 'en', body } },
    )

    const errors = await refused(PUBLISH, article)

    expect(errors).toHaveLength(21)
    expect(errors.at(-1)).toMatchObject({ code: 'INVALID', path: ['input'] })
  })
})
