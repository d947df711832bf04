import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

const PAGE = 'query ($slug: String!) { article(slug: $slug) { headline bodyHtml } }'

const WITHDRAW = `mutation ($input: WithdrawArticleInput!) {
  withdrawArticle(input: $input) { userErrors { message } }
}`

function page(slug: string, headers: Record<string, string> = {}) {
  return api.app.inject({ url: '/graphql', query: { query: PAGE, variables: JSON.stringify({ slug }) }, headers })
}

it('A client that asks again gets 304 until the article is withdrawn', async () => {
  await given.article({ slug: 'oscar', headline: 'האוסקר' })
  const first = await page('oscar')
  const tag = { 'if-none-match': String(first.headers.etag) }
  const before = await page('oscar', tag)
  const editor = api.as('EDITOR')
  const { article } = await editor.query<{ article: object }>('{ article(slug: "oscar", stage: DRAFT) { id version } }')
  const { userErrors } = await editor.mutate(WITHDRAW, { input: { ...article, reason: 'A mistake' } })

  const after = await page('oscar', tag)

  expect(first.json()).toMatchObject({ data: { article: { headline: 'האוסקר' } } })
  expect([before.statusCode, before.body]).toEqual([304, ''])
  expect(userErrors).toEqual([])
  expect(after.statusCode).toBe(200)
  expect(after.json()).toEqual({ data: { article: null } })
})
