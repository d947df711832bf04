import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { atEnd } from '../helpers/at-end.ts'
import { copyOfMedia, testConnection, variablesOf } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'
import { startServer } from '../helpers/server-process.ts'
import { startCollector } from './collector.ts'
import { tracedServer } from './traced-server.ts'

const QUERY = '{ topics(first: 1) { nodes { name } } }'

/** So that tests of what is not taken do not wait for its repetition. */
const QUICK = { OTEL_EXPORTER_OTLP_TIMEOUT: '300' }

function linesWith(output: string, words: string): string[] {
  return output.split('\n').filter((line) => line.includes(words))
}

describe('traces', () => {
  it('that wait are sent when the server stops', async () => {
    const { send, child, ended, collector } = await tracedServer({ OTEL_BSP_SCHEDULE_DELAY: '600000' })
    const { log } = await send(QUERY)
    expect(collector.spans).toEqual([])
    child.kill('SIGTERM')
    const { code } = await ended

    expect(code).toBe(0)
    expect(collector.spans.map(({ spanId }) => spanId)).toContain(log.span_id)
  })

  it('are dropped without a collector, with one line in the log', async () => {
    const { send, child, ended, output } = await tracedServer({
      ...QUICK,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
    })
    for (let time = 0; time < 20; time++) expect((await send(QUERY)).status).toBe(200)
    await expect.poll(() => linesWith(output(), 'takes no traces').length).toBe(1)
    for (let time = 0; time < 20; time++) expect((await send(QUERY)).status).toBe(200)
    child.kill('SIGTERM')
    const { code } = await ended

    expect(code).toBe(0)
    expect(linesWith(output(), 'takes no traces')).toHaveLength(1)
    expect(linesWith(output(), 'takes no traces')[0]).toContain('ECONNREFUSED')
  })

  it('are dropped while a collector refuses them, and sent when it takes them again', async () => {
    let status = 400
    const collector = await startCollector(() => status)
    atEnd(() => collector.close())
    const { send, output, trace } = await tracedServer(QUICK, collector)
    await send(QUERY)
    await expect.poll(() => linesWith(output(), 'takes no traces (status 400)').length).toBe(1)
    status = 200
    const { root } = await trace(QUERY)

    expect(root.name).toBe('POST /graphql')
    await expect.poll(() => linesWith(output(), 'takes traces again').length).toBe(1)
    expect(linesWith(output(), 'takes no traces')).toHaveLength(1)
  })

  it('hold up neither an answer nor a stop while a collector does not answer', async () => {
    const collector = await startCollector(() => null)
    atEnd(() => collector.close())
    const { send, child, ended } = await tracedServer({ OTEL_BSP_MAX_QUEUE_SIZE: '10' }, collector)
    await send(QUERY)
    await expect.poll(() => collector.headers.length).toBeGreaterThan(0)
    // More than the queue has room for.
    for (let time = 0; time < 30; time++) expect((await send(QUERY)).status).toBe(200)
    child.kill('SIGTERM')

    expect((await ended).code).toBe(0)
  })

  it('are dropped if more come than may wait, and the log says so', async () => {
    const { send, output } = await tracedServer({ OTEL_BSP_MAX_QUEUE_SIZE: '5', RESPONSE_CACHE_BYTES: '0' })
    const fields = Array.from({ length: 12 }, (_, index) => `t${index}: topics(first: ${1 + index}) { nodes { name } }`)

    await expect
      .poll(async () => {
        await send(`{ ${fields.join(' ')} }`)
        return linesWith(output(), 'OpenTelemetry: Dropped').length
      })
      .toBe(1)
    for (let time = 0; time < 10; time++) await send(`{ ${fields.join(' ')} }`)
    expect(linesWith(output(), 'OpenTelemetry: ')).toHaveLength(1)
  })

  it('have the headers and attributes of the standard variables', async () => {
    const { trace, collector } = await tracedServer({
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=daily',
      OTEL_SERVICE_NAME: 'daily-api',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
    })
    const { root } = await trace(QUERY)

    expect(root.resource).toMatchObject({ 'service.name': 'daily-api', 'deployment.environment.name': 'staging' })
    expect(collector.headers[0]).toMatchObject({ 'x-tenant': 'daily', 'content-type': 'application/x-protobuf' })
  })

  it('are sampled as OTEL_TRACES_SAMPLER says', async () => {
    const { send, trace, collector } = await tracedServer({
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    })
    const left = await send(QUERY)
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const { root } = await trace(QUERY, { headers: { traceparent } })

    expect(left.log.trace_flags).toBe('00')
    expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([root.traceId]))
  })
})

describe("OpenTelemetry's SDK", () => {
  const preload = fileURLToPath(new URL('reports-modules.ts', import.meta.url))
  const loading = async (variables: Record<string, string>) => {
    const { output } = await startServer({
      ...variablesOf(await testConnection('seeded')),
      MEDIA_DIR: await copyOfMedia(),
      NODE_OPTIONS: `--import ${preload}`,
      ...variables,
    })
    return new Set(linesWith(output(), 'loaded @opentelemetry/').map((line) => line.replace('loaded ', '')))
  }

  it('is loaded only if there is a collector', async () => {
    const collector = await startCollector()
    atEnd(() => collector.close())

    const without = await loading({})
    const withCollector = await loading({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })

    // The interface, which pg-boss and others load.
    expect([...without]).toEqual(['@opentelemetry/api'])
    expect(withCollector).toContain('@opentelemetry/sdk-trace')
  })
})
