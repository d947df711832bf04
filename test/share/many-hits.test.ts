import { Agent, type RequestOptions, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { start } from '../database/child.ts'
import { onPostgresql, testConnection, variablesOf } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { PATIENT } from '../helpers/server-process.ts'

// Several processes start, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 300_000 })

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36'

/** Of one who follows a link: of these nothing may be found anywhere. */
const CANARIES = { agent: 'Quagga/7.1', referrer: 'quagga.example', address: '203.0.113.77' }
const PERSON = {
  'user-agent': `${CHROME} ${CANARIES.agent}`,
  referer: `https://${CANARIES.referrer}/page`,
  'x-forwarded-for': CANARIES.address,
}

async function scene() {
  const options = await testConnection('migrated')
  const database = await connect(options)
  const given = givenIn(database)
  const articles = await Promise.all([given.article(), given.article(), given.article()])
  const links = await database.prisma.shortLink.findMany({
    where: { articleId: { in: articles.map(({ uuid }) => uuid) } },
  })
  await database.close()
  return { options, codes: links.map(({ code }) => code) }
}

async function servers(processes: number, variables: Record<string, string>) {
  const started = start('src/main.ts', [], {
    PROCESSES: String(processes),
    PORT: '0',
    SEED_ON_START: 'false',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'debug',
    TRUST_PROXY: 'true',
    RATE_LIMITS: 'false',
    ...PATIENT,
    ...variables,
  })
  await started.prints(processes > 1 ? 'processes are running' : 'Server listening at')
  return { ...started, url: /Server listening at (http:[^"\s]+)/.exec(started.output())?.[1] ?? '' }
}

function follow(url: string, options: RequestOptions): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options)
    sent.on('error', reject)
    sent.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
    sent.end()
  })
}

async function totalOf({ prisma }: Database) {
  const { _sum } = await prisma.shareCount.aggregate({ _sum: { people: true, machines: true } })
  return _sum
}

/** All that is in the database, as text. */
async function everythingIn({ query }: Database): Promise<string> {
  const tables = await query<{ name: string }>({
    text: `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`,
    parameters: [],
  })
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await query<{ row: string }>({ text: `SELECT t::text AS row FROM ${name} t`, parameters: [] })
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

describe.runIf(onPostgresql)('10,000 hits over 3 processes (PostgreSQL only)', () => {
  it('are all counted, and nothing of who followed the links is in the database or in the log', async () => {
    const { options, codes } = await scene()
    const { child, ended, url, output } = await servers(3, variablesOf(options))
    const letters = ['w', 'x', 'm', 'c']
    const statuses = new Map<number | undefined, number>()
    let next = 0

    // Half of them open a connection for each request, so that all processes have their share.
    await Promise.all(
      Array.from({ length: 20 }, async (_, client) => {
        const agent = client % 2 === 0 ? new Agent({ keepAlive: true, maxSockets: 1 }) : false
        for (let hit = next++; hit < 10_000; hit = next++) {
          const path = `/s/${codes[hit % codes.length]}${letters[hit % letters.length]}`
          const status = await follow(url + path, { agent, headers: PERSON, method: hit % 10 === 0 ? 'HEAD' : 'GET' })
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
        if (agent) agent.destroy()
      }),
    )
    await follow(`${url}/s/%zz`, { headers: PERSON })
    child.kill('SIGTERM')

    expect(await ended).toMatchObject({ code: 0 })
    expect([...statuses]).toEqual([[302, 10_000]])
    const database = await connect(options)
    try {
      expect(await totalOf(database)).toEqual({ people: 9000, machines: 1000 })
      const known = `${output()}\n${await everythingIn(database)}`
      for (const canary of Object.values(CANARIES)) expect(known).not.toContain(canary)
      expect(known).toContain(`/s/${codes[0]}`)
      const processes = output().match(/"process":(\d)(?=[^\n]*"path":"\/s\/)/g) ?? []
      expect(new Set(processes).size).toBe(3)
    } finally {
      await database.close()
    }
  })
})

describe('A server that is killed', () => {
  it.each([1, 2, 3])('loses the hits of its last second at most (%d)', async () => {
    const { options, codes } = await scene()
    const { child, ended, url } = await servers(1, variablesOf(options))
    const agent = new Agent({ keepAlive: true })
    const hit = async (times: number) => {
      for (let time = 0; time < times; time++) await follow(`${url}/s/${codes[0]}w`, { agent, headers: PERSON })
    }

    await hit(100)
    await delay(1000)
    await hit(20)
    child.kill('SIGKILL')

    await ended
    agent.destroy()
    const database = await connect(options)
    try {
      const { people } = await totalOf(database)
      expect(people).toBeGreaterThanOrEqual(100)
      expect(people).toBeLessThanOrEqual(120)
    } finally {
      await database.close()
    }
  })
})
