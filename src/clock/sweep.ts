import type { Database } from '../database/database.ts'
import { goLive, withdraw } from './due.write.ts'
import type { DueAction } from './due-action.write.ts'
import type { Failures } from './failures.ts'
import { reportExpiry } from './rights.write.ts'

/**
 * Does all that is due. An article that should have gone live and been withdrawn does both, in that order, so that the consequences of both
 * happen.
 */
export async function sweep(database: Database, failures: Failures): Promise<void> {
  for (const action of [goLive, withdraw, reportExpiry]) await finish(database, action, failures)
}

/** In batches, so that no transaction is long and other processes share the work, until none is left that can be done now. */
async function finish(database: Database, action: DueAction, failures: Failures): Promise<void> {
  for (;;) {
    const except = failures.waiting()
    const done = await action.carryOut(database, { except }).catch(() => oneByOne(database, action, except, failures))
    failures.forget(done)
    if (done.length === 0) return
  }
}

/** After a batch that failed: a bad one keeps the others waiting no longer than it takes to try it. */
async function oneByOne(
  database: Database,
  action: DueAction,
  except: readonly string[],
  failures: Failures,
): Promise<string[]> {
  const done: string[] = []
  for (const id of await action.due(database, { except })) {
    try {
      done.push(...(await action.carryOut(database, { only: id })))
    } catch (error) {
      failures.note(action.subject, id, error)
    }
  }
  return done
}
