import type { FastifyCorsOptions } from '@fastify/cors'
import type { Env } from '../../config/env.ts'

type Origins = Env['corsOrigins']

const EXPOSED = ['x-request-id', 'www-authenticate', 'retry-after', 'ratelimit', 'ratelimit-policy']

/** Which pages of other sites may read answers. */
export function corsOptions(origins: Origins): FastifyCorsOptions {
  return {
    origin: origins === true ? '*' : origins,
    methods: ['GET', 'POST'],
    exposedHeaders: EXPOSED,
    maxAge: 86_400,
    // Another refusal would have another form than all others, and protect nothing.
    strictPreflight: false,
  }
}

/** What @fastify/cors sends with each answer; where only some origins may read it, to a request that names none. */
export function corsHeaders(origins: Origins): readonly (readonly [string, string])[] {
  return [
    ...(origins === true ? [['access-control-allow-origin', '*'] as const] : []),
    ['access-control-expose-headers', EXPOSED.join(', ')],
  ]
}

/** Headers of a request on which all answers depend. */
export function variedByCors(origins: Origins): readonly string[] {
  return origins === true ? [] : ['Origin']
}
