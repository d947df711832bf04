import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { networkTo } from '../helpers/network.ts'

const LIMITS = { readersMs: 1000, deskMs: 3000 }

const SAVE = /* GraphQL */ `mutation ($id: ID!, $version: Int!, $headline: String!) {
  updateArticle(input: { id: $id, version: $version, headline: $headline }) { article { version } userErrors { code } }
}`

const READ = '{ articles(first: 1) { nodes { headline } } }'

describe.runIf(onPostgresql)('a network that loses everything for a while (PostgreSQL only)', () => {
  it('is UNAVAILABLE in time, and all goes on soon after it is back', async () => {
    const options = await testConnection('seeded')
    if (!('url' in options)) throw new Error('this test is for PostgreSQL')
    const network = await networkTo(options.url)
    const database = await connect({ url: network.url, limits: LIMITS })
    atEnd(() => database.close())
    const variables = { READ_TIMEOUT_MS: String(LIMITS.readersMs), DESK_TIMEOUT_MS: String(LIMITS.deskMs) }
    const { app } = await testApi(database, { variables })
    const { id } = await givenIn(database).article({ status: 'DRAFT' })
    let version = 1
    const statusOf = async (headers: Record<string, string>, payload: object) =>
      (await app.inject({ method: 'POST', url: '/graphql', headers, payload })).statusCode
    const read = () => statusOf({}, { query: READ })
    const save = async () => {
      const input = { id, version, headline: `Headline ${version}` }
      const status = await statusOf({ authorization: 'Bearer dev-editor' }, { query: SAVE, variables: input })
      if (status === 200) version += 1
      return status
    }
    expect([await read(), await save(), (await app.inject('/readyz')).statusCode]).toEqual([200, 200, 200])

    network.lose()
    const since = performance.now()
    expect(await Promise.all([read(), save(), read()])).toEqual([503, 503, 503])
    expect((await app.inject('/readyz')).statusCode).toBe(503)
    expect(performance.now() - since).toBeLessThan(15_000)
    await sleep(2000)
    network.restore()

    const back = { timeout: 30_000, interval: 200 }
    await expect.poll(read, back).toBe(200)
    await expect.poll(save, back).toBe(200)
    await expect.poll(async () => (await app.inject('/readyz')).statusCode, back).toBe(200)
    expect(await Promise.all([read(), read(), save()])).toEqual([200, 200, 200])
  })
})
