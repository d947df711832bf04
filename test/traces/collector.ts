import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import protobuf from 'protobufjs'
import { z } from 'zod'

const { root } = protobuf.parse(readFileSync(new URL('otlp.proto', import.meta.url), 'utf8'))
const REQUEST = root.lookupType('ExportTraceServiceRequest')

const single = {
  stringValue: z.string().optional(),
  intValue: z.coerce.number().optional(),
  boolValue: z.boolean().optional(),
}
const values = z.object({
  ...single,
  doubleValue: z.number().optional(),
  arrayValue: z.object({ values: z.array(z.object(single)) }).optional(),
})
const attributes = z
  .array(z.object({ key: z.string(), value: values }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, plain(value)])))

const requests = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().default(''),
              name: z.string(),
              kind: z.number(),
              startTimeUnixNano: z.coerce.bigint(),
              endTimeUnixNano: z.coerce.bigint(),
              attributes,
              status: z
                .object({ code: z.number().default(0), message: z.string().default('') })
                .default({ code: 0, message: '' }),
            }),
          ),
        }),
      ),
    }),
  ),
})

type Value = string | number | boolean | undefined
type Sent = z.output<typeof requests>['resourceSpans'][number]['scopeSpans'][number]['spans'][number]

/** A span as a collector gets it, with the attributes of the process that sent it. Ids are in hexadecimal. */
export interface SentSpan extends Sent {
  readonly resource: Readonly<Record<string, Value | Value[]>>
}

function plain(value: z.output<typeof values>): Value | Value[] {
  if (value.arrayValue) return value.arrayValue.values.map(first)
  return first(value) ?? value.doubleValue
}

const first = ({
  stringValue,
  intValue,
  boolValue,
}: {
  stringValue?: string
  intValue?: number
  boolValue?: boolean
}): Value => stringValue ?? intValue ?? boolValue

const hex = (base64: string): string => Buffer.from(base64, 'base64').toString('hex')

function spansIn(body: Buffer): SentSpan[] {
  const { resourceSpans } = requests.parse(REQUEST.toObject(REQUEST.decode(body), { bytes: String, longs: String }))
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, ...span }) => ({
        ...span,
        ...{ traceId: hex(traceId), spanId: hex(spanId), parentSpanId: hex(parentSpanId) },
        resource: resource.attributes,
      })),
    ),
  )
}

/** A collector that stores what it gets. @param answer the status of each answer; null: none */
export async function startCollector(answer: () => number | null = () => 200) {
  const spans: SentSpan[] = []
  const headers: IncomingHttpHeaders[] = []
  let bytes = ''
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    headers.push(request.headers)
    bytes += body.toString('latin1')
    const status = answer()
    if (status === null) return
    if (request.url === '/v1/traces' && status === 200) spans.push(...spansIn(body))
    response.writeHead(status, { 'content-type': 'application/x-protobuf' }).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    ...{ spans, headers, url: `http://127.0.0.1:${port}` },
    /** Everything that was sent, as one text */
    text: () => bytes,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

export type Collector = Awaited<ReturnType<typeof startCollector>>

/** The name of a span, and what is below it in the order of their beginnings */
export type Tree = string | readonly [string, ...Tree[]]

/** A statement is shown by its first word. Waits for connections depend on the database and on the moment: they are left out. */
export function treeOf(spans: readonly SentSpan[], root: SentSpan): Tree {
  const below = spans
    .filter(
      ({ parentSpanId, traceId, name }) => traceId === root.traceId && parentSpanId === root.spanId && name !== WAIT,
    )
    .toSorted((one, other) => Number(one.startTimeUnixNano - other.startTimeUnixNano))
    .map((span) => treeOf(spans, span))
  const name = String(root.attributes['db.operation.name'] ?? root.name)
  return below.length > 0 ? [name, ...below] : name
}

export const WAIT = 'wait for a connection'
