import type { FastifyBaseLogger } from 'fastify'
import type { Env } from './config/env.ts'
import { greeting } from './greeting.ts'

export interface Started {
  readonly log: Pick<FastifyBaseLogger, 'info' | 'warn'>
  /** Where it listens */
  readonly origin: string
  /** What was done, a line each */
  readonly done: readonly string[]
  /** The sample newsroom's tokens that are accepted */
  readonly devTokens: readonly string[]
}

/** Tells the person who started it, or the log, what there is and what is dangerous. */
export function announce(env: Env, { log, origin, done, devTokens }: Started): void {
  if (env.production && isLocal(env.publicUrl))
    log.warn(`PUBLIC_URL is ${env.publicUrl}. Image addresses begin with it: check that readers can reach it.`)
  if (env.databaseUrl === null && !isLocal(origin))
    log.warn(
      'Others can reach this server, and one slow query of theirs stops it for everybody: the embedded database is for development. Set DATABASE_URL.',
    )
  if (devTokens.length > 0 && !isLocal(origin))
    log.warn(
      `Anyone who can reach this server can sign in with ${devTokens.join(' or ')}. Set NODE_ENV=production to disable these tokens.`,
    )
  if (env.log.format === 'pretty') process.stdout.write(greeting(env, done, origin, devTokens))
  else for (const step of done) log.info(step)
}

function isLocal(url: string): boolean {
  return /^(localhost|127\..*|\[::1\])$/.test(URL.parse(url)?.hostname ?? '')
}
