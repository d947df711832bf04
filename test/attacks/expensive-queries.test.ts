import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const BURST = 500_000

// Next to nothing runs out of the bucket, so that it makes no difference how fast the machine is.
const api = await testApi(await testDatabase({ seeded: true }), {
  variables: { RATE_LIMITS: 'true', RATE_LIMIT_BURST: String(BURST), RATE_LIMIT_COST_PER_SECOND: '1' },
})

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

const ask = (query: string, remoteAddress: string, headers: Record<string, string> = {}) =>
  api.app.inject({ method: 'POST', url: '/graphql', remoteAddress, headers, payload: { query } })

async function costOf(query: string): Promise<number> {
  const { extensions } = (await ask(query, '203.0.113.1', { 'graphql-cost': 'report' })).json()
  return extensions.cost.requestedQueryCost
}

it.each(EXPENSIVE)('200 requests for %s at once do not keep others from reading', async (name, query) => {
  const cost = await costOf(query)
  expect(200 * cost).toBeGreaterThan(2 * BURST)
  const from = performance.now()
  const attacker = `192.0.2.${EXPENSIVE.findIndex(([each]) => each === name)}`
  const [first, ...others] = Array.from({ length: 200 }, () => ask(query, attacker))
  const reader = ask('{ articles(first: 1) { nodes { headline } } }', '198.51.100.1')

  expect((await reader).statusCode).toBe(200)
  expect((await first)?.statusCode).toBe(200)
  const statuses = (await Promise.all(others)).map(({ statusCode }) => statusCode)
  const seconds = (performance.now() - from) / 1000
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
  const served = 1 + statuses.filter((status) => status === 200).length
  expect(served * cost).toBeLessThanOrEqual(BURST + seconds)
})
