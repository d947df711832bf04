import { sql } from 'kysely'
import { isDesk } from '../desk/desk-only.ts'
import type { Event } from '../generated/graphql.ts'
import { listOf, textOf } from '../lib/json.ts'
import { isRecord } from '../lib/record.ts'
import { EVENT_TYPES } from '../outbox/event-types.ts'
import { sitePath } from '../outbox/events.load.ts'
import type { EventName } from '../outbox/events.ts'
import { computed, plain, timestamp } from '../reading/field.ts'
import { column, type Expression, type Field, type FieldsOf, type Row, type Shape } from '../reading/plan.ts'
import { and, type Sql } from '../reading/sql.ts'
import type { Site } from '../site/site.ts'
import { eventCursor } from './event-cursor.ts'
import { readersPayload } from './readers-payload.ts'
import { pathsOfReaders } from './shown-paths.ts'
import { subjectField } from './subject.field.ts'

export const position = column('outbox_event', 'position')
const type = column('outbox_event', 'type')
const payload = column('outbox_event', 'payload')
const tags = column('outbox_event', 'tags')
const paths = column('outbox_event', 'paths')

const isEventName = (name: unknown): name is EventName => typeof name === 'string' && Object.hasOwn(EVENT_TYPES, name)

/** A redirect to an article that was never live leads readers nowhere. Where the article goes live, its own event has the path. */
const isPrepared = (row: Row): Sql =>
  sql`${type(row)} = 'redirect.created' and coalesce((select a.first_published_at is null from redirect r join article a on a.id = r.article_id
    where r.id = case when ${type(row)} = 'redirect.created' then split_part(${payload(row)} ->> 'id', '_', 2)::uuid end), false)`

/** An event is committed, and has its place, before anybody sees it. */
function visible(row: Row): Sql {
  return sql`${position(row)} is not null`
}

/** The index outbox_event_of_readers has the second condition. */
function visibleToReaders(row: Row): Sql {
  return and([
    visible(row),
    sql`event_for_readers(${type(row)}, ${payload(row)}, ${tags(row)})`,
    sql`not (${isPrepared(row)})`,
  ])
}

/** The global id that the payload has. */
const subjectId: Expression = (row) => sql`${payload(row)} ->> 'id'`

const readersPaths = pathsOfReaders(paths)

function pathsField(site: Site): Field {
  const written = (all: readonly unknown[]) => listOf(all[0]).map((path) => sitePath(textOf(path), site))
  const [ofDesk, ofReaders] = [computed([paths], written), computed([readersPaths], written)]
  return (selection, row) => (isDesk(selection.planner.audience) ? ofDesk : ofReaders)(selection, row)
}

export function eventShape(site: Site): Shape {
  return {
    type: 'Event',
    table: 'outbox_event',
    // No response with events is stored.
    tags: 'PART',
    visible: (row, audience) => (isDesk(audience) ? visible(row) : visibleToReaders(row)),
    fields: {
      cursor: computed([position], ([place]) => eventCursor(Number(place))),
      at: timestamp(column('outbox_event', 'at')),
      type: computed([type], ([name]) => (isEventName(name) ? EVENT_TYPES[name] : null)),
      subject: subjectField(type, payload),
      subjectId: plain(subjectId),
      paths: pathsField(site),
      tags: plain(tags),
      payload: computed([type, payload], ([name, all], _args, audience) => {
        const whole = isRecord(all) ? all : {}
        if (isDesk(audience)) return whole
        return isEventName(name) ? readersPayload(name, whole) : {}
      }),
    } satisfies FieldsOf<Event>,
  }
}
