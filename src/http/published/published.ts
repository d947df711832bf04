import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OperationTypeNode } from 'graphql'
import type { Dependencies } from '../../reading/tags/dependencies.ts'
import { answersFromCache } from '../answers-from-cache.ts'
import { type PublicCaching, sendCurrent, sendPublic } from '../caching/public-answer.ts'
import type { ResponseCache } from '../caching/response-cache.ts'
import { varyBy } from '../caching/vary.ts'
import { type Call, callOf } from '../call.ts'
import { watchClients } from '../client-gone.ts'
import { offerCompression } from '../compression/compression.ts'
import { limitRates, type RateHooks } from '../rate/rate-hooks.ts'
import { type Asked, findPage, type Page, type ReadPage } from './page.ts'

/** One request's reading of published content, as readers see it. */
export interface PublishedReading {
  readonly read: ReadPage
  /** SQL statements sent */
  readonly statements: number
  /** What everything depends on that was read; null if that is not known */
  readonly dependencies: Dependencies | null
}

/** Begins to read for a request. @param enter called before the first reading, with its cost */
export type BeginReading = (request: FastifyRequest, enter: Enter) => PublishedReading

/** @param admit takes a place for the reading, and calls back when it has ended */
export type Enter = (cost: number, admit: (cost: number) => () => void) => Promise<void>

export interface PublishedOptions {
  readonly pages: readonly Page[]
  readonly begin: BeginReading
  /** Not cached when null */
  readonly cache: ResponseCache | null
  readonly caching: PublicCaching
  /** Not limited when null */
  readonly rates: RateHooks | null
}

/**
 * Serves what is published in other forms than GraphQL's: feeds, sitemaps, texts. Each is read as a reader, cached and tagged as the answers to queries are. A token
 * in the headers changes nothing.
 */
export async function servePublished(fastify: FastifyInstance, options: PublishedOptions): Promise<void> {
  const { pages, begin, cache, caching, rates } = options
  const cached = cache && answersFromCache({ cache, rates, caching })

  async function send(request: FastifyRequest, reply: FastifyReply, { page, asked }: Found): Promise<FastifyReply> {
    const call = callOf(request)
    request.call = call
    call.operation = page.name
    call.kind = OperationTypeNode.QUERY
    const fill = page.isCurrent ? null : await cached?.serveOrBegin(request, reply, call, keyOf(page, asked))
    if (fill === 'SERVED') return reply
    try {
      const reading = begin(request, entering(call, rates, page.readings ?? 1))
      const answer = await page.answer(asked, reading.read)
      call.statements = reading.statements
      if (answer.status !== 200) return sendOther(reply, answer)
      const { body, type, validUntil = Number.POSITIVE_INFINITY } = answer
      if (page.isCurrent) return sendCurrent(request, reply, { body, type })
      call.dependencies = soonest(reading.dependencies, validUntil)
      reply.header('content-type', type)
      fill?.keep(body, type)
      return sendPublic(request, reply, { body, type, dependencies: call.dependencies }, caching)
    } finally {
      fill?.end()
      call.done()
    }
  }

  await fastify.register(async (scope) => {
    await offerCompression(scope)
    if (rates) limitRates(scope, rates)
    watchClients(scope)
    scope.addHook('onRequest', (_request, reply, done) => {
      varyBy(reply, ['accept-encoding'])
      done()
    })
    for (const path of new Set(pages.map((page) => page.route)))
      scope.get(path, async (request, reply) => {
        const found = findPage(pages, request.url)
        return found ? send(request, reply, found) : sendOther(reply, { status: 404 })
      })
  })
}

type Found = NonNullable<ReturnType<typeof findPage>>

/** The same for all requests that get the same bytes. */
function keyOf(page: Page, asked: Asked): string {
  return JSON.stringify([page.name, asked.path, Object.entries(asked.query).sort()])
}

/** Once for a request, with the cost of all that it may read. */
function entering(call: Call, rates: RateHooks | null, readings: number): Enter {
  async function enter(cost: number, admit: (cost: number) => () => void): Promise<void> {
    await rates?.charge(call.turn, cost, null)
    call.done = admit(cost)
  }

  return (cost, admit) => {
    call.entered ??= enter(cost * readings, admit)
    return call.entered
  }
}

function soonest(dependencies: Dependencies | null, validUntil: number): Dependencies | null {
  if (!dependencies) return null
  return { tags: dependencies.tags, validUntil: Math.min(dependencies.validUntil, validUntil) }
}

const REASONS = { 400: 'Bad request', 404: 'Not found', 410: 'Gone', 501: 'Not implemented' } as const

function sendOther(
  reply: FastifyReply,
  answer: Exclude<Awaited<ReturnType<Page['answer']>>, { status: 200 }>,
): FastifyReply {
  reply.code(answer.status).header('content-type', 'text/plain; charset=utf-8')
  if (answer.status === 301) return reply.header('location', answer.location).send(`${answer.location}\n`)
  if (answer.type) reply.header('content-type', answer.type)
  return reply.send(`${answer.reason ?? REASONS[answer.status]}\n`)
}
