import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ReaderPages } from '../../follow/reader-pages.ts'
import type { Purpose } from '../../follow/reader-token.ts'
import { limitRates, type RateHooks } from '../rate/rate-hooks.ts'
import { parseForms } from './forms.ts'
import { POLICY } from './layout.ts'
import {
  confirmedPage,
  confirmPage,
  erasedPage,
  managePage,
  notConfirmedPage,
  unknownPage,
  unsubscribedPage,
  unsubscribePage,
} from './pages.ts'
import { type Words, wordsFor } from './words.ts'

/** A few statements, in the units of limits/cost/weights.ts. */
const COST = 40

interface Route {
  Querystring: { token?: unknown }
  Body: URLSearchParams | undefined
}

type PageRequest = FastifyRequest<Route>

type Handler = (request: PageRequest, reply: FastifyReply) => Promise<FastifyReply>

/** What the link of a mail leads to. */
interface LinkPage {
  /** GET */
  readonly show: Handler
  /** POST, by a button of the page or a mail program */
  readonly act: Handler
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'x-robots-tag': 'noindex, nofollow',
  'referrer-policy': 'no-referrer',
}

/** Everything else about a link is in the database. */
const tokenOf = ({ query }: PageRequest): string => (typeof query.token === 'string' ? query.token : '')

const fieldsOf = ({ body }: PageRequest): URLSearchParams => body ?? new URLSearchParams()

/**
 * The pages that the links in mails lead to. Programs that check mails open every link, so that GET shows, and only the buttons change anything. There are no
 * cookies: who has the token may do what its link is for, and no page of another site has it. The token is in the query, which the log leaves out
 * (http/request-log.ts); no page loads anything or sends a referrer.
 */
export async function serveFollowPages(
  fastify: FastifyInstance,
  pages: ReaderPages,
  rates: RateHooks | null,
): Promise<void> {
  const { site } = pages

  const send = (reply: FastifyReply, html: string, status = 200): FastifyReply =>
    reply.code(status).headers(HEADERS).send(html)

  const sendUnknown = (reply: FastifyReply, words: Words): FastifyReply => send(reply, unknownPage(words, site), 404)

  /** The link that a request opens; its reader is null if the link does not work. */
  async function opened(request: PageRequest, purpose: Purpose) {
    const token = tokenOf(request)
    const reader = await pages.find(token, purpose)
    const locale = purpose === 'CONFIRM' ? reader?.askedLocale : reader?.locale
    const words = wordsFor([locale ?? null, ...acceptedLanguages(request), site.defaultLocale])
    return { token, reader, words }
  }

  const confirm: LinkPage = {
    async show(request, reply) {
      const { reader, words } = await opened(request, 'CONFIRM')
      if (!reader) return sendUnknown(reply, words)
      if (reader.isUsed) return send(reply, confirmedPage(words, site, null))
      if (reader.asked.length === 0) return send(reply, notConfirmedPage(words, site, false), 404)
      return send(reply, confirmPage(words, site, reader))
    },
    async act(request, reply) {
      const { token, reader, words } = await opened(request, 'CONFIRM')
      if (!reader) return sendUnknown(reply, words)
      const { done, manageToken } = await pages.confirm(token)
      if (done === 'DONE') return send(reply, confirmedPage(words, site, manageToken && `manage?token=${manageToken}`))
      return send(reply, notConfirmedPage(words, site, done === 'TOO_MANY'), done === 'TOO_MANY' ? 409 : 404)
    },
  }

  const manage: LinkPage = {
    async show(request, reply) {
      const { reader, words } = await opened(request, 'MANAGE')
      return reader ? send(reply, managePage(words, site, reader, false)) : sendUnknown(reply, words)
    },
    async act(request, reply) {
      const { token, reader, words } = await opened(request, 'MANAGE')
      if (!reader) return sendUnknown(reply, words)
      const fields = fieldsOf(request)
      const action = fields.get('action')
      if (action === 'export') return sendExport(reply, await pages.findExport(token))
      if (action === 'erase') {
        if (fields.get('sure') !== 'true') return send(reply, managePage(words, site, reader, false))
        const isNever = fields.get('never') === 'true'
        await pages.erase(token, isNever)
        return send(reply, erasedPage(words, site, isNever))
      }
      if (action === 'unfollow') await pages.unfollow(token)
      if (action === 'save') await pages.save(token, managed(fields, reader.frequency))
      const after = await pages.find(token, 'MANAGE')
      if (!after) return sendUnknown(reply, words)
      return send(reply, managePage(words, site, after, action === 'unfollow' || action === 'save'))
    },
  }

  const unsubscribe: LinkPage = {
    async show(request, reply) {
      const { words } = await opened(request, 'UNSUBSCRIBE')
      return send(reply, unsubscribePage(words, site))
    },
    // RFC 8058: mail programs post here for the reader. An unknown token is answered in the same way, since a mail program can do nothing about it.
    async act(request, reply) {
      const { token, reader, words } = await opened(request, 'UNSUBSCRIBE')
      const isNever = fieldsOf(request).get('action') === 'never'
      if (reader && isNever) await pages.erase(token, true)
      else if (reader) await pages.unfollow(token)
      return send(reply, isNever ? erasedPage(words, site, true) : unsubscribedPage(words, site))
    },
  }

  await fastify.register(async (scope) => {
    if (rates) {
      limitRates(scope, rates)
      scope.addHook('preHandler', async (request) => rates.charge(request.turn, COST, null))
    }
    parseForms(scope)
    const serve = (url: string, { show, act }: LinkPage) =>
      scope
        .route<Route>({ method: ['GET', 'HEAD'], url, handler: show })
        .route<Route>({ method: 'POST', url, handler: act })
    serve('/follow/confirm', confirm)
    serve('/follow/manage', manage)
    serve('/follow/unsubscribe', unsubscribe)
  })
}

function sendExport(reply: FastifyReply, found: object | null): FastifyReply {
  return reply
    .headers({
      ...HEADERS,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="alerts.json"',
    })
    .send(JSON.stringify(found, null, 2))
}

const isFrequency = (value: string | null): value is 'INSTANT' | 'DAILY' | 'WEEKLY' =>
  value === 'INSTANT' || value === 'DAILY' || value === 'WEEKLY'

function managed(fields: URLSearchParams, before: 'INSTANT' | 'DAILY' | 'WEEKLY') {
  const frequency = fields.get('frequency')
  return {
    topicIds: fields.getAll('topic'),
    authorIds: fields.getAll('author'),
    frequency: isFrequency(frequency) ? frequency : before,
    paused: fields.get('paused') === 'true',
  }
}

/** In the order in which the browser names them; weights are rarely in another. */
function acceptedLanguages({ headers }: PageRequest): string[] {
  return (headers['accept-language'] ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => part.split(';', 1)[0]?.trim() ?? '')
    .filter((tag) => tag !== '' && tag !== '*')
}
