import { type Client, escapeLiteral } from 'pg'
import type { Session, Settings } from './session-config.ts'

declare module 'pg' {
  interface Connection {
    startup(parameters: Readonly<Record<string, string>>): void
  }
}

/** Of what pg's connection emits, the answer to one of our own statements; the last is its end. */
const OWN_ANSWER = new Set<unknown>(['parseComplete', 'bindComplete', 'rowDescription', 'dataRow', 'commandComplete'])

/** Any of them, or an end without them. */
const ANSWERS = new Set<unknown>([...OWN_ANSWER, 'errorMessage', 'emptyQuery', 'portalSuspended'])

/** The statements that give a transaction its settings. They hold until its end. */
export function settingStatements(settings: Settings, { isolation }: Session['needs']): string[] {
  const calls = Object.entries(settings).map(([name, value]) => `set_config(${literal(name)}, ${literal(value)}, true)`)
  // Too late after the first SELECT.
  const first = isolation ? ['SET TRANSACTION ISOLATION LEVEL READ COMMITTED'] : []
  return [...first, `SELECT ${calls.join(', ')}`]
}

const literal = (text: string): string => escapeLiteral(text)

/** Sends a pooler, with the startup message, the settings that it keeps for a connection. To be called before the connection is opened. */
export function reportAtStartup({ connection }: Client, reported: Settings): void {
  const startup = connection.startup.bind(connection)
  connection.startup = (parameters) => startup({ ...parameters, ...reported })
}

/**
 * Sends `statements` in front of the first statement of each transaction, in the same message to the server and in the same transaction: it costs no
 * round trip, and whatever session a pooler takes for the transaction has its settings. Their answers are not passed on. After the connection is opened.
 *
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY: what comes before one Sync is one transaction.
 */
export function setInEachTransaction({ connection }: Client, statements: readonly string[]): void {
  const query = connection.query.bind(connection)
  const parse = connection.parse.bind(connection)
  const bind = connection.bind.bind(connection)
  const execute = connection.execute.bind(connection)
  const emit = connection.emit.bind(connection)
  const script = `${statements.join(';')};`
  let isIdle = true
  let isUnanswered = false
  /** Of our own statements */
  let expected = 0

  function setFirst(): void {
    if (!isIdle) return
    isIdle = false
    isUnanswered = true
    expected = statements.length
    for (const text of statements) {
      parse({ name: '', text, types: [] }, true)
      bind({}, true)
      execute(null, true)
    }
  }

  connection.query = (text) => {
    if (text !== '' && isIdle) expected = statements.length
    isUnanswered = true
    query(expected > 0 ? `${script}${text}` : text)
    isIdle = false
  }
  connection.parse = (statement, more) => {
    setFirst()
    parse(statement, more)
  }
  connection.bind = (config, more) => {
    setFirst()
    bind(config, more)
  }
  connection.emit = (event: string | symbol, ...values: unknown[]) => {
    if (event === 'readyForQuery') {
      // PgBouncer says so to a client that waits for a session and is cancelled, but sends its statement later all the same. So without an
      // answer nothing is known of the statement, and the connection is of no more use.
      if (isUnanswered) {
        connection.stream.destroy()
        return true
      }
      isIdle = hasEnded(values[0])
    }
    if (ANSWERS.has(event)) isUnanswered = false
    if (event === 'errorMessage') expected = 0
    if (expected > 0 && OWN_ANSWER.has(event)) {
      if (event === 'commandComplete') expected -= 1
      return true
    }
    return emit(event, ...values)
  }
}

/** Whether the server is outside of any transaction. */
function hasEnded(readyForQuery: unknown): boolean {
  return (
    typeof readyForQuery === 'object' &&
    readyForQuery !== null &&
    'status' in readyForQuery &&
    readyForQuery.status === 'I'
  )
}
