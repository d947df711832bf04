import { createHash } from 'node:crypto'
import { HeaderMap } from '@apollo/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { ErrorCode } from '../../errors/errors.ts'
import { clientKey, isAmong } from '../../limits/rate/client-address.ts'
import type { Client, RateLimits, Rates } from '../../limits/rate/rates.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request whose rate is limited */
    turn: RequestTurn | null
  }
}

/** Takes the headers that say what is left. */
export interface HeadersSink {
  headers(values: Readonly<Record<string, string>>): unknown
}

/** A request, and what it has cost so far. */
export interface RequestTurn {
  /** Of the address */
  readonly key: string
  readonly client: Client
  readonly authorization: string | undefined
  reply: HeadersSink
  /** Whether its document was parsed and validated for it */
  isNewDocument: boolean
  isCharged: boolean
  end: () => void
}

/** To parse and validate a document that was not seen before takes milliseconds. */
const NEW_DOCUMENT = 100

/** For a request that does not come to an operation: it is malformed, or over a limit. */
const FAILED = 20

/** Tokens that were good. While others from the same address are guessed, they are checked; the others wait. */
const MAX_GOOD_TOKENS = 10_000

/** Lets each client ask for so much in a time. */
export function rateHooks(limits: RateLimits, rates: Rates) {
  const isExempt = isAmong(limits.exempt)
  const goodTokens = new LRUCache<string, true>({ max: MAX_GOOD_TOKENS })

  /** Before anything of the request is read. @throws RATE_LIMITED */
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { begun } = request.raw
    if (begun?.turn) {
      // It may have been charged already.
      begun.turn.reply = reply.headers(begun.left)
      request.turn = begun.turn
      return
    }
    const turn = turnOf(request, reply)
    if (!turn) return
    const { key, client, authorization } = turn
    const seconds = authorization === undefined ? rates.waitOf(client) : waitOfToken(key, authorization)
    if (seconds === 0) {
      request.turn = turn
      return
    }
    reply.header('retry-after', seconds)
    throw rateLimited(seconds)
  }

  /** Of a request that has just come. Null if its client is exempt */
  function turnOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>, reply: HeadersSink): RequestTurn | null {
    if (isExempt(ip)) return null
    const key = clientKey(ip)
    const { authorization } = headers
    const client: Client = `address ${key}`
    return { key, client, authorization, reply, isNewDocument: false, isCharged: false, end: () => {} }
  }

  function waitOfToken(key: string, authorization: string): number {
    const seconds = rates.waitOf(`sign-in ${key}`)
    return seconds > 0 && !goodTokens.has(digest(authorization)) ? seconds : 0
  }

  /** Before an operation runs. @throws RATE_LIMITED */
  async function charge(turn: RequestTurn | null | undefined, cost: number, accountId: string | null): Promise<void> {
    if (!turn) return
    const { authorization } = turn
    if (accountId !== null && authorization !== undefined) goodTokens.set(digest(authorization), true)
    const client: Client = accountId === null ? turn.client : `account ${accountId}`
    turn.isCharged = true
    const begun = await rates.begin(client, cost + (turn.isNewDocument ? NEW_DOCUMENT : 0))
    if ('waitSeconds' in begun) throw rateLimited(begun.waitSeconds)
    turn.end = begun.end
    const { capacity, perSecond } = rates.size
    turn.reply.headers({
      'ratelimit-policy': `"cost";q=${capacity};w=${Math.ceil(capacity / perSecond)}`,
      ratelimit: `"cost";r=${Math.floor(begun.poured.remaining)};t=${Math.ceil(begun.poured.seconds)}`,
    })
  }

  /** When the response is out, or its client has gone. */
  async function end(turn: RequestTurn | null, status: number): Promise<void> {
    if (!turn) return
    turn.end()
    if (status === 401) await rates.noteFailedSignIn(`sign-in ${turn.key}`)
    if (!turn.isCharged) await rates.note(turn.client, FAILED + (turn.isNewDocument ? NEW_DOCUMENT : 0))
  }

  /**
   * For a request without a token, before anything of it is read.
   * @returns seconds that it has to wait; 0 if it may ask
   */
  function waitOf(address: string): number {
    return isExempt(address) ? 0 : rates.waitOf(`address ${clientKey(address)}`)
  }

  /** For what is answered at once to a request without a token. @returns seconds that it has to wait; 0 if it may have it */
  const take = (address: string, cost: number): number =>
    isExempt(address) || !rates.take ? 0 : rates.take(`address ${clientKey(address)}`, cost)

  /** For an operation over a connection that lasts. @throws RATE_LIMITED */
  async function chargeFor(
    address: string,
    accountId: string | null,
    cost: number,
    isNewDocument: boolean,
  ): Promise<void> {
    if (isExempt(address)) return
    const client: Client = accountId === null ? `address ${clientKey(address)}` : `account ${accountId}`
    const begun = await rates.begin(client, cost + (isNewDocument ? NEW_DOCUMENT : 0))
    if ('waitSeconds' in begun) throw rateLimited(begun.waitSeconds)
    begun.end()
  }

  /** For a message over a connection that lasts, if it comes to no operation. */
  async function noteFailed(address: string, isSignIn: boolean): Promise<void> {
    if (isExempt(address)) return
    const key = clientKey(address)
    if (isSignIn) await rates.noteFailedSignIn(`sign-in ${key}`)
    else await rates.note(`address ${key}`, FAILED + NEW_DOCUMENT)
  }

  /** Before a token is looked at that comes over such a connection. @returns seconds that it has to wait; 0 if it may be tried */
  const waitOfSignIn = (address: string, authorization: string): number =>
    isExempt(address) ? 0 : waitOfToken(clientKey(address), authorization)

  const lasting = { charge: chargeFor, noteFailed, waitOfSignIn, isExempt }

  return { admit, turnOf, charge, end, waitOf, take: rates.take && take, lasting }
}

export type RateHooks = ReturnType<typeof rateHooks>

/** On the routes of this scope. */
export function limitRates(scope: FastifyInstance, { admit, end }: RateHooks): void {
  scope.decorateRequest('turn', null)
  scope.addHook('onRequest', admit)
  scope.addHook('onResponse', ({ turn }, { statusCode }) => end(turn, statusCode))
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Those of the last refusals: under load, to record where an error comes from takes longer than to refuse. */
const refusals = new LRUCache<number, GraphQLError>({ max: 100, memoMethod: makeRateLimited })

export function rateLimited(seconds: number): GraphQLError {
  return refusals.memo(seconds)
}

function makeRateLimited(seconds: number): GraphQLError {
  const headers = new HeaderMap([['retry-after', String(seconds)]])
  return new GraphQLError(
    `Too many requests. Send the next one in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    {
      extensions: {
        code: 'RATE_LIMITED' satisfies ErrorCode,
        retryAfterSeconds: seconds,
        http: { status: 429, headers },
      },
    },
  )
}
