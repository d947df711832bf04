import type { RequestContext } from '../../src/context.ts'

/** A request that has sent so many statements. */
export function contextOf(statements: number): RequestContext {
  return { reader: { statements } }
}
