import { type FieldChange, fieldChange, idsOf } from '../activity/field-change.ts'
import { type AnyColumns, type Columns, columnValue } from '../database/columns.ts'
import type { Tx } from '../database/database.ts'

type Column = keyof Columns<'author'> | keyof Columns<'image'> | keyof Columns<'site'> | keyof Columns<'topic'>

/** Where one part of an object's values is stored. */
type Part<State> = {
  /** The field that shows it, where it has another name */
  readonly field?: string
  /** The type of what the value is an id of, or a list of ids */
  readonly refersTo?: string
} & (
  | { readonly column: Column }
  /** What is computed from it */
  | { readonly columns: (state: State) => AnyColumns }
  /** Rows of another table */
  | { readonly replaceRows: (tx: Tx, id: string, state: State) => Promise<void> }
)

/** All parts, in the order in which a change names them. A part that is missing does not compile: it would never be saved. */
export type Parts<State> = { readonly [Name in keyof State & string]-?: Part<State> }

type Named<State> = readonly [name: string, part: Part<State>]

function partsOf<State>(parts: Parts<State>): Named<State>[] {
  return Object.entries<Part<State>>(parts)
}

const valuesOf = (state: object): ReadonlyMap<string, unknown> => new Map(Object.entries(state))

export function changedParts<State extends object>(parts: Parts<State>, before: State, after: State): Named<State>[] {
  const [old, current] = [valuesOf(before), valuesOf(after)]
  return partsOf(parts).filter(([name]) => JSON.stringify(old.get(name)) !== JSON.stringify(current.get(name)))
}

/** By the names of the fields. */
export function fieldsOf<State>(changed: readonly Named<State>[]): string[] {
  return [...new Set(changed.map(([name, { field }]) => field ?? name))]
}

/** The same with their values, as the audit trail tells them. Parts that one field shows are reported together. */
export function fieldChangesOf<State extends object>(
  changed: readonly Named<State>[],
  parts: Parts<State>,
  before: State,
  after: State,
): FieldChange[] {
  return fieldsOf(changed).map((field) => {
    const own = partsOf(parts).filter(([name, part]) => (part.field ?? name) === field)
    const told = (state: State) => {
      const values = own.map(([name, { refersTo }]) => toldValue(valuesOf(state).get(name), refersTo))
      return values.length === 1 ? values[0] : values.filter((value) => value !== null)
    }
    return fieldChange(field, told(before), told(after))
  })
}

function toldValue(value: unknown, refersTo: string | undefined): unknown {
  if (refersTo === undefined) return value
  return idsOf(
    refersTo,
    [value].flat().filter((id) => typeof id === 'string'),
  )
}

/** What is stored in the row itself. */
export function columnsOf<State extends object>(parts: Parts<State>, state: State): AnyColumns {
  const values = valuesOf(state)
  const columns = partsOf(parts).map(([name, part]) => {
    if ('columns' in part) return part.columns(state)
    return 'column' in part ? { [part.column]: columnValue(values.get(name)) } : {}
  })
  return Object.assign({}, ...columns)
}

export async function replaceRows<State>(
  changed: readonly Named<State>[],
  tx: Tx,
  id: string,
  state: State,
): Promise<void> {
  for (const [, part] of changed) if ('replaceRows' in part) await part.replaceRows(tx, id, state)
}
