import type { FastifyInstance, FastifyReply } from 'fastify'
import { parseShortAddress, type ShortAddress, taggedUrl } from '../../share/share.rules.ts'
import type { Visitor } from '../../share/share-counter.ts'
import type { ShortLinkTarget } from '../../share/short-link.load.ts'
import type { Site } from '../../site/site.ts'
import { escapeHtml } from '../pages/html.ts'
import { limitRates, type RateHooks } from '../rate/rate-hooks.ts'
import { isMachine } from './visitor.ts'

export interface ShortLinks {
  readonly site: Site
  readonly find: (code: string) => Promise<ShortLinkTarget | null>
  readonly count: (address: ShortAddress, visitor: Visitor) => void
}

/** One read by a key, in the units of limits/cost/weights.ts. */
const COST = 10

const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * `/s/<code><letter of a channel>` leads to the article where it is now, and is counted. No cache stores the answer, as all others would follow the
 * address without being counted. Nothing of who follows it is stored or logged (http/request-log.ts).
 */
export async function serveShortLinks(
  fastify: FastifyInstance,
  { site, find, count }: ShortLinks,
  rates: RateHooks | null,
): Promise<void> {
  // In a scope of its own, whose rates are limited.
  await fastify.register(async (scope) => {
    if (rates) limitRates(scope, rates)
    scope.route<{ Params: { address: string } }>({
      method: ['GET', 'HEAD'],
      url: '/s/:address',
      async handler(request, reply) {
        const address = parseShortAddress(request.params.address)
        if (!address) return sendPage(reply, 404, site)
        await rates?.charge(request.turn, COST, null)
        const target = await find(address.code)
        if (target === null) return sendPage(reply, 404, site)
        if (target === 'GONE') return sendPage(reply, 410, site)
        count(address, isMachine(request) ? 'machines' : 'people')
        return reply
          .code(302)
          .header('location', asciiUrl(taggedUrl(target.path, address.channel, site)))
          .send()
      },
    })
  })
}

/** A host may be written in any script. */
const asciiUrl = (url: string): string => new URL(url).href

const WORDS = {
  404: 'There is no article at this address.',
  410: 'This article is no longer available.',
} as const

/** For people: they come from a chat, not from a program. */
function sendPage(reply: FastifyReply, status: keyof typeof WORDS, { name, url }: Site): FastifyReply {
  const title = escapeHtml(name)
  return reply
    .code(status)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY })
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><p>${WORDS[status]}</p><p><a href="${escapeHtml(url)}">${title}</a></p></html>\n`,
    )
}
