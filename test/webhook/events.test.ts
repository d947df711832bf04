import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { EVENT_TYPES } from '../../src/outbox/event-types.ts'
import { loadEvents } from '../../src/outbox/events.load.ts'
import { EVENTS, type EventName } from '../../src/outbox/events.ts'
import { MOST_BYTES, messageOf, testMessage } from '../../src/webhook/message.ts'
import { bodySchema } from '../../src/webhook/schema/body-schema.ts'
import { fanOut } from '../../src/webhook/sending/fan-out.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { successfulCalls } from '../mutation/successful-calls.ts'
import { acted } from '../workflow/acting.ts'
import { ALLOWED, webhooks } from './delivering.ts'
import { isSigned, isVerified, type Receiver, receiver } from './receiver.ts'

const database = await testDatabase()
const api = await testApi(database, { variables: { WEBHOOK_ALLOWED_HOSTS: ALLOWED } })
const [admin, editor] = [api.as('ADMIN'), api.as('EDITOR')]
const given = givenIn(database)
const { prisma } = database

async function created(url: string, events: readonly string[]): Promise<{ id: string; secret: string }> {
  const { webhook, secret, userErrors } = await admin.mutate<{
    webhook: { id: string }
    secret: string
    userErrors: unknown[]
  }>(
    'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } secret userErrors { code } } }',
    {
      input: { url, events },
    },
  )
  expect(userErrors).toEqual([])
  return { id: webhook.id, secret }
}

const typesOf = ({ received }: Receiver, { id }: { id: string }) =>
  received.filter(({ json }) => json.data.subjectId === id).map(({ json }) => json.type)

describe('Webhooks receive events', () => {
  it('each of those that it asked for, in order, with the same id for all, and signed', async () => {
    const [articles, withdrawals] = [await receiver(), await receiver()]
    const first = await created(articles.url, ['ARTICLE_PUBLISHED', 'ARTICLE_UPDATED', 'ARTICLE_WITHDRAWN'])
    await created(withdrawals.url, ['ARTICLE_WITHDRAWN', 'TOPIC_CREATED'])
    await webhooks(database)
    const article = await given.article({ status: 'DRAFT', slug: 'webhook', headline: 'שלום עולם' })

    const published = await acted(editor, 'publishArticle', article)
    await acted(editor, 'withdrawArticle', published, { reason: 'A complaint' })

    await expect.poll(() => typesOf(articles, article)).toEqual(['article.published', 'article.withdrawn'])
    await expect.poll(() => typesOf(withdrawals, article)).toEqual(['article.withdrawn'])
    const [told] = articles.received
    if (!told) throw new Error('nothing was received')
    expect(told.json).toEqual({
      type: 'article.published',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: {
        subjectId: article.id,
        paths: expect.arrayContaining(['/article/webhook']),
        tags: expect.arrayContaining([expect.stringMatching(/^a[0-9a-f]{8}$/)]),
        payload: expect.objectContaining({ id: article.id, slug: 'webhook', locale: 'en', previousRevisionId: null }),
      },
    })
    expect(articles.received[1]?.id).toBe(withdrawals.received[0]?.id)
    for (const got of articles.received)
      expect([isVerified(first.secret, got), isSigned(first.secret, got)]).toEqual([true, true])
  })

  it('once for each webhook and event, however often the events are handled', async () => {
    const hook = await given.webhook({ events: ['TOPIC_CREATED'] })
    await editor.mutate('mutation { createTopic(input: { name: "Twice" }) { topic { id } userErrors { code } } }')
    const events = (await loadEvents(database, { after: 0, most: 500 }, SITE)).filter(
      ({ type }) => type === 'topic.created',
    )
    const { handle } = fanOut(database, () => undefined)

    await handle(events)
    await handle(events)
    await Promise.all([handle(events), handle(events)])

    const made = await prisma.webhookDelivery.findMany({ where: { webhookId: hook.uuid }, select: { messageId: true } })
    expect(made).toHaveLength(events.length)
    expect(new Set(made.map(({ messageId }) => messageId)).size).toBe(events.length)
  })

  it('not while they are disabled', async () => {
    const hook = await given.webhook({ events: ['TOPIC_CREATED'], disabledReason: 'BY_USER', disabledAt: new Date() })
    await editor.mutate('mutation { createTopic(input: { name: "Unheard" }) { topic { id } userErrors { code } } }')
    const events = await loadEvents(database, { after: 0, most: 500 }, SITE)
    await fanOut(database, () => undefined).handle(events)
    expect(await prisma.webhookDelivery.count({ where: { webhookId: hook.uuid } })).toBe(0)
  })
})

/** The schema as it is served, with nothing allowed that it does not name. */
async function strictValidator() {
  const response = await api.app.inject({ url: '/webhooks/schema.json' })
  expect(response.headers['content-type']).toBe('application/schema+json; charset=utf-8')
  expect(response.headers.etag).toBeDefined()
  const strict: object = JSON.parse(response.body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value
      ? { ...value, additionalProperties: false }
      : value,
  )
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  addFormats.default(ajv)
  return ajv.compile(strict)
}

describe('/webhooks/schema.json', () => {
  it('describes each body that events of every mutation make', { timeout: 120_000 }, async () => {
    const calls = successfulCalls(given, api, 'https://unused.example/')
    const withEvents = Object.entries(calls).filter(([name]) => !/^(?:upload|import)Image|Webhook/.test(name))
    for (const [name, call] of withEvents) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
      const as = 'as' in call ? call.as : 'EDITOR'
      await api.as(as).mutate(`mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`, {
        input: await call.input(),
      })
    }
    // Those of the clock, of uploads, and of changes by hand.
    await prisma.$executeRawUnsafe(
      `INSERT INTO outbox_event (type, payload) VALUES
        ('image.created', '{"id": "image_1", "version": 1, "file": "a.jpg", "rightsState": "VALID", "rightsExpireAt": null}'),
        ('image.expired', '{"id": "image_1", "version": 1, "file": "a.jpg", "rightsState": "EXPIRED", "rightsExpireAt": "2026-11-28T10:00:00.000Z"}'),
        ('site.changed', '{}')`,
    )
    const translation = await given.article({ status: 'DRAFT', locale: 'he', translationOf: await given.article() })
    await acted(editor, 'publishArticle', translation)
    const front = await given.front({ isLive: true })
    for (const [version, name] of ['updateFront', 'publishFront'].entries())
      await editor.mutate(
        `mutation ($id: ID!) { ${name}(input: { id: $id, version: ${version + 1} ${version === 0 ? 'name: "New"' : ''} }) {
        userErrors { code } } }`,
        { id: front.id },
      )
    const events = []
    for (let after = 0; ; after = events.at(-1)?.position ?? 0) {
      const page = await loadEvents(database, { after, most: 500 }, SITE)
      events.push(...page)
      if (page.length < 500) break
    }
    const validate = await strictValidator()

    const bodies = events.map((event) => messageOf(event, 'site').body)
    for (const body of [...bodies, testMessage('webhook_1', new Date()).body]) {
      const isValid = validate(JSON.parse(body))
      expect(isValid ? null : { body, errors: validate.errors?.slice(0, 3) }).toBeNull()
      expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES)
    }

    const names = new Set(events.map(({ type }) => type))
    const all = Object.keys(EVENTS).filter((name): name is EventName => name in EVENTS)
    expect(all.filter((name) => !names.has(name))).toEqual([])
  })

  it('names each type once, and refuses what is none', async () => {
    const text = JSON.stringify(bodySchema('https://api.example/webhooks/schema.json'))
    for (const name of Object.keys(EVENT_TYPES)) expect(text.split(`{"const":"${name}"}`)).toHaveLength(2)
    const validate = await strictValidator()
    const body: { data: object } = JSON.parse(testMessage('webhook_1', new Date()).body)
    expect(validate(body)).toBe(true)
    expect(validate({ ...body, type: 'nothing' })).toBe(false)
    expect(validate({ ...body, data: { ...body.data, subjectId: 1 } })).toBe(false)
  })

  it('allows a body without paths and tags, which one has that would be too large', async () => {
    const event = {
      id: '1',
      position: 1,
      at: new Date(),
      type: 'author.deleted',
      payload: { id: 'author_1', slug: 'a' },
      tags: ['aall'],
      paths: Array.from({ length: 1000 }, (_each, index) => `/article/עברית-${index}`),
      lsn: null,
    } as const
    const { body } = messageOf(event, 'site')
    expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES)
    expect(JSON.parse(body)).toMatchObject({ data: { paths: null, tags: null, payload: { id: 'author_1' } } })
    expect((await strictValidator())(JSON.parse(body))).toBe(true)
  })

  it('holds the largest payload that there can be, in Hebrew', () => {
    const text = 'ש'.repeat(2000)
    const correction = { kind: 'CORRECTION', text, publishedAt: new Date().toISOString() }
    const slug = 'ש'.repeat(200)
    const payload = { id: 'article_1', slug, correction, previousCorrection: correction }
    const event = {
      id: '1',
      position: 1,
      at: new Date(),
      type: 'article.corrected',
      payload,
      tags: [],
      paths: [],
      lsn: null,
    } as const
    expect(Buffer.byteLength(messageOf(event, 'site').body)).toBeLessThan(MOST_BYTES)
  })
})
