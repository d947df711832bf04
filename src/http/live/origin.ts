import type { Env } from '../../config/env.ts'

/** A browser lets any page open a WebSocket, and says which: CORS does not apply. A request without an origin is of no page. */
export function isAllowedOrigin(origin: string | undefined, allowed: Env['corsOrigins']): boolean {
  return allowed === true || origin === undefined || allowed.includes(origin)
}
