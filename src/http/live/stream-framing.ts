import { print } from 'graphql-sse'

/** How results are written to the body of a long response. */
export interface Framing {
  readonly headers: Readonly<Record<string, string>>
  /** Before the first result */
  readonly start: string
  /** Shows that the connection is alive */
  readonly ping: string
  next(result: object): string
  readonly end: string
}

/** x-accel-buffering turns off the buffering of nginx. Without keep-alive, a server that stops does not wait for the next use of the connection. */
const UNBUFFERED = { 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' }

/** GraphQL over Server-Sent Events, "distinct connections mode". */
export const SERVER_SENT_EVENTS: Framing = {
  headers: { ...UNBUFFERED, 'content-type': 'text/event-stream; charset=utf-8' },
  start: ':\n\n',
  ping: ':\n\n',
  next: (result) => print({ event: 'next', data: result }),
  end: print({ event: 'complete', data: null }),
}

const BOUNDARY = 'graphql'

const part = (content: object): string =>
  `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(content)}\r\n--${BOUNDARY}`

/** Apollo's multipart protocol for subscriptions, version 1.0. */
export const MULTIPART: Framing = {
  headers: { ...UNBUFFERED, 'content-type': `multipart/mixed;boundary="${BOUNDARY}";subscriptionSpec=1.0` },
  start: `--${BOUNDARY}`,
  ping: part({}),
  next: (result) => part({ payload: result }),
  end: '--\r\n',
}
