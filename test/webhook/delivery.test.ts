import { beforeEach, describe, expect, it, vi } from 'vitest'
import { clearUp } from '../../src/clock/housekeeping.write.ts'
import { PAUSES_MS, pauseAfterTry } from '../../src/webhook/sending/schedule.rules.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn, SECRET, secretOf } from '../helpers/given.ts'
import { deliverer, due, log, SETTINGS, stateOf, tried } from './delivering.ts'
import { isSigned, isVerified, receiver, status } from './receiver.ts'

const database = await testDatabase()
const api = await testApi(database)
const admin = api.as('ADMIN')
const given = givenIn(database)
const { prisma } = database

const OLD_SECRET = secretOf('what it was before the rotation')

let running = deliverer(database)

beforeEach(async () => {
  await running.close()
  await prisma.webhook.deleteMany()
  vi.clearAllMocks()
  running = deliverer(database)
})

async function restarted(options: Parameters<typeof deliverer>[1]) {
  await running.close()
  running = deliverer(database, options)
}

interface State {
  state: string
  disabledReason: string | null
  failingSince: string | null
  lastSuccessAt: string | null
  pendingCount: number
  deadCount: number
  activity: { nodes: { action: string; actorName: string; note: string | null }[] }
}

async function webhookState({ id }: { id: string }): Promise<State> {
  const { node } = await admin.query<{ node: State }>(
    `query ($id: ID!) { node(id: $id) { ... on Webhook { state disabledReason failingSince lastSuccessAt pendingCount deadCount
      activity(first: 10) { nodes { action actorName note } } } } }`,
    { id },
  )
  return node
}

/** That were queued because it was disabled. */
const mails = ({ uuid }: { uuid: string }) =>
  prisma.mail.findMany({
    where: { kind: 'WEBHOOK_DISABLED', dedupeKey: { contains: uuid } },
    select: { recipient: true, subject: true },
  })

describe('A delivery', () => {
  it('is its body byte for byte, signed over the bytes with the id, and gets the state SUCCEEDED', async () => {
    const to = await receiver()
    const webhook = await given.webhook({ url: to.url, failingSince: new Date() })
    const body = JSON.stringify({ type: 'webhook.test', data: { headline: 'שלום, café, 👋' } })
    const made = await given.delivery(webhook, { body, messageId: 'evt_one' })

    const { state, attempts } = await tried(database, made, 1)

    const [got] = to.received
    if (!got) throw new Error('nothing was received')
    expect(got.body.toString()).toBe(body)
    expect(got.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Copydesk',
      'webhook-id': 'evt_one',
    })
    expect(Math.abs(Number(got.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
    expect([isVerified(SECRET, got), isSigned(SECRET, got)]).toEqual([true, true])
    expect([isVerified(OLD_SECRET, got), isSigned(OLD_SECRET, got)]).toEqual([false, false])
    expect(state).toBe('SUCCEEDED')
    expect(attempts).toEqual([{ at: expect.any(String), status: 204, durationMs: expect.any(Number), error: null }])
    expect(await webhookState(webhook)).toMatchObject({
      ...{ state: 'ENABLED', failingSince: null, pendingCount: 0, deadCount: 0 },
      lastSuccessAt: expect.any(String),
    })
  })

  it('is signed with both secrets while they overlap, and then with the new one alone', async () => {
    const to = await receiver()
    const webhook = await given.webhook({
      url: to.url,
      previousSecret: OLD_SECRET,
      previousSecretUntil: new Date(Date.now() + 60_000),
    })
    await tried(database, await given.delivery(webhook), 1)
    await prisma.webhook.update({ where: { id: webhook.uuid }, data: { previousSecretUntil: new Date(0) } })
    await tried(database, await given.delivery(webhook), 1)

    const [both, one] = to.received
    if (!both || !one) throw new Error('not all was received')
    for (const secret of [SECRET, OLD_SECRET])
      expect([isVerified(secret, both), isSigned(secret, both)]).toEqual([true, true])
    expect([isVerified(SECRET, one), isSigned(OLD_SECRET, one)]).toEqual([true, false])
    expect(String(one.headers['webhook-signature']).split(' ')).toHaveLength(1)
  })

  it.each([200, 201, 204, 299])('has arrived when the receiver answers %i', async (code) => {
    const to = await receiver(status(code))
    const made = await given.delivery(await given.webhook({ url: to.url }))
    expect((await tried(database, made, 1)).state).toBe('SUCCEEDED')
  })

  it.each([
    [301, 'The receiver answered with status 301. Redirects are not followed: change the address of the webhook.'],
    [400, 'The receiver answered with status 400.'],
    [404, 'The receiver answered with status 404.'],
    [500, 'The receiver answered with status 500.'],
  ])('is sent again after %i, and tells why', async (code, error) => {
    const other = await receiver()
    const to = await receiver(status(code, { location: other.url }))
    const webhook = await given.webhook({ url: to.url })
    const made = await given.delivery(webhook)

    const { state, next, attempts } = await tried(database, made, 1)

    expect(state).toBe('PENDING')
    expect(attempts).toEqual([expect.objectContaining({ status: code, error })])
    expect(next).toBeGreaterThan(-60)
    expect(next).toBeLessThanOrEqual(5.5)
    expect(other.received).toEqual([])
    expect((await webhookState(webhook)).failingSince).not.toBeNull()
  })

  it('is sent again with the same id and the time of the attempt, ten times, and then is dead', async () => {
    const to = await receiver(status(503))
    const webhook = await given.webhook({ url: to.url })
    const made = await given.delivery(webhook, { messageId: 'evt_dying' })
    for (let attempt = 1; attempt < 10; attempt += 1) {
      const { state, tries } = await tried(database, made, attempt)
      expect([state, tries]).toEqual(['PENDING', attempt])
      await due(database, made)
    }

    const { state, next } = await tried(database, made, 10)

    expect([state, next]).toEqual(['DEAD', null])
    expect(to.received.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, () => 'evt_dying'))
    for (const got of to.received) expect([isVerified(SECRET, got), isSigned(SECRET, got)]).toEqual([true, true])
    expect(await webhookState(webhook)).toMatchObject({ state: 'ENABLED', pendingCount: 0, deadCount: 1 })
  })

  it('fails when nobody answers in time, closes the connection, or is not there, and reveals nothing of the network', async () => {
    await restarted({ timeoutMs: 300 })
    const silent = await receiver(() => undefined)
    const closing = await receiver((_received, response) => void response.destroy())
    const addresses = { silent: silent.url, closing: closing.url, absent: 'http://127.0.0.1:1/' }
    const made = await Promise.all(
      Object.values(addresses).map(async (url) => given.delivery(await given.webhook({ url }))),
    )

    const errors = await Promise.all(made.map(async (one) => (await tried(database, one, 1)).attempts[0]))

    const unmade = 'The connection could not be made, or was closed without a response.'
    expect(errors.map((attempt) => [attempt?.status, attempt?.error])).toEqual([
      [null, 'The receiver did not answer within 0.3 seconds.'],
      [null, unmade],
      [null, unmade],
    ])
  })

  it('has arrived though the receiver never ends its answer', async () => {
    const to = await receiver((_received, response) => void response.writeHead(200).write('x'))
    const made = await given.delivery(await given.webhook({ url: to.url }))
    expect((await tried(database, made, 1)).state).toBe('SUCCEEDED')
    await expect.poll(() => to.open.now).toBe(0)
  })

  it('that the receiver answers with Retry-After waits for so long, and so do all others of the webhook', async () => {
    const to = await receiver(status(429, { 'retry-after': '1200' }))
    const webhook = await given.webhook({ url: to.url })
    const first = await given.delivery(webhook)

    const { next } = await tried(database, first, 1)
    const second = await given.delivery(webhook)
    const other = await receiver()
    await tried(database, await given.delivery(await given.webhook({ url: other.url })), 1)

    expect(next).toBeGreaterThan(1000)
    expect(next).toBeLessThanOrEqual(1200)
    expect((await stateOf(database, second)).attempts).toEqual([])
    await prisma.webhook.update({ where: { id: webhook.uuid }, data: { notBefore: null } })
    await tried(database, second, 1)
  })

  it.each(['9999999', 'Fri, 01 Jan 2100 00:00:00 GMT'])('waits a day at most, if Retry-After is %s', async (after) => {
    const to = await receiver(status(503, { 'retry-after': after }))
    const made = await given.delivery(await given.webhook({ url: to.url }))
    const { next } = await tried(database, made, 1)
    expect(next).toBeGreaterThan(86_000)
    expect(next).toBeLessThanOrEqual(86_400)
  })

  it('is dead when the receiver answers 410, and the webhook is disabled, with an entry in the audit trail', async () => {
    const to = await receiver(status(410))
    const webhook = await given.webhook({ url: to.url })
    const made = await given.delivery(webhook)

    expect((await tried(database, made, 1)).state).toBe('DEAD')

    await expect
      .poll(() => webhookState(webhook))
      .toMatchObject({
        ...{ state: 'DISABLED', disabledReason: 'GONE', deadCount: 1 },
        activity: {
          nodes: [
            {
              action: 'WEBHOOK_DISABLED',
              actorName: 'Webhook deliveries',
              note: 'The receiver answered with status 410: it wants no deliveries any more.',
            },
          ],
        },
      })
    const waiting = await given.delivery(webhook)
    const other = await receiver()
    await tried(database, await given.delivery(await given.webhook({ url: other.url })), 1)
    expect((await stateOf(database, waiting)).attempts).toEqual([])
  })

  it('that fails disables a webhook of which none has succeeded for five days, and not one day sooner', async () => {
    const to = await receiver(status(500))
    const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000)
    const [failing, young] = [
      await given.webhook({ url: to.url, failingSince: daysAgo(5.01) }),
      await given.webhook({ url: to.url, failingSince: daysAgo(4) }),
    ]
    await Promise.all([failing, young].map(async (one) => tried(database, await given.delivery(one), 1)))

    await expect
      .poll(() => webhookState(failing))
      .toMatchObject({
        ...{ state: 'DISABLED', disabledReason: 'FAILING', pendingCount: 1 },
        activity: { nodes: [{ action: 'WEBHOOK_DISABLED' }] },
      })
    expect(await webhookState(young)).toMatchObject({ state: 'ENABLED', activity: { nodes: [] } })
    expect(log.error).toHaveBeenCalledTimes(1)
    const { email } = await admin.user()
    expect(await mails(failing)).toEqual([{ recipient: email, subject: 'A webhook of The Daily was disabled' }])
    expect(await mails(young)).toEqual([])
  })
})

describe('The order of deliveries', () => {
  it('is kept for one subject, while other subjects overtake', async () => {
    const to = await receiver((received, response) => {
      const fails = received.id === 'evt_first' && to.received.filter(({ id }) => id === 'evt_first').length === 1
      response.writeHead(fails ? 500 : 204).end()
    })
    await running.close()
    const webhook = await given.webhook({ url: to.url })
    const of = (messageId: string, subjectId: string, position: number) =>
      given.delivery(webhook, { messageId, subjectId, position })
    const first = await of('evt_first', 'article_a', 1)
    const [second, third, other] = [
      await of('evt_second', 'article_a', 2),
      await of('evt_third', 'article_a', 3),
      await of('evt_other', 'article_b', 4),
    ]
    running = deliverer(database)

    await tried(database, first, 1)
    await tried(database, other, 1)
    expect((await stateOf(database, second)).attempts).toEqual([])
    await due(database, first)

    await tried(database, third, 1)
    expect(to.received.map(({ id }) => id).filter((id) => id !== 'evt_other')).toEqual([
      ...['evt_first', 'evt_first', 'evt_second', 'evt_third'],
    ])
  })

  it('goes on behind a delivery that is dead', async () => {
    const to = await receiver((received, response) => {
      response.writeHead(received.id === 'evt_dead' ? 500 : 204).end()
    })
    await running.close()
    const webhook = await given.webhook({ url: to.url })
    const subject = { subjectId: 'article_a' }
    const dead = await given.delivery(webhook, { ...subject, messageId: 'evt_dead', position: 1, tries: 9 })
    const next = await given.delivery(webhook, { ...subject, position: 2 })
    running = deliverer(database)

    expect((await tried(database, next, 1)).state).toBe('SUCCEEDED')
    expect((await stateOf(database, dead)).state).toBe('DEAD')
  })

  it('is not that of other webhooks: one that fails holds up no other', async () => {
    const [bad, good] = [await receiver(status(500)), await receiver()]
    const subject = { subjectId: 'article_a', messageId: 'evt_same' }
    const made = await Promise.all(
      [bad, good].map(async ({ url }) => given.delivery(await given.webhook({ url }), subject)),
    )
    const states = await Promise.all(made.map(async (one) => (await tried(database, one, 1)).state))
    expect(states).toEqual(['PENDING', 'SUCCEEDED'])
    expect([bad.received[0]?.id, good.received[0]?.id]).toEqual(['evt_same', 'evt_same'])
  })
})

describe('A slow receiver', () => {
  it('gets four deliveries at a time, and holds up no other', async () => {
    const slow = await receiver(() => undefined)
    const quick = await receiver()
    const [one, other] = [await given.webhook({ url: slow.url }), await given.webhook({ url: `${slow.url}/other` })]
    for (let count = 0; count < 10; count += 1) await given.delivery(count % 2 === 0 ? one : other)
    await expect.poll(() => slow.open.now).toBe(4)

    const beside = await given.webhook({ url: quick.url })
    const made = await Promise.all(Array.from({ length: 20 }, () => given.delivery(beside)))
    for (const delivery of made) await tried(database, delivery, 1)

    expect(slow.open.most).toBe(4)
    expect(slow.received).toHaveLength(4)
    slow.answers(status(204))
    for (const socket of slow.received) expect(socket.path).toContain('/hook')
  })
})

describe('A process that stops', () => {
  it('finishes what is on its way, or leaves it to another with the same id', async () => {
    const to = await receiver(() => undefined)
    const webhook = await given.webhook({ url: to.url })
    const made = await given.delivery(webhook, { messageId: 'evt_left' })
    await expect.poll(() => to.received.length).toBe(1)

    await running.close()
    expect(await stateOf(database, made)).toMatchObject({ state: 'PENDING', tries: 0, attempts: [] })
    to.answers(status(204))
    running = deliverer(database)

    await tried(database, made, 1)
    expect(to.received.map(({ id }) => id)).toEqual(['evt_left', 'evt_left'])
  })

  it('dies with what it has claimed: that is sent again when the lease has ended, and not before', async () => {
    const to = await receiver()
    const webhook = await given.webhook({ url: to.url })
    await running.close()
    const lease = { lease: crypto.randomUUID(), leasedUntil: new Date(Date.now() + 60_000) }
    const made = await given.delivery(webhook, lease)
    running = deliverer(database)
    await tried(database, await given.delivery(webhook), 1)
    expect((await stateOf(database, made)).attempts).toEqual([])

    await prisma.webhookDelivery.update({ where: { id: made.uuid }, data: { leasedUntil: new Date(0) } })

    await tried(database, made, 1)
  })
})

describe('An address', () => {
  it('is judged again at each attempt, and the connection goes to the address that was judged', async () => {
    const inside = await receiver()
    const { port } = new URL(inside.url)
    const answers: string[] = []
    const network = {
      resolve: async (name: string) => {
        answers.push(name)
        // The name leads to the public first, and to our own network afterwards.
        return [{ address: answers.length === 1 ? '203.0.113.7' : '127.0.0.1', family: 4 }]
      },
      isAllowed: (address: string) => address === '203.0.113.7',
    }
    await restarted({ network, timeoutMs: 300, settings: { allowedHosts: [], isHttpsOnly: false } })
    const webhook = await given.webhook({ url: 'http://rebound.example/' })
    const made = await given.delivery(webhook)
    // 203.0.113.0/24 is for documentation: nobody answers there.
    expect((await tried(database, made, 1)).attempts[0]?.error).not.toContain('not allowed')

    await due(database, made)
    const { attempts } = await tried(database, made, 2)

    expect(attempts[1]?.error).toContain('This address is not allowed')
    expect(attempts[1]?.error).not.toMatch(/127|203|rebound/)
    expect(answers).toEqual(['rebound.example', 'rebound.example'])
    expect([inside.received.length, port]).toEqual([0, port])
  })

  it.each([
    ['http://127.0.0.1:8080/', { allowedHosts: [], isHttpsOnly: false }],
    ['http://169.254.169.254/latest/meta-data', SETTINGS],
    ['http://[::1]/', SETTINGS],
    ['http://site.example/', { allowedHosts: [], isHttpsOnly: true }],
  ])('%s that is not allowed any more gets nothing', async (url, settings) => {
    await restarted({ settings })
    const made = await given.delivery(await given.webhook({ url }))
    expect((await tried(database, made, 1)).attempts).toEqual([
      expect.objectContaining({ status: null, error: expect.stringContaining('This address is not allowed') }),
    ])
  })
})

describe('The schedule', () => {
  it('is that of Standard Webhooks, each pause up to a tenth longer', () => {
    const seconds = Array.from({ length: 10 }, (_each, index) => pauseAfterTry(index + 1, () => 0))
    expect(seconds.map((ms) => (ms === null ? null : ms / 1000))).toEqual([
      ...[5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
      null,
    ])
    expect(pauseAfterTry(1, () => 1)).toBe(5500)
    expect(PAUSES_MS).toHaveLength(9)
  })
})

describe('Deliveries', () => {
  it('are stored for 30 days, and pending ones until they are sent', async () => {
    await running.close()
    const webhook = await given.webhook()
    const created = (days: number) => ({ createdAt: new Date(Date.now() - days * 24 * 60 * 60_000) })
    const [old, dead, young, pending] = [
      await given.delivery(webhook, { state: 'SUCCEEDED', ...created(31) }),
      await given.delivery(webhook, { state: 'DEAD', ...created(31) }),
      await given.delivery(webhook, { state: 'SUCCEEDED', ...created(29) }),
      await given.delivery(webhook, { ...created(100) }),
    ]

    await clearUp(database, { eventDays: 30, activityDays: null })

    const left = await prisma.webhookDelivery.findMany({ select: { id: true } })
    expect(left.map(({ id }) => id).sort()).toEqual([young.uuid, pending.uuid].sort())
    expect([old, dead]).toHaveLength(2)
  })
})
