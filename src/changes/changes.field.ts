import { sql } from 'kysely'
import { isDesk } from '../desk/desk-only.ts'
import { cursorExpired } from '../errors/errors.ts'
import type { Query } from '../generated/graphql.ts'
import { connection } from '../reading/connection.ts'
import type { ListSource } from '../reading/list-source.ts'
import { located } from '../reading/object.ts'
import type { Field, FieldsOf, Selection } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { position } from './event.shape.ts'
import { IN_ORDER, positionOf } from './event-cursor.ts'

/** Of the newest event, also if it has been deleted. */
const NEWEST = sql`greatest((select max(position) from outbox_event), (select position from event_horizon))`

/** The position that `after` names. */
function afterOf(selection: Selection): Sql {
  return selection.argument('after').bind('int8', (cursor) => positionOf(cursor, 'after'))
}

/** The end cursor of a page without events: that of the client, or, at its first call, that of the newest event. */
function placeOf(selection: Selection): Pick<ListSource, 'place'> {
  if (selection.argument('after').isGiven) return { place: [afterOf(selection)] }
  return selection.argument('before').isGiven ? {} : { place: [NEWEST] }
}

/** The last deleted event that the viewer could see: the list begins after it. */
function horizonOf(selection: Selection): Sql {
  const column = isDesk(selection.planner.audience) ? 'position' : 'readers_position'
  return sql`(select ${sql.ref(column)} from event_horizon)`
}

const events = connection(
  'Event',
  () => [],
  (selection, row) => {
    row.conditions.push(sql`${position(row)} > ${horizonOf(selection)}`)
    return { ...IN_ORDER, by: [{ value: position(row), type: 'int8' }], ...placeOf(selection) }
  },
)

const DELETED = 'The events after this cursor are deleted: they are stored for a limited time (EVENTS_RETENTION_DAYS).'
const UNKNOWN = 'This cursor is newer than all events of the database, which may have been restored from a backup.'
const WAY_OUT = 'Request `last: 1` to get a cursor, read everything again, and continue from that cursor.'

const changes: Field = (selection, row) => {
  // A cached response, or a replica, would lack what has just been committed.
  selection.planner.isCurrent = true
  const list = events(selection, row)
  if (!selection.argument('after').isGiven) return list
  const after = afterOf(selection)
  const fault = sql`case when ${after} < ${horizonOf(selection)} then 'deleted' when ${after} > ${NEWEST} then 'unknown' end`
  return {
    needs: [...list.needs, { key: 'whether the cursor is known', sql: fault }],
    finish: (values, run) => {
      const found = values.at(-1)
      return located(selection, () => {
        if (typeof found === 'string')
          throw cursorExpired(`${found === 'deleted' ? DELETED : UNKNOWN} ${WAY_OUT}`, { argument: 'after' })
        return list.finish ? list.finish(values.slice(0, -1), run) : values[0]
      })
    },
  }
}

export const changesRoots: FieldsOf<Pick<Query, 'changes'>> = { changes }
