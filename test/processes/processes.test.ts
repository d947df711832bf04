import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { MAX_INSPECTIONS, MAX_RENDERS } from '../../src/media/workers/image-workers.ts'
import { start } from '../database/child.ts'
import { atEnd } from '../helpers/at-end.ts'
import { directUrlOf, mediaDir, onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { PATIENT } from '../helpers/server-process.ts'
import type { TemplateState } from '../helpers/template.ts'

// Several processes start, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 300_000 })

const POLL = { timeout: 60_000, interval: 50 }

async function place(state: TemplateState): Promise<Record<string, string>> {
  const options = await testConnection(state)
  if (!('url' in options)) throw new Error('these tests are for PostgreSQL')
  // Of its own: a server that has used the store would keep other databases from removing files there.
  const store = await temporaryFolder()
  if (state === 'seeded') cpSync(mediaDir, store, { recursive: true })
  return { DATABASE_URL: options.url, MEDIA_DIR: store }
}

const QUIET = { ...PATIENT, SEED_ON_START: 'false', LOG_FORMAT: 'json', RATE_LIMITS: 'false' }

/** `node src/main.ts` with several processes. */
async function servers(processes: number, variables: Record<string, string>) {
  const started = start('src/main.ts', [], {
    PROCESSES: String(processes),
    PORT: '0',
    ...QUIET,
    ...variables,
  })
  await started.prints('processes are running')
  const { child, output } = started
  const url = /Server listening at (http:[^"\s]+)/.exec(output())?.[1] ?? ''
  const saying = (words: string) =>
    output()
      .split('\n')
      .filter((line) => line.includes(words))
  const workers = () => childrenOf(child.pid ?? 0, 'main.ts')
  /** How often each process answered. */
  async function answering(times: number): Promise<Map<unknown, number>> {
    const counts = new Map<unknown, number>()
    for (let time = 0; time < times; time++) {
      const { process: number } = JSON.parse((await ask(`${url}/readyz`)).body)
      counts.set(number, (counts.get(number) ?? 0) + 1)
    }
    return counts
  }
  return { ...started, url, saying, workers, answering }
}

/** Numbers of the processes that this one has started and that run this program. */
function childrenOf(pid: number, program: string): number[] {
  const { stdout } = spawnSync('ps', ['--ppid', String(pid), '-o', 'pid=,args='], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => line.includes(program))
    .map((line) => Number.parseInt(line, 10))
}

interface Asked {
  readonly agent?: Agent
  readonly query?: string
}

function ask(url: string, { agent, query }: Asked = {}): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = query === undefined ? {} : { 'content-type': 'application/json' }
    // By itself Node uses a connection again.
    const sent = request(url, { method: query === undefined ? 'GET' : 'POST', headers, agent: agent ?? false })
    sent.on('error', reject)
    sent.setTimeout(120_000, () => sent.destroy(new Error('no answer within 120 s')))
    sent.on('response', (response) =>
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject),
    )
    sent.end(query === undefined ? undefined : JSON.stringify({ query }))
  })
}

describe.runIf(onPostgresql)('Several processes (PostgreSQL only)', () => {
  it('migrate once, have one clock, share the requests, and end together', async () => {
    const { child, ended, workers, saying, answering } = await servers(3, await place('empty'))

    expect(saying('migrations applied')).toHaveLength(1)
    expect(saying('the clock is running')).toEqual([expect.stringContaining('"process":1')])
    expect([...(await answering(30)).keys()].sort()).toEqual([1, 2, 3])
    expect(workers()).toHaveLength(3)
    const all = workers()

    child.kill('SIGTERM')

    expect(await ended).toMatchObject({ code: 0 })
    expect(all.filter((pid) => spawnSync('kill', ['-0', String(pid)]).status === 0)).toEqual([])
  })

  it('leave the clock to others where CLOCK is false', async () => {
    const { saying } = await servers(2, { ...(await place('migrated')), CLOCK: 'false' })

    expect(saying('the clock is running')).toEqual([])
  })

  it('publish on schedule once, as separate processes do', async () => {
    const where = await place('migrated')
    const database = await connect({ url: where.DATABASE_URL ?? '' })
    atEnd(() => database.close())
    const article = await givenIn(database).article({ status: 'SCHEDULED' })
    await servers(2, where)
    await database.prisma.article.update({
      where: { id: article.uuid },
      data: { scheduledFor: new Date(Date.now() + 1000) },
    })

    const events = () => database.prisma.outboxEvent.count({ where: { articleId: article.uuid } })
    await expect.poll(events, POLL).toBe(1)
    await delay(1500)
    expect(await events()).toBe(1)
  })

  it('are replaced on SIGHUP under load without a failed request', async () => {
    const { child, url, workers, saying, output } = await servers(2, await place('seeded'))
    const old = workers()
    const agent = new Agent({ keepAlive: true, maxSockets: 6 })
    const failures: unknown[] = []
    let answers = 0
    let isOver = false
    const load = Array.from({ length: 12 }, async (_, index) => {
      // Half of them open a connection for each request; a pause leaves connections idle.
      const asked = { query: '{ articles(first: 3) { nodes { headline } } }', ...(index % 2 === 0 && { agent }) }
      while (!isOver) {
        try {
          const { status, body } = await ask(`${url}/graphql`, asked)
          if (status !== 200 || !body.includes('headline')) failures.push({ status, body })
        } catch (error) {
          failures.push(error)
        }
        answers += 1
        await delay(index * 7)
      }
    })

    for (let round = 1; round <= 2; round++) {
      child.kill('SIGHUP')
      await expect.poll(() => saying('all processes were replaced').length, POLL).toBe(round)
    }
    isOver = true
    await Promise.all(load)
    agent.destroy()

    expect(failures).toEqual([])
    expect(answers).toBeGreaterThan(200)
    expect(workers()).toHaveLength(2)
    expect(workers().filter((pid) => old.includes(pid))).toEqual([])
    expect(output()).not.toContain('"level":50')
  })

  it('start one again that was killed, and the others answer meanwhile', async () => {
    const { url, workers, saying, answering } = await servers(2, await place('migrated'))
    const [victim] = workers()

    process.kill(victim ?? 0, 'SIGKILL')
    // A connection that was handed to it in its last moment gets no answer.
    await expect.poll(() => saying('ended (SIGKILL)').length, POLL).toBe(1)
    for (let time = 0; time < 20; time++) expect(await ask(`${url}/healthz`)).toMatchObject({ status: 200 })

    await expect.poll(() => workers().length, POLL).toBe(2)
    await expect.poll(async () => [...(await answering(10)).keys()].sort(), POLL).toEqual([1, 2])
  })

  it('stay as they are where new ones cannot start', async () => {
    const where = await place('migrated')
    const { child, url, workers, saying } = await servers(2, where)
    const before = workers()
    const database = await connect({ url: directUrlOf(where.DATABASE_URL ?? '') })
    atEnd(() => database.close())
    await database.script(`UPDATE _prisma_migrations SET checksum = 'another'`)

    child.kill('SIGHUP')

    await expect.poll(() => saying('could not start: the old ones stay').length, POLL).toBe(1)
    expect(workers()).toEqual(before)
    expect(await ask(`${url}/healthz`)).toMatchObject({ status: 200 })
  })

  it('do not start where one cannot listen, and say why', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    atEnd(() => other.close())
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0

    const { ended } = start('src/main.ts', [], {
      ...(await place('migrated')),
      ...QUIET,
      PROCESSES: '2',
      PORT: String(port),
    })
    const { code, output } = await ended

    expect(output.split('\n')).toContain(`127.0.0.1:${port} is in use by another process. Stop it, or set PORT.`)
    expect(code).toBe(1)
  })

  it('add up what they count', async () => {
    const { url } = await servers(3, { ...(await place('seeded')), METRICS_TOKEN: 'only-for-prometheus-and-tests' })
    for (let time = 0; time < 30; time++) await ask(`${url}/graphql`, { query: 'query Counted { __typename }' })

    const counted = async () => {
      const headers = { authorization: 'Bearer only-for-prometheus-and-tests', connection: 'close' }
      const text = await (await fetch(`${url}/metrics`, { headers })).text()
      return /^copydesk_graphql_operations_total\{operation="Counted",kind="query",code="OK"\} (\d+)$/m.exec(text)?.[1]
    }
    await expect.poll(counted, POLL).toBe('30')
    // Whichever process answers.
    for (let time = 0; time < 10; time++) expect(await counted()).toBe('30')
  })

  it('share the processes that work on images', async () => {
    const { url, workers } = await servers(3, await place('seeded'))
    const widths = Array.from({ length: 15 }, (_, index) => `u${index}: url(width: ${101 + index})`).join(' ')
    const { body } = await ask(`${url}/graphql`, { query: `{ images(first: 1) { nodes { ${widths} } } }` })
    const { data } = JSON.parse(body)
    const addresses: string[] = Object.values(data.images.nodes[0])
    let isOver = false
    let most = 0
    const watching = (async () => {
      while (!isOver) {
        most = Math.max(most, workers().flatMap((pid) => childrenOf(pid, 'image-worker.process.ts')).length)
        await delay(20)
      }
    })()

    const responses = await Promise.all(addresses.map((address) => ask(`${url}${new URL(address).pathname}`)))
    isOver = true
    await watching

    expect(responses.map(({ status }) => status)).toEqual(addresses.map(() => 200))
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(MAX_RENDERS + MAX_INSPECTIONS)
  })
})
