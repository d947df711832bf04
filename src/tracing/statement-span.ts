import { type Attributes, SpanKind } from '@opentelemetry/api'
import { inSpan, isTraced } from './tracing.ts'

/** Where statements are sent, as spans say it. */
export interface StatementPlace {
  readonly namespace: string
  readonly attributes: Attributes
}

/** Long statements have a hundred columns; docs/statements has them whole. In characters */
const MAX_TEXT = 4000

const POSTGRESQL = { 'db.system.name': 'postgresql' }

const DEFAULT_PORT = 5432

/** @param use which connections it takes */
export function placeOnServer(url: string, use: string): StatementPlace {
  const { hostname, port, pathname } = new URL(url)
  const namespace = decodeURIComponent(pathname.slice(1))
  const server = { 'server.address': hostname, 'server.port': Number(port || DEFAULT_PORT) }
  return { namespace, attributes: { ...POSTGRESQL, ...server, 'db.namespace': namespace, 'copydesk.pool': use } }
}

export const EMBEDDED_PLACE: StatementPlace = {
  namespace: 'postgres',
  attributes: { ...POSTGRESQL, 'db.namespace': 'postgres', 'copydesk.pool': 'embedded' },
}

/** Sends a statement in a span with its text. Values are not in it: texts have $1, $2 … for them. */
export function inStatementSpan<T>(place: StatementPlace, text: string, send: () => Promise<T>): Promise<T> {
  if (!isTraced()) return send()
  const operation = operationOf(text)
  const attributes = {
    ...place.attributes,
    'db.operation.name': operation,
    'db.query.text': text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text,
  }
  return inSpan(`${operation} ${place.namespace}`, { kind: SpanKind.CLIENT, attributes }, send)
}

/** The wait for a connection that is not at hand. */
export function inWaitSpan<T>({ attributes }: StatementPlace, wait: () => Promise<T>): Promise<T> {
  return inSpan('wait for a connection', { attributes }, wait)
}

const FIRST_WORD = /^\s*([a-z]+)/i

function operationOf(text: string): string {
  return FIRST_WORD.exec(text)?.[1]?.toUpperCase() ?? 'OTHER'
}
