import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection, variablesOf } from '../helpers/database.ts'
import { givenIn, SECRET } from '../helpers/given.ts'
import { startServer } from '../helpers/server-process.ts'
import { isSigned, isVerified, type Received, receiver } from './receiver.ts'

// WEBHOOK_EVENTS=10000 vitest run -c vitest.long.config.ts test/webhook/many-events

const EVENTS = Number(process.env.WEBHOOK_EVENTS ?? 1000)
const SUBJECTS = Math.max(20, EVENTS / 20)

/** How long a transaction stays open whose events got their numbers first: it commits after the others. */
const LATE_SECONDS = 2

/**
 * What the receiver does with the first attempt of one in fifty events: of every kind of failure some. The others, and all later attempts, arrive.
 */
const FAILURES: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.writeHead(500).end(),
  (response) => response.writeHead(429, { 'retry-after': '1' }).end(),
  (response) => void response.destroy(),
  (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  // Nobody answers: the process has to wait until its patience ends.
  () => undefined,
]

it.skipIf(!onPostgresql)(
  `${EVENTS} events over three processes that are killed arrive at a receiver that fails, in order for each subject`,
  { timeout: 1_200_000 },
  async () => {
    const options = await testConnection('migrated')
    const database = await connect(options)
    atEnd(() => database.close())
    const given = givenIn(database)
    const attempts = new Map<string, number>()
    /** The number of each event of its subject, in the order in which they arrived */
    const arrived = new Map<string, number[]>()
    const ids = new Map<string, Set<string>>()
    let failed = 0

    const numberOf = ({ json }: Received) => Number(json.data.payload.slug)
    const to = await receiver((received, response) => {
      const { id, json } = received
      const tries = (attempts.get(id) ?? 0) + 1
      attempts.set(id, tries)
      const number = numberOf(received)
      const failure = number % 50 === 7 && tries === 1 ? FAILURES[Math.floor(number / 50) % FAILURES.length] : undefined
      if (failure) {
        failed += 1
        failure(response)
        return
      }
      const { subjectId } = json.data
      const numbers = arrived.get(subjectId) ?? []
      // Sent twice at most where a process was killed: the second is no other event.
      if (!ids.get(subjectId)?.has(id)) arrived.set(subjectId, [...numbers, number])
      ids.set(subjectId, (ids.get(subjectId) ?? new Set()).add(id))
      response.writeHead(204).end()
    })
    const gone = await receiver((_received, response) => void response.writeHead(410).end())
    const webhook = await given.webhook({ url: to.url, events: ['TOPIC_UPDATED'], secret: SECRET })
    const other = await given.webhook({ url: gone.url, events: ['TOPIC_UPDATED'], secret: SECRET })

    const server = () => startServer({ ...variablesOf(options), WEBHOOK_ALLOWED_HOSTS: '127.0.0.1', LOG_LEVEL: 'info' })
    const servers = [await server(), await server(), await server()]

    const subjects = Array.from({ length: SUBJECTS }, () => `topic_${randomUUID()}`)
    const write = (from: number, count: number) =>
      database.query({
        text: `INSERT INTO outbox_event (type, payload)
          SELECT 'topic.updated', jsonb_build_object('id', ($1::text[])[1 + n % $2], 'slug', n::text, 'version', n, 'changedFields', '[]'::jsonb)
          FROM generate_series($3::int, $4::int) n`,
        parameters: [subjects, subjects.length, from, from + count - 1],
      })
    // Its subjects are its own: the order of one subject is that of its changes.
    const own = subjects.splice(0, 5)
    const lateIds = own.map((_subject, index) => EVENTS + index)
    const late = database.query({
      text: `WITH e AS (INSERT INTO outbox_event (type, payload)
          SELECT 'topic.updated', jsonb_build_object('id', s, 'slug', n::text, 'version', 1, 'changedFields', '[]'::jsonb)
          FROM unnest($1::text[], $2::int[]) e (s, n) RETURNING 1)
        SELECT count(*), pg_sleep(${LATE_SECONDS}) FROM e`,
      parameters: [own, lateIds],
    })

    const BATCH = Math.ceil(EVENTS / 10)
    const began = performance.now()
    let killed = 0
    for (let from = 0; from < EVENTS; from += BATCH) {
      await write(from, Math.min(BATCH, EVENTS - from))
      if (killed < 3 && from >= BATCH * 2 * (killed + 1)) {
        const victim = servers[killed]
        victim?.child.kill('SIGKILL')
        await victim?.ended
        killed += 1
        servers.push(await server())
      }
    }
    await late

    /** Lets the time come that leases and pauses wait for. */
    const hurry = async () => {
      await database.query({
        text: 'UPDATE webhook SET not_before = NULL WHERE not_before IS NOT NULL',
        parameters: [],
      })
      await database.query({
        text: `UPDATE webhook_delivery SET next_attempt_at = now() WHERE state = 'PENDING' AND next_attempt_at > now() AND attempts <> '[]'`,
        parameters: [],
      })
      await database.query({
        text: `UPDATE webhook_delivery SET lease = NULL, leased_until = NULL WHERE state = 'PENDING' AND leased_until < now() + interval '40 seconds'`,
        parameters: [],
      })
      await database.query({
        text: "UPDATE event_consumer SET leased_until = now() WHERE leased_until < now() + interval '15 seconds'",
        parameters: [],
      })
    }
    const total = EVENTS + lateIds.length
    const count = async (state: string) => {
      const [row] = await database.query<{ count: number }>({
        text: 'SELECT count(*)::int AS count FROM webhook_delivery WHERE webhook_id = $1::uuid AND state = $2::webhook_delivery_state',
        parameters: [webhook.uuid, state],
      })
      return row?.count ?? 0
    }
    await expect
      .poll(
        async () => {
          await hurry()
          return count('SUCCEEDED')
        },
        { timeout: 1_000_000, interval: 500 },
      )
      .toBe(total)
    const seconds = (performance.now() - began) / 1000

    const got = [...arrived.values()].flat()
    expect(got.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_each, number) => number))
    for (const numbers of arrived.values()) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    const twice = [...attempts.values()].reduce((sum, tries) => sum + tries, 0) - total - failed
    // Killed three times, with at most four on their way each; one that nobody answered may have been killed too.
    expect(twice).toBeLessThanOrEqual(3 * 4)
    expect(await count('DEAD')).toBe(0)
    for (const one of to.received.filter((_each, index) => index % 97 === 0))
      expect([isVerified(SECRET, one), isSigned(SECRET, one)]).toEqual([true, true])
    const { disabledReason } = await database.prisma.webhook.findUniqueOrThrow({ where: { id: other.uuid } })
    expect(disabledReason).toBe('GONE')
    console.info(
      `${total} events: ${to.received.length} requests, ${failed} failed as scripted, ${twice} sent again after kill -9, ${killed} processes killed, ` +
        `${seconds.toFixed(1)} s, ${(total / seconds).toFixed(0)} a second`,
    )
  },
)
