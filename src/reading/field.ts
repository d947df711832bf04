import { sql } from 'kysely'
import type { Audience } from './audience.ts'
import { cacheId, globalId } from './global-id.ts'
import { type Finish, located, planObject } from './object.ts'
import {
  type Expression,
  type Field,
  type Need,
  type PlannedField,
  Row,
  type Selection,
  type State,
  type TagsOf,
} from './plan.ts'
import { isoTimestamp, type Sql } from './sql.ts'
import { projectValue } from './value.ts'

/** A field whose value stands in the row as the response shows it. */
export function plain(expression: Expression): Field {
  return (_selection, row) => ({ needs: [{ key: expression, sql: expression(row) }] })
}

/** A timestamp of the row, as the API writes it. */
export function timestamp(expression: Expression): Field {
  const written: Expression = (row) => isoTimestamp(expression(row))
  return plain(written)
}

/** What every type with a global id has: `id`, the same in every state, and `cacheId`, which tells the states apart. */
export function nodeFields(type: string, uuid: Expression): Record<'id' | 'cacheId', Field> {
  return { id: plain((row) => globalId(type, uuid(row))), cacheId: plain((row) => cacheId(type, uuid(row), row)) }
}

/** A field that depends on more than its row, the rows that belong to it, and the rows that are shown. */
export function tagged(tags: TagsOf, field: Field): Field {
  return (selection, row) => {
    selection.planner.addTags(tags(selection, row))
    return field(selection, row)
  }
}

type Compute = (values: readonly unknown[], args: Readonly<Record<string, unknown>>, audience: Audience) => unknown

/** A field computed outside the statement from values of the row, the field's arguments, and who asks. */
export function computed(expressions: readonly Expression[], compute: Compute): Field {
  return (selection, row) => ({ needs: needsOf(expressions, row), finish: computing(compute, selection) })
}

/** As `computed`, for a value (or a list of them) with fields of its own. */
export function computedObject(expressions: readonly Expression[], compute: Compute): Field {
  return (selection, row) => {
    const project = projectValue(selection)
    const finish = computing(compute, selection)
    return { needs: needsOf(expressions, row), finish: (values, run) => project(finish(values, run), run) }
  }
}

function needsOf(expressions: readonly Expression[], row: Row): Need[] {
  return expressions.map((expression) => ({ key: expression, sql: expression(row) }))
}

/** On its own, so that the row is not stored with the plan. */
function computing(compute: Compute, selection: Selection): NonNullable<PlannedField['finish']> {
  return (values, run) => located(selection, () => compute(values, selection.argumentsIn(run), run.audience))
}

function single(selection: Selection, sqlText: Sql, finish: Finish | undefined): PlannedField {
  const needs = [{ key: selection, sql: sqlText }]
  return finish ? { needs, finish: ([raw], run) => finish(raw, run) } : { needs }
}

/** Where related rows are looked for. */
export interface Relation {
  readonly on: (parent: Row, child: Row, selection: Selection) => Sql
  /** Where the rows come from, if not only from their table; must include that table under the child's alias. */
  readonly from?: (parent: Row, child: Row) => Sql
  readonly orderBy?: (child: Row, selection: Selection) => Sql | null
  /** How the related rows are shown, when not as the public has them; it may depend on how their parent is shown. */
  readonly state?: State | ((parent: Row) => State | null)
}

function childOf(type: string, relation: Relation, parent: Row, selection: Selection): Row {
  const { state } = relation
  const child = selection.planner.row(type, typeof state === 'function' ? state(parent) : state)
  if (relation.from) child.from = relation.from(parent, child)
  child.conditions.push(relation.on(parent, child, selection))
  return child
}

/** One related row of `type`, or null. */
export function one(type: string, relation: Relation): Field {
  return (selection, parent) => {
    const child = childOf(type, relation, parent, selection)
    const object = planObject(selection, type, child)
    const order = relation.orderBy?.(child, selection)
    const ordered = order ? sql` order by ${order}` : sql``
    return single(selection, sql`(select ${object.sql} ${child.source()}${ordered} limit 1)`, object.finish)
  }
}

/**
 * The row of one of the joins, without reading it again. For rows that always exist, of a type whose shape hides no rows and has no joins.
 */
export function joined(type: string, join: string): Field {
  return (selection, parent) => {
    const object = planObject(selection, type, new Row(selection.planner.shape(type), parent.joined(join)))
    return single(selection, object.sql, object.finish)
  }
}

/** The same row as another GraphQL type, whose shape reads the same table and joins. */
export function same(type: string): Field {
  return (selection, parent) => {
    const object = planObject(selection, type, parent)
    return single(selection, object.sql, object.finish)
  }
}

/** All related rows of `type` in an order. Only for what belongs to its parent and is few; long lists are connections. */
export function many(type: string, relation: Relation & Required<Pick<Relation, 'orderBy'>>): Field {
  return (selection, parent) => {
    const child = childOf(type, relation, parent, selection)
    const object = planObject(selection, type, child)
    const { finish } = object
    const order = relation.orderBy(child, selection) ?? sql`1`
    const needs = [
      {
        key: selection,
        sql: sql`(select coalesce(json_agg(${object.sql} order by ${order}), '[]'::json) ${child.source()})`,
      },
    ]
    if (!finish) return { needs }
    return {
      needs,
      finish: ([items], run) => (Array.isArray(items) ? items.map((item: unknown) => finish(item, run)) : []),
    }
  }
}
