import { retryAfterMs } from '../lib/retry-after.ts'
import { inRequestSpan } from '../tracing/request-span.ts'

/** The CDN did not do what it was asked for. The message has no secret. */
export class PurgeFailed extends Error {
  override name = 'PurgeFailed'
  /** How long to wait before the next request, as the CDN says; 0 if it does not */
  readonly retryAfterMs: number

  constructor(message: string, { retryAfterMs = 0, cause }: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause })
    this.retryAfterMs = retryAfterMs
  }
}

const TIMEOUT_MS = 10_000
const LONGEST_WAIT_MS = 5 * 60_000

/** Sends a request to a CDN and returns the body of its response. @throws PurgeFailed unless its status says that it was done */
export async function requestPurge(url: string, init: RequestInit & { readonly method: string }): Promise<string> {
  const { host } = new URL(url)
  try {
    const response = await inRequestSpan(url, init.method, () =>
      fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }),
    )
    const body = await response.text()
    if (response.ok) return body
    throw new PurgeFailed(`${host} answered ${response.status}: ${body.slice(0, 300)}`, {
      retryAfterMs: retryAfterMs(response.headers.get('retry-after'), LONGEST_WAIT_MS),
    })
  } catch (error) {
    if (error instanceof PurgeFailed) throw error
    throw new PurgeFailed(`${host} cannot be reached`, { cause: error })
  }
}
