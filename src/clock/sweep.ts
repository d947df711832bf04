import type { Database } from '../database/database.ts'
import { goLive, withdraw } from './due.write.ts'
import type { Deed } from './due-action.write.ts'
import type { Failures } from './failures.ts'
import { tellExpiry } from './rights.write.ts'

/**
 * Does all that is due. Whoever went live and is to be withdrawn by now does both, in that order, so that what follows from either comes to
 * pass.
 */
export async function sweep(database: Database, failures: Failures): Promise<void> {
  for (const deed of [goLive, withdraw, tellExpiry]) await finish(database, deed, failures)
}

/** In batches, so that no transaction is long and other processes share the work, until none is left that can be done now. */
async function finish(database: Database, deed: Deed, failures: Failures): Promise<void> {
  for (;;) {
    const except = failures.waiting()
    const done = await deed.carryOut(database, { except }).catch(() => oneByOne(database, deed, except, failures))
    failures.forget(done)
    if (done.length === 0) return
  }
}

/** After a batch that failed: a bad one keeps the others waiting no longer than it takes to try it. */
async function oneByOne(
  database: Database,
  deed: Deed,
  except: readonly string[],
  failures: Failures,
): Promise<string[]> {
  const done: string[] = []
  for (const id of await deed.due(database, { except })) {
    try {
      done.push(...(await deed.carryOut(database, { only: id })))
    } catch (error) {
      failures.note(deed.subject, id, error)
    }
  }
  return done
}
