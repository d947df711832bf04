import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { addressHash } from '../../src/mail/address-hash.ts'
import { loadMailSecret } from '../../src/mail/mail-secret.load.ts'
import { MAX_CONNECTIONS } from '../../src/mail/smtp.ts'
import { start } from '../database/child.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection, variablesOf } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { nestedTopics } from '../helpers/nested-topics.ts'
import { CLOSE, header, mailReceiver, type Script } from '../mail/receiver.ts'
import { acted } from '../workflow/acting.ts'

// ALERT_FOLLOWERS=50000 vitest run -c vitest.long.config.ts test/alerts/many-followers

const FOLLOWERS = Number(process.env.ALERT_FOLLOWERS ?? 1100)
const IS_SHORT = FOLLOWERS < 5000
/** Mails a second: so few with few followers that processes are killed in the middle, else as many as can be sent. */
const RATE = IS_SHORT ? 200 : 10_000
const KILLS = IS_SHORT ? 3 : 8
/** Readers who follow both the topic and the one above. */
const TWOFOLD = 20
const LIMIT = { timeout: 3_000_000, interval: IS_SHORT ? 100 : 1000 }

/** How the receiver answers: what one in fifty followers is called says it. */
const ANSWERS: Readonly<Record<string, Script>> = {
  busy: (_to, attempt) => (attempt === 1 ? '421 4.3.2 try later' : null),
  grey: (_to, attempt) => (attempt === 1 ? '451 4.7.1 greylisted' : null),
  lost: (_to, attempt) => (attempt === 1 ? CLOSE : null),
  absent: () => '550 5.1.1 no such mailbox',
}

const script: Script = (to, attempt) => ANSWERS[to.split('-', 1)[0] ?? '']?.(to, attempt) ?? null

const options = await testConnection('migrated')
const database = await connect(options)
atEnd(() => database.close())
const given = givenIn(database)
const api = await testApi(database)

interface Got {
  readonly client: string
  readonly messageId: string | null
}

interface Followers {
  readonly topics: readonly { readonly uuid: string }[]
  readonly count: number
  /** The names of readers, before their numbers */
  readonly names: readonly string[]
  readonly changes?: string
}

/** Confirmed readers who follow all of these topics. */
async function insertFollowers({ topics, count, names, changes = '' }: Followers): Promise<void> {
  await database.query({
    text: `WITH r AS (
        INSERT INTO reader (id, email, status, frequency, locale, time_zone, confirmed_at, paused)
        SELECT gen_random_uuid(), ($1::text[])[1 + n % cardinality($1::text[])] || '-' || n || '@site.example', 'CONFIRMED', 'INSTANT', 'en', 'UTC', now(), false
        FROM generate_series(1, $2::int) n RETURNING id)
      INSERT INTO reader_follow (id, reader_id, topic_id) SELECT gen_random_uuid(), r.id, t.id FROM r, unnest($3::uuid[]) t (id)`,
    parameters: [`{${names.join()}}`, count, `{${topics.map(({ uuid }) => uuid).join()}}`],
  })
  if (changes !== '')
    await database.query({
      text: `UPDATE reader SET ${changes} WHERE email LIKE $1`,
      parameters: [`${names[0]}-%`],
    })
}

/** The most memory that a process had, in MB; 0 where the system does not say. */
async function peakMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** `npm run worker`, several of them, each under a name of its own. */
function workersAt(url: string) {
  const running = new Map<string, ReturnType<typeof start>>()
  const state = { started: 0, peakMemory: 0 }
  const starts: Promise<void>[] = []

  function hire(): void {
    state.started += 1
    const name = `worker${state.started}`
    const worker = start('src/worker.ts', [], {
      ...variablesOf(options),
      ...{
        SMTP_URL: `${url}?name=${name}`,
        SMTP_RATE: String(RATE),
        MAIL_FROM: 'alerts@daily.example',
        ALERT_DELAY: '0',
      },
      ...{ SITE_URL: 'https://daily.example', LOG_FORMAT: 'json' },
    })
    running.set(name, worker)
    starts.push(worker.prints('The clock is running'))
  }

  return {
    state,
    hire,
    started: () => Promise.all(starts),
    kill(name: string): void {
      running.get(name)?.child.kill('SIGKILL')
      running.delete(name)
    },
    /** Lets them finish what they are sending. */
    async stop(): Promise<void> {
      await Promise.all(starts)
      for (const { child, ended } of running.values()) {
        state.peakMemory = Math.max(state.peakMemory, await peakMemory(child.pid))
        child.kill('SIGTERM')
        expect((await ended).code).toBe(0)
      }
      running.clear()
    },
  }
}

const count = async (condition: string) => {
  const [row] = await database.query<{ count: number }>({
    text: `SELECT count(*)::int AS count FROM mail WHERE ${condition}`,
    parameters: [],
  })
  return row?.count ?? 0
}

const allAreTold = async () => {
  const alerts = await database.prisma.alert.findMany({ select: { state: true } })
  return alerts.length > 0 && alerts.every(({ state }) => state === 'DONE')
}

/** An article of a topic below the one that all follow, one of another topic, and readers who are to get nothing. */
async function newsroom() {
  const [above, middle, topic] = await nestedTopics(given, 3)
  const [other, mentioned, later] = [await given.topic(), await given.topic(), await given.topic()]
  if (!above || !middle || !topic) throw new Error('no topics')
  const names = [...Array.from({ length: 46 }, () => 'good'), ...Object.keys(ANSWERS)]
  await insertFollowers({ topics: [above], count: FOLLOWERS, names })
  await insertFollowers({ topics: [topic, above], count: TWOFOLD, names: ['twofold'] })
  await insertFollowers({ topics: [other, mentioned], count: 20, names: ['stranger'] })
  await insertFollowers({ topics: [above], count: 20, names: ['paused'], changes: 'paused = true' })
  await insertFollowers({ topics: [topic], count: 20, names: ['daily'], changes: "frequency = 'DAILY'" })
  await insertFollowers({
    ...{ topics: [topic], count: 20, names: ['unasked'] },
    changes: "status = 'UNCONFIRMED', confirmed_at = NULL",
  })
  const topics = [topic, { topic: mentioned, rel: 'MENTIONS' as const }]
  const article = await given.article({ status: 'DRAFT', body: ['Text'], topics })
  const next = await given.article({ status: 'DRAFT', body: ['Text'], topics: [later] })
  return { article, next, later }
}

/** The time comes that mails wait for which were refused once: 60 seconds. What is claimed waits for 300. */
const hurry = () =>
  database.query({
    text: `UPDATE mail SET next_attempt_at = now() WHERE state = 'WAITING' AND failures = 1 AND next_attempt_at BETWEEN now() AND now() + interval '61 seconds'`,
    parameters: [],
  })

/** Each of them got the mail that the database has, and those that do not exist are suppressed. @returns these */
async function expectAMailForEach(got: ReadonlyMap<string, readonly Got[]>): Promise<string[]> {
  const rows = await database.query<{ id: string; email: string; state: string }>({
    text: `SELECT m.id, r.email, m.state FROM mail m JOIN reader r ON r.id = m.reader_id`,
    parameters: [],
  })
  const absent = rows.filter(({ email }) => email.startsWith('absent-'))
  const others = rows.filter(({ email }) => !email.startsWith('absent-'))
  expect(rows).toHaveLength(FOLLOWERS + TWOFOLD)
  expect([...got.keys()].toSorted()).toEqual(others.map(({ email }) => email).toSorted())
  expect([...got.keys()].filter((email) => /^(stranger|paused|daily|unasked)/.test(email))).toEqual([])
  const wrong = others.filter(
    ({ id, email, state }) =>
      state !== 'SENT' || (got.get(email) ?? []).some(({ messageId }) => messageId !== `<${id}@daily.example>`),
  )
  expect(wrong).toEqual([])
  const secret = await loadMailSecret(database)
  const suppressed = await database.prisma.suppressedAddress.findMany({ where: { reason: 'BOUNCE' } })
  expect(suppressed.map(({ hash }) => hash).toSorted()).toEqual(
    absent.map(({ email }) => addressHash(email, secret)).toSorted(),
  )
  // DROPPED: a process was killed after it suppressed the address, so the mail was not tried again.
  expect(absent.filter(({ state }) => state !== 'FAILED' && state !== 'DROPPED')).toEqual([])
  return absent.map(({ email }) => email)
}

/** Twice got a mail only who was being sent it by a process that was killed: one for each of its connections. @returns how many, for each process */
function expectTwiceFrom(killed: ReadonlySet<string>, got: ReadonlyMap<string, readonly Got[]>): number[] {
  const twice = [...got.values()].filter((mails) => mails.length > 1)
  const byProcess = Map.groupBy(twice, ([first]) => first?.client ?? '')
  expect([...byProcess.keys()].filter((name) => !killed.has(name))).toEqual([])
  const counts = [...byProcess.values()].map((mails) => mails.reduce((sum, each) => sum + each.length - 1, 0))
  expect(counts).not.toEqual([])
  expect(Math.max(...counts)).toBeLessThanOrEqual(MAX_CONNECTIONS)
  return counts
}

describe.runIf(onPostgresql)('An alert', () => {
  it(`reaches each of ${FOLLOWERS} followers once while processes are killed, twice only what was on its way`, {
    timeout: 3_600_000,
  }, async () => {
    const got = new Map<string, Got[]>()
    const killed = new Set<string>()
    const times: number[] = []
    const receiver = await mailReceiver(script, (mail) => {
      const { to, client } = mail
      got.set(to, [...(got.get(to) ?? []), { client, messageId: header(mail, 'message-id') }])
      times.push(performance.now())
      const isTime = killed.size < KILLS && got.size > ((killed.size + 1) * FOLLOWERS) / 10
      if (!isTime || killed.has(client)) return
      // It has sent this mail, and never gets the answer.
      killed.add(client)
      workers.kill(client)
      workers.hire()
    })
    const workers = workersAt(receiver.url)
    workers.hire()
    workers.hire()
    const { article, next, later } = await newsroom()
    await workers.started()

    const published = performance.now()
    await acted(api.as('EDITOR'), 'publishArticle', { id: article.id })
    await expect.poll(() => killed.size, LIMIT).toBe(KILLS)
    await expect.poll(allAreTold, LIMIT).toBe(true)
    await expect.poll(() => count(`state = 'WAITING' AND next_attempt_at <= now()`), LIMIT).toBe(0)
    await workers.stop()
    const [first, seconds] = [times.length, ((times.at(-1) ?? 0) - published) / 1000]

    // No process runs: what killed processes had claimed waits for the end of their leases.
    const left = await count(`state = 'WAITING'`)
    await database.query({ text: `UPDATE mail SET next_attempt_at = now() WHERE state = 'WAITING'`, parameters: [] })
    await database.query({ text: 'UPDATE event_consumer SET leased_until = now()', parameters: [] })
    workers.hire()
    await expect.poll(async () => (await hurry()) && count(`state = 'WAITING'`), LIMIT).toBe(0)
    const absent = await expectAMailForEach(got)
    const twice = expectTwiceFrom(killed, got)

    // What is published later is not tried at addresses that do not exist.
    const attempts = () => absent.map((email) => receiver.attempts.get(email))
    const before = attempts()
    await database.query({
      text: `INSERT INTO reader_follow (id, reader_id, topic_id) SELECT gen_random_uuid(), id, $1::uuid FROM reader WHERE email LIKE 'absent-%'`,
      parameters: [later.uuid],
    })
    await insertFollowers({ topics: [later], count: 5, names: ['latecomer'] })
    await acted(api.as('EDITOR'), 'publishArticle', { id: next.id })
    const ended = (state: string) => count(`state = '${state}' AND article_id = '${next.uuid}'`)
    await expect.poll(() => ended('SENT'), LIMIT).toBe(5)
    await expect.poll(() => ended('DROPPED'), LIMIT).toBe(absent.length)
    expect(attempts()).toEqual(before)
    await workers.stop()

    console.info(
      `${FOLLOWERS} followers: ${first} mails in ${seconds.toFixed(1)} s, ${(first / seconds).toFixed(0)} a second; ${killed.size} processes killed, ` +
        `after each of them mails twice: ${twice.join(', ')}; ${left} sent later, ${absent.length} addresses suppressed, ` +
        `at most ${workers.state.peakMemory} MB in a process`,
    )
  })
})
