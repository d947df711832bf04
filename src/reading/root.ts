import { sql } from 'kysely'
import { IDS } from '../contract/limits.ts'
import { badUserInput } from '../errors/errors.ts'
import { type Argument, Slot } from './argument.ts'
import { cacheId, globalId, namedIn, uuidOf } from './global-id.ts'
import type { StateOf } from './list-source.ts'
import { isObject, planObject } from './object.ts'
import type { Field, PlannedField, Planner, Row, Selection, Shape, State, Tag } from './plan.ts'
import type { Sql } from './sql.ts'
import { KINDS, tagOf, tagOfAll } from './tags/tag.ts'
import { rememberType } from './value.ts'

/** A root row looked up by what the client names: the first in `orderBy` where several could be meant. */
export interface Lookup {
  /** What it depends on which row is found, if any is */
  readonly tags: (selection: Selection) => readonly Tag[]
  readonly where: (row: Row, selection: Selection) => Sql
  readonly orderBy?: (row: Row, selection: Selection) => Sql | null
  readonly stateOf?: StateOf
}

/** A row that is not reached through something visible. */
function rootRow(planner: Planner, type: string, state: State | null = null): Row {
  const row = planner.row(type, state)
  row.isNamed = true
  const condition = row.shape.reachable?.(row, planner.audience)
  if (condition) row.conditions.push(condition)
  return row
}

/** One `type` of the possible types of a root field, or null. */
export function planLookup(selection: Selection, type: string, lookup: Lookup): PlannedField {
  const row = rootRow(selection.planner, type, lookup.stateOf?.(selection))
  selection.planner.addTags(lookup.tags(selection))
  row.conditions.push(lookup.where(row, selection))
  const object = planObject(selection, type, row)
  const order = lookup.orderBy?.(row, selection)
  const ordered = order ? sql` order by ${order}` : sql``
  const { finish } = object
  return {
    needs: [{ key: `${type} ${row.alias}`, sql: sql`(select ${object.sql} ${row.source()}${ordered} limit 1)` }],
    finish: ([raw], run) => (raw === null ? null : rememberType(finish ? finish(raw, run) : raw, type)),
  }
}

/** A root field that gives one row or null. */
export function find(type: string, lookup: Lookup): Field {
  return (selection) => planLookup(selection, type, lookup)
}

/** What a lookup by id depends on, whether it finds something or not. @param name of the argument */
export function idTag(selection: Selection, type: string, name: 'id' | 'ids'): Tag {
  const { tags } = selection.planner.shape(type)
  const own = typeof tags === 'string' || tags.isPart ? null : tags.letter
  const tagsOf = (uuid: string) => (own ? [tagOf(own, uuid)] : KINDS.map(tagOfAll))
  return {
    letter: own ?? 'a',
    read: (run) => [selection.argumentsIn(run)[name]].flat().flatMap((id) => tagsOfId(type, id, tagsOf)),
  }
}

function tagsOfId(type: string, id: unknown, tagsOf: (uuid: string) => string[]): string[] {
  const uuid = uuidOf(type, id)
  return uuid === null ? [] : tagsOf(uuid)
}

/** Of a lookup by `byIdOr`. @param other what it depends on where no id is given */
export function idOrTag(type: string, other: (selection: Selection) => Tag): Lookup['tags'] {
  return (selection) => [selection.argument('id').isGiven ? idTag(selection, type, 'id') : other(selection)]
}

const ledTo = ({ led }: Shape, id: Sql): Sql => (led ? led(id) : id)

/** One of two ways to name a thing, exactly one: by `id`, or by another argument. Throws BAD_USER_INPUT otherwise. */
export function byIdOr(argument: string, type: string, id: (row: Row) => Sql, other: Lookup['where']): Lookup['where'] {
  return (row, selection) => {
    const given = selection.argument('id')
    if (given.isGiven === selection.argument(argument).isGiven) {
      throw badUserInput(`Send exactly one of \`id\` and \`${argument}\`.`, {
        argument: given.isGiven ? argument : 'id',
        allowed: `\`id\` or \`${argument}\``,
      })
    }
    return given.isGiven
      ? sql`${id(row)} = ${ledTo(
          row.shape,
          given.bind('uuid', (value) => uuidOf(type, value)),
        )}`
      : other(row, selection)
  }
}

/** The first of several planned fields that gives something. */
export function firstOf(fields: readonly PlannedField[]): PlannedField {
  let start = 0
  const parts = fields.map((field) => {
    const from = start
    start += field.needs.length
    return { field, from, to: start }
  })
  return {
    needs: fields.flatMap(({ needs }) => needs),
    finish: (values, run) => {
      for (const { field, from, to } of parts) {
        const own = values.slice(from, to)
        const value = field.finish ? field.finish(own, run) : own[0]
        if (value !== null && value !== undefined) return value
      }
      return null
    },
  }
}

/** A type and a state in which this audience may find its rows by id. */
interface Findable {
  readonly type: string
  readonly state: State | null
  /** Whether the id must name the state, as a `cacheId` does; otherwise it is the global id. */
  readonly byCacheId: boolean
}

/** What this audience may find by id. For everything else not even a part of the statement is made. */
function findable(selection: Selection, asked: State | null): Findable[] {
  const { audience } = selection.planner
  const mayFind = (permission: string | undefined) => permission === undefined || audience.permissions.has(permission)
  return selection.possibleTypes().flatMap(({ name: type }) => {
    const { permission, foundIn } = selection.planner.shape(type)
    if (!mayFind(permission)) return []
    const states = foundIn && mayFind(foundIn.permission) ? foundIn.states : []
    const state = asked && states.includes(asked) ? asked : null
    return [{ type, state, byCacheId: false }, ...states.map((one) => ({ type, state: one, byCacheId: true }))]
  })
}

const byUuid = (row: Row): Sql => sql.ref(`${row.alias}.id`)

/** Relay's node(id:): the id says which type, and of the other types' parts of the statement nothing is found. */
export function node(): Field {
  return (selection) =>
    firstOf(
      findable(selection, null).map(({ type, state, byCacheId }) =>
        planLookup(selection, type, {
          tags: () => [idTag(selection, type, 'id')],
          stateOf: () => state,
          where: (row) => (byCacheId && state ? isNamedIn(row, state, selection) : isNamed(row, selection)),
        }),
      ),
    )
}

function isNamed(row: Row, selection: Selection): Sql {
  const id = selection.argument('id').bind('uuid', (value) => uuidOf(row.shape.type, value))
  return sql`${byUuid(row)} = ${ledTo(row.shape, id)}`
}

function isNamedIn(row: Row, state: State, selection: Selection): Sql {
  const part = (name: 'uuid' | 'mark') =>
    selection.argument('id').bind('uuid', (value) => namedIn(row.shape.type, state, value)?.[name] ?? null)
  const isRow = sql`${byUuid(row)} = ${part('uuid')}`
  return state.mark ? sql`${isRow} and ${state.mark(row)} = ${part('mark')}` : isRow
}

/** What `read` gives for each of the ids; those for which it gives null are left out. */
function uuidsOf(ids: unknown, read: (id: unknown) => string | null | undefined): string[] {
  if (!Array.isArray(ids)) return []
  if (ids.length > IDS.most) {
    throw badUserInput(`\`ids\` has ${ids.length} ids; up to ${IDS.most} are answered at once.`, {
      argument: 'ids',
      allowed: `up to ${IDS.most} ids`,
    })
  }
  return ids.flatMap((id: unknown) => read(id) ?? [])
}

/** Limits a row to those that the ids lead to. Gives the id that each was asked by. */
function named(row: Row, ids: Argument): Sql {
  const { type, led } = row.shape
  const uuids = ids.bind('uuid[]', (value) => uuidsOf(value, (id) => uuidOf(type, id)))
  if (!led) {
    row.conditions.push(sql`${byUuid(row)} = any (${uuids})`)
    return globalId(type, byUuid(row))
  }
  const alias = `${row.alias}_named`
  row.from = sql`unnest(${uuids}) ${sql.ref(alias)} (id) cross join ${row.from}`
  row.conditions.push(sql`${byUuid(row)} = ${led(sql.ref(`${alias}.id`))}`)
  return globalId(type, sql.ref(`${alias}.id`))
}

/** The same for ids that name the state. What only looks like one of them is found too, and not asked for. */
function namedInState(row: Row, state: State, ids: Argument): Sql {
  const { type } = row.shape
  const all = (name: 'uuid' | 'mark') =>
    ids.bind('uuid[]', (value) => uuidsOf(value, (id) => namedIn(type, state, id)?.[name]))
  row.conditions.push(sql`${byUuid(row)} = any (${all('uuid')})`)
  if (state.mark) row.conditions.push(sql`${state.mark(row)} = any (${all('mark')})`)
  return cacheId(type, byUuid(row), row)
}

/** nodes(ids:): each type's rows by id, then put into the order asked. */
export function nodes(stateOf: StateOf): Field {
  return (selection) => {
    const ids = selection.argument('ids')
    const types = findable(selection, stateOf(selection)).map(({ type, state, byCacheId }) => {
      const row = rootRow(selection.planner, type, state)
      selection.planner.addTags([idTag(selection, type, 'ids')])
      const asked = byCacheId && state ? namedInState(row, state, ids) : named(row, ids)
      const object = planObject(selection, type, row)
      return {
        name: type,
        finish: object.finish,
        need: {
          key: row,
          sql: sql`(select coalesce(json_object_agg(${asked}, ${object.sql}), '{}'::json) ${row.source()})`,
        },
      }
    })
    return {
      needs: types.map(({ need }) => need),
      finish: (values, run) => {
        const found = new Map<string, unknown>()
        for (const [index, { name, finish }] of types.entries()) {
          const rows = values[index]
          if (!isObject(rows)) continue
          for (const [id, raw] of Object.entries(rows))
            found.set(id, rememberType(finish ? finish(raw, run) : raw, name))
        }
        const asked = selection.argumentsIn(run).ids
        return Array.isArray(asked)
          ? asked.map((id: unknown) => (typeof id === 'string' ? (found.get(id) ?? null) : null))
          : []
      },
    }
  }
}

/** Rows of `type` that code names by their keys, by key: the value is a Map. */
export function subjects(type: string): Field {
  return subjectsFrom(type, (row, own) => {
    // In a subselect, because PostgreSQL would plan again for every different list.
    const keys = new Slot('ids of the rows', (run) => run.subjects.keys)
    row.conditions.push(sql`${own} = any ((select ${keys}::uuid[])::uuid[])`)
  })
}

/**
 * The same as code gives them: as they were at some moment, by the values that they had then. What a given row does not say, e.g. a column that is
 * newer, is as it is stored. A row that is no more is read like the others, unless its id alone does not tell which row is meant.
 */
export function givenSubjects(type: string): Field {
  return subjectsFrom(type, (row) => {
    const { table, subject: { and: second } = {} } = row.shape
    const [given, stored] = [sql.ref(`${row.alias}_given`), sql.ref(`${row.alias}_stored`)]
    const isSame = (column: string) =>
      sql`${sql.ref(`${row.alias}_stored.${column}`)} = (${given} ->> ${sql.lit(column)})::uuid`
    const rows = new Slot('the rows as they were', (run) => JSON.stringify(run.subjects.rows))
    row.from = sql`jsonb_array_elements(${rows}::text::jsonb) as ${given}
      ${second === undefined ? sql`left join` : sql`join`} ${sql.table(table)} as ${stored} on ${isSame('id')}${second === undefined ? sql`` : sql` and ${isSame(second)}`}
      cross join lateral jsonb_populate_record(${stored}, ${given}) as ${sql.ref(row.alias)}`
  })
}

function subjectsFrom(type: string, find: (row: Row, own: Sql) => void): Field {
  return (selection) => {
    const { key = 'id', state } = selection.planner.shape(type).subject ?? {}
    const row = selection.planner.row(type, state)
    const own = sql.ref(`${row.alias}.${key}`)
    find(row, own)
    const { sql: object, finish } = planObject(selection, type, row)
    return {
      needs: [
        { key: type, sql: sql`(select coalesce(json_object_agg(${own}, ${object}), '{}'::json) ${row.source()})` },
      ],
      finish: ([rows], run) =>
        new Map(
          Object.entries(isObject(rows) ? rows : {}).map(([uuid, raw]) => [uuid, finish ? finish(raw, run) : raw]),
        ),
    }
  }
}
