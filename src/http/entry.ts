import { once } from '../lib/once.ts'
import type { Call, CountingContext } from './call.ts'
import type { RateHooks } from './rate/rate-hooks.ts'

/** Charges the client for an operation that is about to run, and takes a place for it, once for a call. @throws RATE_LIMITED, UNAVAILABLE */
export type Enter<Context> = (call: Call, cost: number, context: Context) => Promise<void>

export function entry<Context extends CountingContext>(rates: RateHooks | null | undefined): Enter<Context> {
  async function enter(call: Call, cost: number, { viewer, admit }: Context): Promise<void> {
    await rates?.charge(call.turn, cost, viewer?.id ?? null)
    // A request that was begun before Fastify may end in either.
    if (admit) call.done = once(admit(cost))
  }

  return (call, cost, context) => {
    call.cost = cost
    call.entered ??= enter(call, cost, context)
    return call.entered
  }
}
