import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SERVICE, startFastly, TOKEN } from '../cdn/purge-api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, temporaryFolder } from '../helpers/database.ts'
import { hasRedis, startRedis } from '../helpers/redis.ts'
import { httpClient } from '../helpers/server-process.ts'
import { startS3 } from '../media/s3-server.ts'
import { receiver } from '../webhook/receiver.ts'
import { type SentSpan, treeOf } from './collector.ts'
import { tracedServer } from './traced-server.ts'

const bucket = await startS3()
const redis = hasRedis ? await startRedis() : null
atEnd(() => redis?.stop())
const cdn = await startFastly()
const hub = createServer((_request, response) => void response.writeHead(204).end()).listen(0, '127.0.0.1')
await once(hub, 'listening')
atEnd(() => hub.close())
const server = await tracedServer({
  CLOCK: 'true',
  ...(redis && { REDIS_URL: redis.url }),
  CDN: 'fastly',
  FASTLY_SERVICE_ID: SERVICE,
  FASTLY_API_TOKEN: TOKEN,
  FASTLY_API_URL: cdn.url,
  WEBSUB_HUB: `http://127.0.0.1:${Object(hub.address()).port}/hub`,
  WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
  ALERT_DELAY: '0',
  // Mails are written to it.
  ...(onPostgresql && { DATA_DIR: await temporaryFolder() }),
  MEDIA_BUCKET: bucket.name,
  MEDIA_S3_ENDPOINT: bucket.endpoint ?? '',
  MEDIA_S3_REGION: bucket.region,
  MEDIA_S3_FORCE_PATH_STYLE: 'true',
})

async function rootNamed(name: string, kind?: string): Promise<SentSpan> {
  const find = () =>
    server.collector.spans.find(
      (span) =>
        span.name === name && span.parentSpanId === '' && (!kind || span.attributes['copydesk.mail.kind'] === kind),
    )
  await expect.poll(find).toBeDefined()
  return find() ?? Promise.reject(new Error('the span is gone'))
}

describe('the trace of what no request waits for', () => {
  it('of a delivery to a webhook has the request with its status, and what is stored of it', async () => {
    const to = await receiver((_received, response) => void response.writeHead(410).end())
    const admin = httpClient(server.url, 'dev-admin')
    await admin.mutate(
      'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } userErrors { code } } }',
      { input: { url: `${to.url}?key=confidential-key`, events: ['TOPIC_CREATED'] } },
    )
    await admin.mutate(
      'mutation { createTopic(input: { name: "Webhooks that are traced" }) { topic { id } userErrors { code } } }',
    )
    const root = await rootNamed('webhook delivery')

    const [name, request] = treeOf(server.collector.spans, root)
    expect([name, request]).toEqual(['webhook delivery', 'POST'])
    const sent = server.collector.spans.find(
      ({ parentSpanId, name }) => parentSpanId === root.spanId && name === 'POST',
    )
    expect(sent).toMatchObject({ kind: 3, status: { code: 2 } })
    expect(sent?.attributes).toMatchObject({ 'server.address': '127.0.0.1', 'http.response.status_code': 410 })
    expect(to.received[0]?.headers.traceparent).toBeUndefined()
    expect(server.collector.text()).not.toContain('confidential-key')
  })

  it('of a change has the requests to the CDN and to the hub of feeds', async () => {
    const editor = httpClient(server.url, 'dev-editor')
    const { article } = await editor.mutate<{ article: { id: string; version: number } }>(
      'mutation { createArticle(input: { locale: "en", headline: "Traced", body: [{ paragraph: { html: "Text" } }] }) { article { id version } } }',
    )
    await editor.mutate(
      'mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { userErrors { code } } }',
      { input: article },
    )

    const treesOf = (name: string) =>
      server.collector.spans
        .filter((span) => span.name === name && span.parentSpanId === '')
        .map((root) => treeOf(server.collector.spans, root))
    await expect.poll(() => treesOf('CDN purge')).toContainEqual(expect.arrayContaining(['CDN purge', 'POST']))
    await expect.poll(() => treesOf('WebSub')).toContainEqual(expect.arrayContaining(['WebSub', 'WITH', 'POST']))
    expect((await rootNamed('CDN purge')).attributes['copydesk.events']).toBeGreaterThan(0)
    expect(server.collector.text()).not.toContain(TOKEN)
  })

  it('of a mail has its kind, not its address', async () => {
    const { body } = await server.trace('{ topics(first: 1) { nodes { id } } }')
    const id = z.object({ data: z.object({ topics: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }) })
    const [topic] = id.parse(JSON.parse(body)).data.topics.nodes
    await server.trace(
      'mutation ($input: FollowTopicsInput!) { followTopics(input: $input) { accepted userErrors { code } } }',
      {
        variables: { input: { email: 'somebody@private.example', topicIds: [topic?.id] } },
      },
    )
    const root = await rootNamed('send mail', 'CONFIRM_FOLLOWS')

    expect(root).toMatchObject({ kind: 3, status: { code: 0 } })
    expect(root.attributes).toMatchObject({ 'copydesk.mail.kind': 'CONFIRM_FOLLOWS' })
    expect(server.collector.text()).not.toContain('somebody')
    expect(server.collector.text()).not.toContain('private.example')
  })
})

describe('the trace of a request', () => {
  it.skipIf(!redis)('has its turn in Redis', async () => {
    const { spans } = await server.trace('{ topics(first: 2) { nodes { name } } }')

    const turn = spans.find(({ attributes }) => attributes['db.system.name'] === 'redis')
    expect(turn).toMatchObject({ name: 'EVAL', kind: 3, status: { code: 0 } })
  })

  it('has calls to the bucket', async () => {
    const path = /\/media\/o\/[^"]+/
    const { body } = await server.trace('{ images(first: 1) { nodes { originalUrl } } }', {
      headers: { authorization: 'Bearer dev-editor' },
    })
    await fetch(new URL(path.exec(body)?.[0] ?? '', server.url))

    await expect
      .poll(() => server.collector.spans.find(({ name }) => name.startsWith('S3/'))?.attributes)
      .toMatchObject({
        'rpc.system.name': 'aws-api',
        'aws.s3.bucket': bucket.name,
      })
  })
})
