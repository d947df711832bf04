import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const api = await testApi(await testDatabase({ seeded: true }), { variables: { RATE_LIMITS: 'true' } })

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')

/** Each within the limit on cost, and close to it. */
const EXPENSIVE = [
  ['related articles', '{ articles(first: 100) { nodes { relatedArticles(first: 30) { nodes { headline } } } } }'],
  [
    'parts of texts',
    `{ articles(where: { OR: [${times(30, (n) => `{ headline: { contains: "zz${n}", mode: INSENSITIVE } }`)}] }) { nodes { id } } }`,
  ],
  [
    'related rows',
    `{ articles(where: { OR: [${times(30, (n) => `{ credits: { some: { name: { equals: "zz${n}" } } } }`)}] }) { nodes { id } } }`,
  ],
  ['searches', `{ ${times(3, (n) => `s${n}: search(query: "the OR word${n}", first: 10) { totalCount }`)} }`],
] as const

const ask = (query: string, remoteAddress: string) =>
  api.app.inject({ method: 'POST', url: '/graphql', remoteAddress, payload: { query } })

it.each(EXPENSIVE)('200 requests for %s at once do not keep others from reading', async (name, query) => {
  const attacker = `192.0.2.${EXPENSIVE.findIndex(([each]) => each === name)}`
  const [first, ...others] = Array.from({ length: 200 }, () => ask(query, attacker))
  const reader = ask('{ articles(first: 1) { nodes { headline } } }', '198.51.100.1')

  expect((await reader).statusCode).toBe(200)
  expect((await first)?.statusCode).toBe(200)
  const statuses = (await Promise.all(others)).map(({ statusCode }) => statusCode)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(100)
})
