import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database, { variables: { WEBHOOK_ALLOWED_HOSTS: 'site.internal,10.0.0.7:3000' } })
const admin = api.as('ADMIN')
const given = givenIn(database)
const { prisma } = database

interface Hook {
  id: string
  url: string
  secretHint: string
  previousSecretUntil: string | null
}

interface Payload {
  webhook?: Hook | null
  secret?: string | null
  delivery?: { id: string; state: string } | null
  count?: number | null
  deletedId?: string | null
  userErrors: { code: string; path: string[]; message: string }[]
  clientMutationId: string | null
}

const HOOK = `id url description events secretHint previousSecretUntil state disabledReason disabledAt lastSuccessAt failingSince pendingCount
  deadCount createdAt`

const PARTS = {
  createWebhook: `webhook { ${HOOK} } secret`,
  updateWebhook: `webhook { ${HOOK} }`,
  rotateWebhookSecret: `webhook { ${HOOK} } secret`,
  testWebhook: 'delivery { id state }',
  replayWebhookDeliveries: 'count',
  deleteWebhook: 'deletedId',
} as const

type Name = keyof typeof PARTS

const documentOf = (name: Name) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${PARTS[name]} userErrors { code path message } clientMutationId } }`
}

const call = (name: Name, input: object) => admin.mutate<Payload>(documentOf(name), { input })

/** "CODE path.of.it" of each fault. */
const faultsOf = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)

const NEW = { url: 'https://site.example/hook', events: ['ARTICLE_PUBLISHED', 'FRONT_UPDATED'], description: ' site ' }

async function made(input: object = {}) {
  const { webhook, secret, userErrors } = await call('createWebhook', { ...NEW, ...input })
  expect(userErrors).toEqual([])
  if (!webhook || !secret) throw new Error('nothing was made')
  return { ...webhook, uuid: webhook.id.replace('webhook_', ''), secret }
}

const entries = async ({ uuid: subjectId }: { uuid: string }) =>
  prisma.activity.findMany({
    where: { subjectId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { action: true, note: true, actorName: true, changedFields: true },
  })

/** Everything that mutations of webhooks write. */
async function stored(): Promise<unknown> {
  const select = { id: true, state: true, tries: true, nextAttemptAt: true }
  return {
    webhooks: await prisma.webhook.findMany({ orderBy: { id: 'asc' } }),
    deliveries: await prisma.webhookDelivery.findMany({ orderBy: { id: 'asc' }, select }),
    trail: await prisma.activity.count(),
  }
}

async function refused(name: Name, input: object): Promise<string[]> {
  const before = await stored()
  const payload = await call(name, input)
  expect(await stored()).toEqual(before)
  const { userErrors: _errors, clientMutationId: _id, ...parts } = payload
  expect(Object.values(parts).filter((part) => part !== null)).toEqual([])
  return faultsOf(payload)
}

const anId = async () => ({ id: (await given.webhook()).id })

/** Calls that are accepted, each with what it needs. */
const ACCEPTED: Record<Name, () => Promise<object>> = {
  createWebhook: async () => NEW,
  updateWebhook: async () => ({ ...(await anId()), enabled: false }),
  rotateWebhookSecret: anId,
  testWebhook: anId,
  replayWebhookDeliveries: async () => ({ webhookId: (await given.webhook()).id, state: 'DEAD' }),
  deleteWebhook: anId,
}

const NAMES = Object.keys(ACCEPTED).filter((name): name is Name => name in PARTS)

describe('Each mutation of webhooks', () => {
  it.each(NAMES)('%s is refused to readers, reporters and editors, who change nothing', async (name) => {
    const input = await ACCEPTED[name]()
    const before = await stored()
    const codes = async (client: Pick<typeof api, 'errors'>) =>
      (await client.errors(documentOf(name), { input })).map(({ extensions }) => extensions?.code)

    expect(await codes(api)).toEqual(['UNAUTHENTICATED'])
    for (const role of ['REPORTER', 'EDITOR'] as const) expect(await codes(api.as(role))).toEqual(['FORBIDDEN'])

    expect(await stored()).toEqual(before)
  })

  it.each(NAMES.filter((name) => name !== 'createWebhook'))('%s finds no webhook that is absent', async (name) => {
    const field = name === 'replayWebhookDeliveries' ? 'webhookId' : 'id'
    const input = await ACCEPTED[name]()
    for (const id of ['webhook_00000000-0000-7000-8000-000000000000', 'topic_x', ''])
      expect(await refused(name, { ...input, [field]: id })).toEqual([`NOT_FOUND input.${field}`])
  })

  it.each(NAMES)('%s does nothing more for the same idempotency key, and shows no secret', async (name) => {
    const input = { ...(await ACCEPTED[name]()), idempotencyKey: crypto.randomUUID(), clientMutationId: 'mine' }
    const first = await call(name, input)
    expect(first).toMatchObject({ userErrors: [], clientMutationId: 'mine' })
    const before = await stored()

    expect(await call(name, input)).toEqual({ ...first, ...('secret' in first && { secret: null }) })

    expect(await stored()).toEqual(before)
  })
})

describe('createWebhook', () => {
  it('makes one that is enabled, and shows its secret this once', async () => {
    const { uuid, ...hook } = await made()

    expect(hook).toEqual({
      id: expect.stringMatching(/^webhook_/),
      ...{ url: NEW.url, events: NEW.events, description: 'site', createdAt: expect.any(String) },
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      secretHint: hook.secret.replace('=', '').slice(-4),
      ...{ state: 'ENABLED', disabledReason: null, disabledAt: null, previousSecretUntil: null },
      ...{ lastSuccessAt: null, failingSince: null, pendingCount: 0, deadCount: 0 },
    })
    expect(await entries({ uuid })).toEqual([
      {
        ...{ action: 'CREATED', note: null, actorName: "The tests' admin" },
        changedFields: [
          { field: 'url', before: null, after: NEW.url },
          { field: 'description', before: null, after: 'site' },
          { field: 'events', before: null, after: NEW.events.join(', ') },
        ],
      },
    ])
  })

  it.each([
    ...['https://site.example:443/hook?key=1', 'http://site.example/hook', 'https://93.184.215.14/'],
    ...['http://site.internal:8080/hook', 'http://10.0.0.7:3000/', 'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/'],
  ])('takes the address %s', async (url) => {
    expect((await made({ url })).url).toBe(new URL(url).href)
  })

  it('stores an address without its fragment, which is never sent', async () => {
    expect((await made({ url: `${NEW.url}#part` })).url).toBe(NEW.url)
  })

  it.each([
    ...['ftp://site.example/', 'https://user:secret@site.example/', 'https://user@site.example/', 'http://localhost/'],
    ...['http://localhost./', 'http://site.localhost/', 'http://intranet/', 'http://site.local/'],
    ...['http://other.internal/', 'http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f.1/'],
    ...['http://10.0.0.7/', 'http://10.0.0.7:3001/', 'http://169.254.169.254/latest', 'http://192.168.1.1/'],
    ...['http://172.16.0.1/', 'http://100.64.0.1/', 'http://0.0.0.0/', 'http://[::1]/', 'http://[fe80::1]/'],
    ...['http://[fc00::1]/', 'http://[::ffff:127.0.0.1]/', 'http://[64:ff9b::7f00:1]/'],
    ...['https://site.example:8443/', 'https://site.example:5432/'],
  ])('refuses the address %s', async (url) => {
    expect(await refused('createWebhook', { ...NEW, url })).toEqual(['INVALID input.url'])
  })

  it.each([
    [{ url: `${NEW.url}/${'x'.repeat(2000)}` }, ['TOO_LONG input.url']],
    [{ events: [] }, ['REQUIRED input.events']],
    [{ events: ['ARTICLE_PUBLISHED', 'TOPIC_CREATED', 'ARTICLE_PUBLISHED'] }, ['DUPLICATE input.events.2']],
    [{ description: 'x'.repeat(201) }, ['TOO_LONG input.description']],
    [{ url: 'http://localhost/', events: [] }, ['INVALID input.url', 'REQUIRED input.events']],
  ])('refuses %o', async (part, faults) => {
    expect(await refused('createWebhook', { ...NEW, ...part })).toEqual(faults)
  })

  it.each([{ events: ['NOTHING'] }, { url: null }, { events: null }])('does not take %o', async (part) => {
    const [error] = await admin.errors(documentOf('createWebhook'), { input: { ...NEW, ...part } })
    expect(error?.extensions?.code).toBe('BAD_USER_INPUT')
  })

  it('takes only https in production, except of hosts that the operator allows', async () => {
    const production = await testApi(database, {
      variables: {
        ...{ NODE_ENV: 'production', DATABASE_URL: 'postgresql://unused.example/none' },
        WEBHOOK_ALLOWED_HOSTS: 'site.internal',
      },
    })
    const create = async (url: string) =>
      faultsOf(await production.as('ADMIN').mutate<Payload>(documentOf('createWebhook'), { input: { ...NEW, url } }))

    expect(await create('http://site.example/')).toEqual(['INVALID input.url'])
    expect(await create('https://site.example/')).toEqual([])
    expect(await create('http://site.internal:3000/')).toEqual([])
  })
})

describe('updateWebhook', () => {
  it('changes what is given, and leaves the rest', async () => {
    const { secret: _secret, uuid, ...hook } = await made()
    const change = { url: 'https://other.example/', events: ['TOPIC_CREATED'], description: null }

    const { webhook } = await call('updateWebhook', { id: hook.id, ...change })

    expect(webhook).toEqual({ ...hook, ...change })
    expect((await entries({ uuid })).slice(1)).toMatchObject([
      {
        action: 'SAVED',
        changedFields: [
          { field: 'url', before: NEW.url, after: change.url },
          { field: 'description', before: 'site', after: null },
          { field: 'events', before: NEW.events.join(', '), after: 'TOPIC_CREATED' },
        ],
      },
    ])
  })

  it('disables and enables, which forgets failures', async () => {
    const hook = await given.webhook({ failingSince: new Date(), notBefore: new Date('2099-01-01') })

    const off = await call('updateWebhook', { id: hook.id, enabled: false })
    const on = await call('updateWebhook', { id: hook.id, enabled: true })

    expect(off.webhook).toMatchObject({ state: 'DISABLED', disabledReason: 'BY_USER', disabledAt: expect.any(String) })
    expect(on.webhook).toMatchObject({ state: 'ENABLED', disabledReason: null, disabledAt: null, failingSince: null })
    expect((await prisma.webhook.findUniqueOrThrow({ where: { id: hook.uuid } })).notBefore).toBeNull()
    expect((await entries(hook)).map(({ action, changedFields }) => [action, changedFields])).toEqual([
      ['SAVED', [{ field: 'state', before: 'ENABLED', after: 'DISABLED' }]],
      ['SAVED', [{ field: 'state', before: 'DISABLED', after: 'ENABLED' }]],
    ])
  })

  it('enables one that was disabled by itself', async () => {
    const hook = await given.webhook({ disabledReason: 'GONE', disabledAt: new Date() })
    const { webhook } = await call('updateWebhook', { id: hook.id, enabled: true })
    expect(webhook).toMatchObject({ state: 'ENABLED', disabledReason: null })
  })

  it('writes nothing where nothing changes', async () => {
    const { id, url } = await made()
    const before = await stored()
    const same = { id, url, events: NEW.events, description: 'site', enabled: true }
    expect(faultsOf(await call('updateWebhook', same))).toEqual([])
    expect(faultsOf(await call('updateWebhook', { id }))).toEqual([])
    expect(await stored()).toEqual(before)
  })

  it.each([
    [{ url: null }, ['REQUIRED input.url']],
    [{ url: 'http://127.0.0.1/' }, ['INVALID input.url']],
    [{ events: null }, ['REQUIRED input.events']],
    [{ events: [] }, ['REQUIRED input.events']],
    [{ events: ['TOPIC_CREATED', 'TOPIC_CREATED'] }, ['DUPLICATE input.events.1']],
    [{ enabled: null }, ['REQUIRED input.enabled']],
  ])('refuses %o', async (part, faults) => {
    expect(await refused('updateWebhook', { ...(await anId()), ...part })).toEqual(faults)
  })
})

describe('rotateWebhookSecret', () => {
  const hoursUntil = (time: string | null | undefined) => Math.round((Date.parse(time ?? '') - Date.now()) / 3_600_000)

  it('makes a new secret, and lets the last one sign for the overlap', async () => {
    const hook = await made()

    const { secret, webhook } = await call('rotateWebhookSecret', { id: hook.id, overlapHours: 48 })

    expect(secret).toMatch(/^whsec_/)
    expect(secret).not.toBe(hook.secret)
    expect(webhook?.secretHint).toBe(secret?.replace('=', '').slice(-4))
    expect(hoursUntil(webhook?.previousSecretUntil)).toBe(48)
    const row = await prisma.webhook.findUniqueOrThrow({ where: { id: hook.uuid } })
    expect([row.secret, row.previousSecret]).toEqual([secret, hook.secret])
    const trail = await entries(hook)
    expect(trail).toMatchObject([{}, { action: 'WEBHOOK_SECRET_ROTATED' }])
    expect(JSON.stringify(trail)).not.toContain(secret?.slice(6, -6))
  })

  it('overlaps for a day by default, and with 0 not at all', async () => {
    const { id, uuid } = await made()
    expect(hoursUntil((await call('rotateWebhookSecret', { id })).webhook?.previousSecretUntil)).toBe(24)

    const { webhook } = await call('rotateWebhookSecret', { id, overlapHours: 0 })

    expect(webhook?.previousSecretUntil).toBeNull()
    expect((await prisma.webhook.findUniqueOrThrow({ where: { id: uuid } })).previousSecret).toBeNull()
  })

  it.each([-1, 169])('refuses an overlap of %i hours', async (overlapHours) => {
    expect(await refused('rotateWebhookSecret', { ...(await anId()), overlapHours })).toEqual([
      'INVALID input.overlapHours',
    ])
  })
})

describe('testWebhook', () => {
  it('makes a delivery that is no event, with letters of several bytes', async () => {
    const hook = await made()

    const { delivery } = await call('testWebhook', { id: hook.id })

    expect(delivery).toEqual({ id: expect.stringMatching(/^webhookdelivery_/), state: 'PENDING' })
    const { node } = await admin.query<{ node: { payload: string } }>(
      `query ($id: ID!) { node(id: $id) { ... on WebhookDelivery { event subjectId messageId state attempts { at } nextAttemptAt payload
        createdAt webhook { id } } } }`,
      { id: delivery?.id },
    )
    expect(node).toEqual({
      ...{ event: null, subjectId: hook.id, messageId: expect.stringMatching(/^evt_/), state: 'PENDING', attempts: [] },
      ...{ nextAttemptAt: expect.any(String), createdAt: expect.any(String), webhook: { id: hook.id } },
      payload: expect.stringContaining('שלום'),
    })
    expect(JSON.parse(node.payload)).toMatchObject({ type: 'webhook.test', data: { subjectId: hook.id } })
    expect(await entries(hook)).toMatchObject([{}, { action: 'WEBHOOK_TESTED' }])
  })

  it('is refused for one that is disabled', async () => {
    const { id } = await given.webhook({ disabledReason: 'BY_USER', disabledAt: new Date() })
    expect(await refused('testWebhook', { id })).toEqual(['NOT_ALLOWED_IN_STATE input.id'])
  })
})

describe('replayWebhookDeliveries', () => {
  const attempts = [{ at: '2026-11-28T10:00:00.000Z', status: 500, durationMs: 3, error: 'It failed.' }]

  async function withDeliveries() {
    const webhook = await given.webhook()
    const [dead, other, arrived, pending] = [
      await given.delivery(webhook, { state: 'DEAD', tries: 10, attempts }),
      await given.delivery(webhook, { state: 'DEAD', tries: 10 }),
      await given.delivery(webhook, { state: 'SUCCEEDED', tries: 1 }),
      await given.delivery(webhook, { nextAttemptAt: new Date('2099-01-01'), tries: 4 }),
    ]
    return { webhook, dead, other, arrived, pending }
  }

  /** Those of a webhook that are sent now, from the first attempt on. */
  async function sentNow({ uuid: webhookId }: { uuid: string }): Promise<string[]> {
    const where = { webhookId, state: 'PENDING', nextAttemptAt: { lt: new Date('2098-01-01') }, tries: 0 } as const
    const rows = await prisma.webhookDelivery.findMany({ where, select: { id: true } })
    return rows.map(({ id }) => id).sort()
  }

  it('by state: all dead ones, with their ids, bodies and attempts', async () => {
    const { webhook, dead, other } = await withDeliveries()
    const kept = { messageId: true, body: true, attempts: true }
    const read = () => prisma.webhookDelivery.findUniqueOrThrow({ where: { id: dead.uuid }, select: kept })
    const before = await read()

    expect(await call('replayWebhookDeliveries', { webhookId: webhook.id, state: 'DEAD' })).toMatchObject({ count: 2 })

    expect(await sentNow(webhook)).toEqual([dead.uuid, other.uuid].sort())
    expect(await read()).toEqual(before)
    expect(await entries(webhook)).toMatchObject([{ action: 'WEBHOOK_REPLAYED', note: '2' }])
  })

  it('by id: also one that has arrived; and what is pending is sent now', async () => {
    const { webhook, dead, arrived, pending } = await withDeliveries()
    const deliveries = [dead, arrived, pending]
    const deliveryIds = deliveries.map(({ id }) => id)

    const { count } = await call('replayWebhookDeliveries', { webhookId: webhook.id, deliveryIds })

    expect(count).toBe(3)
    expect(await sentNow(webhook)).toEqual(deliveries.map(({ uuid }) => uuid).sort())
  })

  it('leaves one that is on its way', async () => {
    const webhook = await given.webhook()
    await given.delivery(webhook, { lease: crypto.randomUUID(), leasedUntil: new Date(Date.now() + 60_000) })
    const input = { webhookId: webhook.id, state: 'PENDING' }
    expect(await call('replayWebhookDeliveries', input)).toMatchObject({ count: 0, userErrors: [] })
    expect(await entries(webhook)).toEqual([])
  })

  it('finds no delivery of another webhook, and then sends none', async () => {
    const { webhook, dead } = await withDeliveries()
    const foreign = await given.delivery(await given.webhook(), { state: 'DEAD' })
    for (const id of [foreign.id, 'webhookdelivery_x'])
      expect(await refused('replayWebhookDeliveries', { webhookId: webhook.id, deliveryIds: [dead.id, id] })).toEqual([
        'NOT_FOUND input.deliveryIds.1',
      ])
  })

  it('wants exactly one of ids and state', async () => {
    const { webhook, dead } = await withDeliveries()
    for (const part of [{}, { state: 'DEAD', deliveryIds: [dead.id] }, { deliveryIds: [] }, { state: null }])
      expect(await refused('replayWebhookDeliveries', { webhookId: webhook.id, ...part })).toEqual(['INVALID input'])
  })

  it('refuses more ids than a hundred, and a webhook that is disabled', async () => {
    const { webhook, dead } = await withDeliveries()
    const [webhookId, deliveryIds] = [webhook.id, Array.from({ length: 101 }, () => dead.id)]
    expect(await refused('replayWebhookDeliveries', { webhookId, deliveryIds })).toEqual(['TOO_LONG input.deliveryIds'])
    await call('updateWebhook', { id: webhookId, enabled: false })
    expect(await refused('replayWebhookDeliveries', { webhookId, state: 'DEAD' })).toEqual([
      'NOT_ALLOWED_IN_STATE input.webhookId',
    ])
  })
})

describe('deleteWebhook', () => {
  it('deletes it with its deliveries, and leaves the trail', async () => {
    const hook = await given.webhook()
    await given.delivery(hook)

    expect(await call('deleteWebhook', { id: hook.id })).toMatchObject({ deletedId: hook.id, userErrors: [] })

    expect(await prisma.webhook.count({ where: { id: hook.uuid } })).toBe(0)
    expect(await prisma.webhookDelivery.count({ where: { webhookId: hook.uuid } })).toBe(0)
    expect(await entries(hook)).toMatchObject([{ action: 'DELETED', note: 'https://receiver.example/hook' }])
    expect(await refused('deleteWebhook', { id: hook.id })).toEqual(['NOT_FOUND input.id'])
  })
})

describe('Reading webhooks', () => {
  it('is FORBIDDEN to all but admins: the list, by id, and in the audit trail', async () => {
    const hook = await made()
    const delivery = await given.delivery(hook)
    const trail = '{ activity(first: 1, where: { subjectType: { equals: WEBHOOK } }) { totalCount } }'
    for (const client of [api, api.as('REPORTER'), api.as('EDITOR')]) {
      const errors = await client.errors('{ webhooks { nodes { id } } }')
      expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN'])
      const ids = [hook.id, delivery.id]
      expect(await client.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toEqual({
        nodes: [null, null],
      })
    }
    expect(await api.as('EDITOR').query(trail)).toEqual({ activity: { totalCount: 0 } })
    const { activity } = await admin.query<{ activity: { totalCount: number } }>(trail)
    expect(activity.totalCount).toBeGreaterThan(0)
  })

  it('has webhooks in the order of their making, with counts, and deliveries with the newest first', async () => {
    await prisma.webhook.deleteMany()
    const [first, second] = [await made(), await made({ description: null })]
    const at = (minute: number) => ({ createdAt: new Date(Date.UTC(2026, 10, 28, 10, minute)) })
    const [dead, arrived, pending] = [
      await given.delivery(first, { state: 'DEAD', ...at(1), subjectId: 'article_1', attempts: [] }),
      await given.delivery(first, { state: 'SUCCEEDED', ...at(2) }),
      await given.delivery(first, { ...at(3) }),
    ]

    const { webhooks } = await admin.query<{ webhooks: { totalCount: number; nodes: object[] } }>(
      `{ webhooks(first: 20) { totalCount nodes { id pendingCount deadCount
        deliveries(first: 20) { nodes { id state event subjectId } totalCount }
        dead: deliveries(where: { state: { equals: DEAD } }) { nodes { id } }
        later: deliveries(where: { createdAt: { gte: "2026-11-28T10:02:00Z" } }, last: 1) { nodes { id } }
        activity(first: 1) { nodes { action subjectType subjectId } } } } }`,
    )

    expect(webhooks).toMatchObject({ totalCount: 2, nodes: [{ id: first.id }, { id: second.id, pendingCount: 0 }] })
    expect(webhooks.nodes[0]).toMatchObject({
      ...{ pendingCount: 1, deadCount: 1, dead: { nodes: [{ id: dead.id }] }, later: { nodes: [{ id: arrived.id }] } },
      deliveries: {
        nodes: [
          { id: pending.id, state: 'PENDING' },
          { id: arrived.id, state: 'SUCCEEDED' },
          { id: dead.id, state: 'DEAD', event: 'ARTICLE_PUBLISHED', subjectId: 'article_1' },
        ],
        totalCount: 3,
      },
      activity: { nodes: [{ action: 'CREATED', subjectType: 'WEBHOOK', subjectId: first.id }] },
    })
  })

  it('never has a secret', async () => {
    const { secret } = await made()
    const read = await admin.query(
      '{ webhooks(first: 100) { nodes { secretHint activity(first: 10) { nodes { note changedFields { after } } } } } }',
    )
    expect(JSON.stringify(read)).not.toContain(secret.slice(0, 20))
  })
})
