import type { FastifyRequest } from 'fastify'
import { isbot } from 'isbot'
import { cut } from '../log/cut.ts'

/** More of it says nothing more, and takes time to look through. */
const MAX_AGENT = 500

/** What browsers say when they open a page before anybody asked for it. */
const AHEAD = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const

/** Crawlers, previews of chats and social networks, checks of links, and browsers that fetch ahead. What does not say what it is counts as a machine. */
export function isMachine({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): boolean {
  const agent = headers['user-agent']
  return method === 'HEAD' || !agent || AHEAD.some((name) => isAhead(headers[name])) || isbot(cut(agent, MAX_AGENT))
}

function isAhead(purpose: string | string[] | undefined): boolean {
  return /\b(prefetch|prerender|preview)\b/i.test(String(purpose ?? ''))
}
