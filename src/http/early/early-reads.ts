import type { RequestListener } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import type { Begun } from '../begun.ts'
import type { StartSpan } from '../monitoring/request-spans.ts'
import type { RateHooks } from '../rate/rate-hooks.ts'
import type { TakeTurn } from '../rate/turns.ts'
import { requestIdOf } from '../request/request-id.ts'
import type { EarlyQueries, EarlyQuery } from './early-queries.ts'
import type { Arrived, EarlyRefusal, SendEarly } from './early-reply.ts'
import { isPlainPost, isPlainRead, isUsual } from './plain-request.ts'

interface Options {
  readonly log: FastifyBaseLogger
  readonly queries: EarlyQueries
  /** In bytes. Longer bodies are left to Fastify */
  readonly bodyLimit: number
  readonly takeTurn: TakeTurn
  readonly refusalOf: EarlyRefusal
  readonly send: SendEarly
  /** Of each answer: the header and its value */
  readonly vary: readonly string[]
  /** Null: they are not limited */
  readonly rates: RateHooks | null
  /** Null: nothing is recorded */
  readonly startSpan: StartSpan | null
}

interface Reading {
  readonly arrived: Arrived
  readonly begun: Begun
  /** Takes the request if it is not answered here */
  readonly others: RequestListener
}

/** Longer bodies come in several pieces. In bytes */
const MAX_BODY = 32_768

/**
 * Answers queries that are known, before Fastify: in their turn, and within the limits of all others.
 *
 * @returns what to call with a request, and with what takes it if it is not answered here: whether it was taken
 */
export function earlyReads(options: Options) {
  const { log, queries, takeTurn, refusalOf, send, vary, rates, startSpan } = options
  const bodyLimit = Math.min(options.bodyLimit, MAX_BODY)

  function read({ arrived, begun, others }: Reading, body: unknown): void {
    const { request, response, ip } = arrived
    const { requestId, notes } = begun
    begun.turn = rates?.turnOf({ ip, headers: request.headers }, { headers: (left) => (begun.left = left) }) ?? null
    const query: EarlyQuery = {
      ...{
        method: request.method ?? '',
        headers: request.headers,
        raw: request,
        body,
        ip,
        notes,
        begun,
        clientGone: null,
      },
      log: log.child({ requestId }),
    }
    let isLeft = false
    const fail = (err: unknown) => {
      query.log.error({ err }, 'internal error')
      response.destroy()
    }
    response.once('close', () => {
      if (!response.writableFinished) query.clientGone?.()
      begun.end()
      if (!isLeft) rates?.end(begun.turn, response.statusCode).catch(fail)
    })
    const isGone = () => response.destroyed
    const answer = async () => {
      const reply = await queries.answer(query, isGone)
      if (isGone()) return
      if (reply) return send(arrived, { ...reply, headers: [...vary, ...reply.headers] })
      isLeft = true
      others(request, response)
    }
    answer().catch(fail)
  }

  /** Its body stays in the request, so that Fastify can read it. */
  function readBody(reading: Reading): void {
    const { arrived, others } = reading
    const { request, response } = arrived
    request.once('data', (body: Buffer) => {
      request.pause()
      request.unshift(body)
      const parsed = body.length === lengthOf(request) ? queries.parse(body) : null
      if (parsed) read(reading, parsed)
      else others(request, response)
    })
  }

  return (arrived: Arrived, others: RequestListener): boolean => {
    const { request, ip, at } = arrived
    const hasBody = isPlainPost(request)
    if (!isUsual(request) || !(hasBody ? lengthOf(request) <= bodyLimit : isPlainRead(request))) return false
    const span = startSpan?.(request, at) ?? null
    const requestId = requestIdOf(request)
    const notes = { errorCodes: new Set<string>() }
    const begun: Begun = { requestId, span, notes, left: {}, hadTurn: false, turn: null, end: () => {} }
    request.begun = begun
    // Its spans are opened there.
    if (span?.isRecording()) return false
    takeTurn(ip, () => {
      begun.hadTurn = true
      const refusal = refusalOf(request, ip)
      if (refusal) send(arrived, refusal)
      else if (hasBody) readBody({ arrived, begun, others })
      else read({ arrived, begun, others }, undefined)
    })
    return true
  }
}

function lengthOf({ headers }: Arrived['request']): number {
  return Number(headers['content-length'])
}
