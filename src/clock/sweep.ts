import type { Database } from '../database/database.ts'
import { DUE_ACTIONS } from './due.write.ts'
import type { DueAction } from './due-action.write.ts'
import type { Failures } from './failures.ts'

/** Does all that is due. */
export async function sweep(database: Database, failures: Failures): Promise<void> {
  for (const action of DUE_ACTIONS) await finish(database, action, failures)
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
