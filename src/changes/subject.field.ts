import { sql } from 'kysely'
import { EVENTS } from '../outbox/events.ts'
import type { Expression, Field, Row, Selection, State } from '../reading/plan.ts'
import { firstOf, planLookup } from '../reading/root.ts'
import type { Sql } from '../reading/sql.ts'

/** The names of the events about each type. */
const EVENTS_OF: ReadonlyMap<string, readonly string[]> = Object.entries(EVENTS).reduce(
  (found, [name, { subject }]) => found.set(subject, [...(found.get(subject) ?? []), name]),
  new Map<string, readonly string[]>(),
)

interface Way {
  readonly type: string
  readonly events: readonly string[]
  readonly state: State | null
}

/** Under which types, and in which states, this audience may find what events are about: the desk also finds what is not live. */
function waysTo(selection: Selection): Way[] {
  const { audience } = selection.planner
  const mayFind = (permission: string | undefined) => permission === undefined || audience.permissions.has(permission)
  return selection.possibleTypes().flatMap(({ name: type }) => {
    const events = EVENTS_OF.get(type)
    if (!events) return []
    const { permission, foundIn } = selection.planner.shape(type)
    if (!mayFind(permission)) return []
    const states = foundIn && mayFind(foundIn.permission) ? foundIn.states : []
    return [null, ...states].map((state) => ({ type, events, state }))
  })
}

/** The object that an event is about, as the viewer may see it now; of a merged topic the one that stays. Each event has a subject of one type: of the others nothing is looked for. */
export function subjectField(type: Expression, payload: Expression): Field {
  const uuidIn = (event: Row, events: readonly string[]): Sql =>
    sql`case when ${type(event)} in (${sql.join(events.map((name) => sql.lit(name)))})
      then split_part(${payload(event)} ->> 'id', '_', 2)::uuid end`

  return (selection, event) =>
    firstOf(
      waysTo(selection).map(({ type: of, events, state }) =>
        planLookup(selection, of, {
          tags: () => [],
          stateOf: () => state,
          where: (row) => {
            const uuid = uuidIn(event, events)
            return sql`${sql.ref(`${row.alias}.id`)} = ${row.shape.led ? row.shape.led(uuid) : uuid}`
          },
        }),
      ),
    )
}
