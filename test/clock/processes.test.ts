import { afterEach, describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'
import { acted } from '../workflow/acting.ts'
import { drafts, dueOf, expectOnce, killAll, makeDueIn, progress, run } from './clock-processes.ts'

// Processes take their time to start on a busy machine.
afterEach(killAll)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function newsroom() {
  const connection = await testConnection('migrated')
  if (!('url' in connection)) throw new Error('on PostgreSQL alone')
  const database = await connect(connection)
  atEnd(() => database.close())
  return { database, given: givenIn(database), place: { DATABASE_URL: connection.url } }
}

describe.runIf(onPostgresql)('Several processes on one PostgreSQL', () => {
  it('make 500 articles of the same second live within five, each once with one event', async () => {
    const { database, given, place } = await newsroom()
    const api = await testApi(database)
    const articles = await drafts(given, 500)
    for (const article of articles)
      await acted(api.as('EDITOR'), 'scheduleArticle', article, { publishAt: '2099-01-01T00:00:00Z' })
    await Promise.all([run('main', place), run('main', place), run('worker', place)])
    await makeDueIn(database, 3, articles)
    const due = await dueOf(database, articles[0] ?? never())

    const last = await vi.waitFor(
      async () => {
        const now = await progress(database, due, articles)
        expect(now.live).toBe(500)
        return now
      },
      { timeout: 30_000, interval: 20 },
    )

    expect(last.seconds).toBeLessThan(5)
    await pause(1500)
    await expectOnce(database, articles, 3)
    await expectExactCounts(database)
    await vi.waitFor(
      async () =>
        expect(
          await database.query({
            text: `SELECT state::text FROM pgboss.job WHERE name = 'article-publish' AND state <> 'completed'`,
            parameters: [],
          }),
        ).toEqual([]),
      { timeout: 30_000 },
    )
  })

  it('do what one of them that is stopped leaves, and it does nothing twice when it goes on', async () => {
    const { database, given, place } = await newsroom()
    const articles = await drafts(given, 200)
    const [stopped] = await Promise.all([run('worker', place), run('worker', place), run('main', place)])
    await makeDueIn(database, 2, articles)
    const due = await dueOf(database, articles[0] ?? never())
    // In the middle of its work, or just before or after it.
    await pause(due.getTime() - Date.now() + 30)
    stopped.child.kill('SIGSTOP')

    await vi.waitFor(async () => expect((await progress(database, due, articles)).live).toBe(200), { timeout: 30_000 })

    stopped.child.kill('SIGCONT')
    await pause(2000)
    await expectOnce(database, articles, 2)
    await expectExactCounts(database)
    stopped.child.kill('SIGTERM')
    expect(await stopped.ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('catches up when it was stopped at that moment and alone', async () => {
    const { database, given, place } = await newsroom()
    const articles = await drafts(given, 50)
    const { child } = await run('worker', place)
    await makeDueIn(database, 2, articles)
    const due = await dueOf(database, articles[0] ?? never())
    child.kill('SIGSTOP')
    await pause(due.getTime() - Date.now() + 1500)
    expect((await progress(database, due, articles)).live).toBe(0)

    child.kill('SIGCONT')
    const goesOn = Date.now()

    await vi.waitFor(async () => expect((await progress(database, due, articles)).live).toBe(50), {
      timeout: 30_000,
      interval: 20,
    })
    expect(Date.now() - goesOn).toBeLessThan(5000)
    await pause(1200)
    await expectOnce(database, articles, 2)
  })

  it('finish what one was killed over, and neither lose nor double an article', async () => {
    const { database, given, place } = await newsroom()
    const articles = await drafts(given, 300)
    const { child } = await run('worker', place)
    await makeDueIn(database, 2, articles)
    const due = await dueOf(database, articles[0] ?? never())
    await vi.waitFor(async () => expect((await progress(database, due, articles)).live).toBeGreaterThan(0), {
      timeout: 30_000,
      interval: 1,
    })
    child.kill('SIGKILL')

    await run('worker', place)

    await vi.waitFor(async () => expect((await progress(database, due, articles)).live).toBe(300), { timeout: 30_000 })
    await pause(1200)
    await expectOnce(database, articles, 2)
    await expectExactCounts(database)
  })

  it('tell once of each image whose rights end, though one of them is killed over it', async () => {
    const { database, given, place } = await newsroom()
    const images: { id: string; uuid: string }[] = []
    while (images.length < 400) images.push(await given.image())
    await given.article({ captions: images.map((image) => ({ image })) })
    const [killed] = await Promise.all([run('worker', place), run('worker', place), run('main', place)])
    await database.prisma
      .$executeRaw`UPDATE image SET rights_expire_at = date_trunc('second', now()) + interval '2 seconds'`
    // What the test itself writes by SQL has the event site.changed.
    const countTold = () => database.prisma.outboxEvent.count({ where: { type: 'image.expired' } })
    await vi.waitFor(async () => expect(await countTold()).toBeGreaterThan(0), { timeout: 30_000, interval: 1 })
    killed.child.kill('SIGKILL')

    await vi.waitFor(async () => expect(await countTold()).toBe(400), { timeout: 30_000 })
    await run('worker', place)
    await pause(1500)

    const told = await database.query<{ event: string }>({
      text: `SELECT type || ' ' || (payload ->> 'id') AS event FROM outbox_event WHERE type <> 'site.changed'`,
      parameters: [],
    })
    const expected = images.map(({ id }) => `image.expired ${id}`)
    expect(told.map(({ event }) => event).toSorted()).toEqual(expected.toSorted())
  })

  it('leave the clock to a worker where they are told to', async () => {
    const { database, given, place } = await newsroom()
    const articles = await drafts(given, 3)
    await run('main', { ...place, CLOCK: 'false' })
    await makeDueIn(database, 0, articles)
    const due = await dueOf(database, articles[0] ?? never())
    await pause(1500)
    expect((await progress(database, due, articles)).live).toBe(0)

    const worker = await run('worker', place)

    await vi.waitFor(async () => expect((await progress(database, due, articles)).live).toBe(3), { timeout: 30_000 })
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toMatchObject({ code: 0, stderr: '' })
  })
})

describe.runIf(!onPostgresql)('A worker on the embedded database', () => {
  it('runs alone, and stops when it is told to', async () => {
    const { child, ended } = await run('worker', { DATA_DIR: await temporaryFolder() })
    child.kill('SIGTERM')

    const { code, stdout, stderr } = await ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('stopped')
  })

  it('says why it cannot run beside a server: that one has the folder and the clock', async () => {
    const place = variablesOf(await testConnection('migrated'))
    await run('main', place)

    await expect(run('worker', place)).rejects.toThrow(/The worker cannot start.*in use by another process/s)
  })
})

function never(): never {
  throw new Error('no article')
}
