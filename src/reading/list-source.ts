import { demand } from './audience.ts'
import type { OrderType } from './cursor.ts'
import type { Expression, Row, Selection, State } from './plan.ts'
import type { Sql } from './sql.ts'

/** A value that a list is ordered by. It is never null: a row without it would be in no page. */
export interface OrderColumn {
  readonly value: Sql
  readonly type: OrderType
}

/** How a list lies in the database. */
export interface ListSource {
  /** A name of the order; cursors of one order are refused by another. */
  readonly order: string
  readonly direction: 'ASC' | 'DESC'
  /** What the rows are ordered by, all in the one direction; the last one is unique. An index over them makes a page cost its rows. */
  readonly by: readonly OrderColumn[]
  /** How many there are, where something knows without counting. */
  readonly total?: Sql
  /**
   * Where the rows are chosen from, if that says everything about which rows are in the list and in which order. The row's table is then read only for the rows
   * of the page.
   */
  readonly chosen?: ChosenRows
  /** Queries, each `name as (…)`, that all readings of the rows share: evaluated once, though page and total both need them. */
  readonly with?: Sql
  /**
   * Several ways to read the rows, one of which is used when the statement runs. Each is a condition on the row, and PostgreSQL finds out
   * before it reads a row which of them are false: those cost nothing. For lists that need different plans for rare and common values.
   */
  readonly ways?: readonly Sql[]
  /**
   * The position that `endCursor` has on a page without items, with a value for each column of `by`: from there a client goes on that asks again and again.
   * Without it such a page has no cursor.
   */
  readonly place?: readonly Sql[]
  /** Fields of the edge other than cursor and node. */
  readonly edge?: Readonly<Record<string, EdgeField>>
}

export interface ChosenRows {
  readonly from: Sql
  /** The name of `from`, which `by` and `edge` refer to */
  readonly alias: string
  /** Which row of the table one of these is */
  readonly on: Sql
}

export interface EdgeField {
  /** Asked for where it is selected, so that its joins are made only for the rows of the page. */
  readonly value: () => Sql
  readonly finish?: (value: unknown) => unknown
}

/** Prepares `row` (its source and conditions) for the list, and says how the list is ordered. Called once for each reading of the rows. */
export type OpenList = (selection: Selection, row: Row, parent: Row) => ListSource

/** In which state the arguments ask for rows: null as the public has them. */
export type StateOf = (selection: Selection) => State | null

/** An order that a client may choose by name. */
export interface OrderChoice {
  readonly value: Expression
  readonly type: OrderType
  /** Who may order by it, when not everybody: the order tells as much as the value. */
  readonly permission?: string
}

/** An order for each field of a generated `orderBy` input, and `id`, by which ties are broken. */
export type OrdersOf<OrderBy> = Readonly<Record<keyof OrderBy | 'id', OrderChoice>>

/**
 * Reads an `orderBy` argument: one name with ASC or DESC. Ties are broken by `id` in the same direction, so that an index on both serves
 * either way.
 */
export function chosenOrder(
  selection: Selection,
  row: Row,
  choices: Readonly<Record<string, OrderChoice>>,
  byDefault: { readonly name: string; readonly direction: 'ASC' | 'DESC' },
): Pick<ListSource, 'order' | 'direction' | 'by'> {
  const [chosen] = selection.argument('orderBy').parts()
  const order = chosen?.[0] ?? byDefault.name
  const direction = chosen ? (chosen[1].name === 'ASC' ? 'ASC' : 'DESC') : byDefault.direction
  const choice = choices[order]
  const id = choices.id
  if (!choice || !id) throw new Error(`${selection.field.name} has no order ${order}`)
  if (choice.permission !== undefined) demand(selection.planner.audience, choice.permission)
  return {
    order,
    direction,
    by: [
      { value: choice.value(row), type: choice.type },
      { value: id.value(row), type: id.type },
    ],
  }
}
