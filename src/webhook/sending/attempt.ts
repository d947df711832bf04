import type { IncomingMessage } from 'node:http'
import type { WebhookSettings } from '../../config/env-webhooks.ts'
import type { WebhookAttempt } from '../../generated/graphql.ts'
import { retryAfterMs } from '../../lib/retry-after.ts'
import { beforeTimeout, request } from '../../outgoing/pinned-request.ts'
import { judge, type Network, NotFetched } from '../../outgoing/public-network.ts'
import { inRequestSpan } from '../../tracing/request-span.ts'
import { faultOfAddress, isAllowedHost } from '../webhook-address.ts'
import type { Claimed } from './claim.write.ts'
import { LONGEST_WAIT_MS } from './schedule.rules.ts'
import { signatureHeaders } from './signature.ts'

/** How an attempt ended. */
export type Attempt = Omit<WebhookAttempt, '__typename'>

export interface Attempted {
  readonly attempt: Attempt
  readonly isSuccess: boolean
  /** The receiver wants no more deliveries */
  readonly isGone: boolean
  /** How long the receiver wants no deliveries; 0 if it sends no Retry-After */
  readonly waitMs: number
}

export interface AttemptOptions {
  readonly settings: WebhookSettings
  readonly network: Network
  readonly timeoutMs: number
  /** Aborted when the process stops */
  readonly stop: AbortSignal
}

/** The process stops: it is not known what the receiver got. */
export class Stopped extends Error {
  override name = 'Stopped'
}

const GONE = 410

/**
 * Sends a delivery once, to an address that is judged now, and follows no redirect.
 * @throws Stopped
 */
export async function attemptOf(delivery: Claimed, options: AttemptOptions): Promise<Attempted> {
  const at = new Date()
  const began = performance.now()
  const attemptWith = (status: number | null, error: string | null): Attempt => ({
    at: at.toISOString(),
    status,
    durationMs: Math.round(performance.now() - began),
    error,
  })
  try {
    const { status, waitMs } = await inRequestSpan(delivery.url, 'POST', () => sent(delivery, at, options))
    const isSuccess = status >= 200 && status < 300
    return {
      attempt: attemptWith(status, isSuccess ? null : whyFailed(status)),
      isSuccess,
      isGone: status === GONE,
      waitMs,
    }
  } catch (error) {
    if (options.stop.aborted) throw new Stopped()
    return { attempt: attemptWith(null, whyUnanswered(error, options)), isSuccess: false, isGone: false, waitMs: 0 }
  }
}

interface Answer {
  readonly status: number
  readonly waitMs: number
}

async function sent(
  delivery: Claimed,
  at: Date,
  { settings, network, timeoutMs, stop }: AttemptOptions,
): Promise<Answer> {
  const url = new URL(delivery.url)
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stop])
  // The settings may be others than when the address was given.
  if (faultOfAddress(url, settings)) throw new NotFetched('This address is not allowed.')
  const source = await beforeTimeout(judge(url, isAllowedHost(url, settings) ? anywhere(network) : network), signal)
  const body = Buffer.from(delivery.body)
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    ...signatureHeaders(delivery, at),
  }
  const response = await request(source, { method: 'POST', headers, body, signal })
  return read(response)
}

/** The operator has allowed the host, wherever it is. */
const anywhere = ({ resolve }: Network): Network => ({ resolve, isAllowed: () => true })

/** Nothing of the body is read: a receiver cannot hold up the process by it. */
function read(response: IncomingMessage): Answer {
  // An error of the connection that is not awaited any more.
  response.on('error', () => {})
  response.destroy()
  const { statusCode: status = 0, headers } = response
  return { status, waitMs: retryAfterMs(headers['retry-after'], LONGEST_WAIT_MS) }
}

function whyFailed(status: number): string {
  if (status >= 300 && status < 400)
    return `The receiver answered with status ${status}. Redirects are not followed: change the address of the webhook.`
  if (status === GONE) return `The receiver answered with status ${status}: it wants no deliveries any more.`
  return `The receiver answered with status ${status}.`
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/

/** Sentences of our own: the message of a driver or a resolver could reveal our network. */
function whyUnanswered(error: unknown, { timeoutMs }: AttemptOptions): string {
  if (error instanceof NotFetched) return error.message
  if (error instanceof DOMException && error.name === 'TimeoutError') return late(timeoutMs)
  // Node wraps the reason of an abort.
  if (error instanceof Error && error.cause instanceof DOMException) return late(timeoutMs)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return CERTIFICATE.test(code)
    ? 'The certificate of the receiver is not valid.'
    : 'The connection could not be made, or was closed without a response.'
}

const late = (timeoutMs: number): string => `The receiver did not answer within ${timeoutMs / 1000} seconds.`
