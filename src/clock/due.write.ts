import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { frontGoingLive } from '../front/front-live.write.ts'
import { BY_CLOCK, goingLive, withdrawing } from '../lifecycle/going-live.write.ts'
import { type DueAction, dueAction } from './due-action.write.ts'
import { reportExpiry } from './rights.write.ts'

// A row that another process has locked is passed over, and one that it has finished with is not due any more: the time is looked at again when
// the lock is taken.

/** Makes the scheduled revision live, whatever was saved since. A withdrawal that is planned for later stays planned. */
const goLive = dueAction({
  subject: 'article',
  table: 'article',
  time: 'scheduled_for',
  waiting: sql`scheduled_for is not null`,
  act: (due) =>
    goingLive(
      sql`${due} for update skip locked`,
      {
        revisionId: sql`old.scheduled_revision_id`,
        redate: sql`old.scheduled_redate`,
        unpublishAt: sql`old.unpublish_at`,
      },
      BY_CLOCK,
    ),
})

/** A schedule that still exists could not be carried out, and is cleared. */
const withdraw = dueAction({
  subject: 'article',
  table: 'article',
  time: 'unpublish_at',
  waiting: sql`unpublish_at is not null`,
  act: (due) => withdrawing(sql`${due} for update skip locked`, BY_CLOCK),
})

/** Makes the scheduled revision of a front live, whatever was saved since. */
const frontGoesLive = dueAction({
  subject: 'front',
  table: 'front',
  time: 'scheduled_for',
  waiting: sql`scheduled_for is not null`,
  act: (due) => frontGoingLive(sql`${due} for update skip locked`, sql`old.scheduled_revision_id`, BY_CLOCK),
})

/**
 * Everything that the clock does. An article that goes live and should be withdrawn by then does both, in this order, so that the
 * consequences of both happen.
 */
export const DUE_ACTIONS: readonly DueAction[] = [goLive, withdraw, frontGoesLive, reportExpiry]

/**
 * Milliseconds, by the database's clock, until an article, front or image other than these is due; 0 or less if one is due now. Null if none is
 * planned.
 */
export async function timeUntilDue(database: Database, except: readonly string[]): Promise<number | null> {
  const times = DUE_ACTIONS.map(({ next }) => next(except))
  const [row] = await send<{ ms: number | null }>(
    database,
    sql`select (extract(epoch from least(${sql.join(times)}) - now()) * 1000)::float8 as ms`,
  )
  return row?.ms ?? null
}
