import parsePrometheus from 'parse-prometheus-text-format'
import { describe, expect, it } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApi } from '../helpers/api.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { SITE } from '../helpers/site.ts'

const TOKEN = 'only-for-prometheus-and-tests'

const database = await testDatabase({ seeded: true })
const api = await testApi(database, {
  variables: { METRICS_TOKEN: TOKEN },
  events: eventFeed(database, SITE),
})

const get = (authorization?: string) =>
  api.app.inject({ url: '/metrics', ...(authorization !== undefined && { headers: { authorization } }) })

/** As Prometheus reads it. */
async function metrics() {
  const { body } = await get(`Bearer ${TOKEN}`)
  const families = new Map(parsePrometheus(body).map((family) => [family.name, family.metrics]))
  /** The sum of all samples with these labels; 0 if there are none yet. */
  function total(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const matching = (families.get(name) ?? []).filter((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels?.[label] === value),
    )
    return matching.reduce((sum, { value }) => sum + Number(value), 0)
  }
  /** How much a histogram has. The parser leaves out the counts of those with labels. */
  function observed(name: string, label: string): number {
    const counts = body.split('\n').filter((line) => line.startsWith(`${name}_count{`) && line.includes(label))
    return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }
  const labelsOf = (name: string, label: string) => (families.get(name) ?? []).map(({ labels }) => labels?.[label])
  return { total, observed, labelsOf }
}

describe('/metrics', () => {
  it('is for who has the token', async () => {
    for (const authorization of [undefined, '', 'Bearer wrong', `Basic ${TOKEN}`, TOKEN]) {
      const response = await get(authorization)

      expect(response.statusCode).toBe(401)
      expect(response.json().errors[0].extensions.code).toBe('UNAUTHENTICATED')
      expect(response.body).not.toContain('copydesk_')
    }
  })

  it('does not exist without a token in the configuration', async () => {
    const other = await testApi(database)

    expect((await other.app.inject('/metrics')).statusCode).toBe(404)
  })

  it('is not cached', async () => {
    const { headers } = await get(`Bearer ${TOKEN}`)

    expect(headers['cache-control']).toBe('private, no-store')
    expect(headers['content-type']).toContain('text/plain; version=0.0.4')
  })

  it('counts requests by route, operation and code, with their time, cost and statements', async () => {
    const before = await metrics()
    await api.query('query FrontPage { topics(first: 1) { nodes { name } } }')
    await api.as('EDITOR').query('query FrontPage { topics(first: 1) { nodes { name } } }')
    await api.ask('query Refused { activity(first: 1) { nodes { id } } }')
    await api.app.inject('/nowhere')
    // What is counted is counted just after an answer is out.
    await expect
      .poll(async () => (await metrics()).total('copydesk_errors_total', { code: 'NOT_FOUND' }))
      .toBeGreaterThan(0)
    const after = await metrics()

    const more = (name: string, labels: Readonly<Record<string, string>>) =>
      after.total(name, labels) - before.total(name, labels)
    const observed = (name: string, label: string) => after.observed(name, label) - before.observed(name, label)
    expect(more('copydesk_graphql_operations_total', { operation: 'FrontPage', kind: 'query', code: 'OK' })).toBe(2)
    expect(more('copydesk_graphql_operations_total', { operation: 'Refused', code: 'FORBIDDEN' })).toBe(1)
    expect(more('copydesk_errors_total', { code: 'FORBIDDEN' })).toBe(1)
    expect(more('copydesk_http_requests_total', { route: '/graphql', status: '200' })).toBe(3)
    expect(more('copydesk_http_requests_total', { route: 'none', status: '404' })).toBe(1)
    expect(observed('copydesk_http_request_seconds', 'route="/graphql"')).toBe(3)
    expect(observed('copydesk_graphql_operation_seconds', 'operation="FrontPage"')).toBe(2)
    expect(observed('copydesk_graphql_operation_cost', 'kind="query"')).toBe(3)
    expect(observed('copydesk_graphql_operation_statements', 'kind="query"')).toBe(3)
    expect(observed('copydesk_database_seconds', 'use="readers"')).toBeGreaterThanOrEqual(1)
    expect(observed('copydesk_database_seconds', 'use="desk"')).toBeGreaterThanOrEqual(1)
  })

  it('reports the outbox and the process', async () => {
    await database.prisma
      .$executeRaw`INSERT INTO event_consumer (name, position) VALUES ('slow', 0), ('quick', 1000000)`
    const { total } = await metrics()

    expect(total('copydesk_outbox_oldest_seconds', { consumer: 'quick' })).toBe(0)
    expect(total('copydesk_outbox_events')).toBeGreaterThan(0)
    expect(total('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0)
    expect(total('process_resident_memory_bytes')).toBeGreaterThan(1_000_000)
  })

  it.runIf(onPostgresql)('reports the connections of each use (PostgreSQL only)', async () => {
    const { labelsOf, total } = await metrics()

    expect(labelsOf('copydesk_database_connections_max', 'use').sort()).toEqual(['clock', 'control', 'desk', 'readers'])
    expect(total('copydesk_database_waiting')).toBe(0)
  })

  it('makes no more series than it has room for, whatever names clients send', async () => {
    for (let index = 0; index < 150; index++) await api.query(`query Made${index} { __typename }`)
    const { labelsOf } = await metrics()

    const names = new Set(labelsOf('copydesk_graphql_operations_total', 'operation'))
    expect(names.size).toBeLessThan(110)
    expect(names).toContain('other')
  })
})
