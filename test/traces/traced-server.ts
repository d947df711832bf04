import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { z } from 'zod'
import { atEnd } from '../helpers/at-end.ts'
import { copyOfMedia, testConnection, variablesOf } from '../helpers/database.ts'
import { startServer } from '../helpers/server-process.ts'
import { type Collector, type SentSpan, startCollector, type Tree, treeOf } from './collector.ts'

const line = z.looseObject({ requestId: z.string(), msg: z.literal('request'), trace_id: z.string().optional() })

type LogLine = z.output<typeof line>

interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  readonly variables?: object
  readonly method?: 'GET' | 'POST'
}

interface Traced {
  readonly status: number
  readonly body: string
  readonly log: LogLine
  readonly root: SentSpan
  readonly tree: Tree
  /** All of the trace */
  readonly spans: readonly SentSpan[]
}

/** A server that sends traces to a collector of its own, on a seeded database. */
export async function tracedServer(given: Record<string, string> = {}, collector?: Collector) {
  const own = collector ?? (await startCollector())
  if (!collector) atEnd(() => own.close())
  const server = await startServer({
    ...variablesOf(await testConnection('seeded')),
    MEDIA_DIR: await copyOfMedia(),
    OTEL_EXPORTER_OTLP_ENDPOINT: own.url,
    OTEL_BSP_SCHEDULE_DELAY: '50',
    CLOCK: 'false',
    ...given,
  })

  /** Sends a document, and waits for its line in the log. */
  async function send(query: string, { headers = {}, variables = {}, method = 'POST' }: Sent = {}) {
    const requestId = randomUUID()
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) })
    const response = await fetch(method === 'GET' ? `${server.url}/graphql?${search}` : `${server.url}/graphql`, {
      method,
      headers: {
        ...headers,
        'x-request-id': requestId,
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' && { body: JSON.stringify({ query, variables }) }),
    })
    const body = await response.text()
    await expect.poll(() => lineOf(server.output(), requestId)).toBeDefined()
    const log = line.parse(lineOf(server.output(), requestId))
    return { status: response.status, body, log }
  }

  /** Also waits for its trace. The span of the request comes last. */
  async function trace(query: string, sent: Sent = {}): Promise<Traced> {
    const answer = await send(query, sent)
    const find = () => own.spans.find(({ spanId }) => spanId === answer.log.span_id)
    await expect.poll(find).toBeDefined()
    const root = find()
    if (!root) throw new Error('the span is gone')
    const spans = own.spans.filter(({ traceId }) => traceId === root.traceId)
    return { ...answer, root, spans, tree: treeOf(spans, root) }
  }

  return { ...server, collector: own, send, trace }
}

function lineOf(output: string, requestId: string): unknown {
  return output
    .split('\n')
    .filter((each) => each.includes(requestId) && each.startsWith('{') && each.endsWith('}'))
    .map((each): unknown => JSON.parse(each))
    .find((each) => line.safeParse(each).success)
}
