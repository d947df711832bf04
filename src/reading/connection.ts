import type { FieldNode } from 'graphql'
import { sql } from 'kysely'
import type { Run } from './argument.ts'
import { demand } from './audience.ts'
import { decodeCursor, encodeCursor, type OrderType } from './cursor.ts'
import { type Finish, isObject, type JsonObject, planObject } from './object.ts'
import { type Page, pageOf } from './page.ts'
import { type Expression, type Field, isTypename, type Row, type Selection, type State } from './plan.ts'
import type { Sql } from './sql.ts'
import { projectValue } from './value.ts'

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
  /** Queries, each `name as (…)`, that all readings of the rows share: evaluated once, though page and total both need them. */
  readonly with?: Sql
  /**
   * Several ways to read the rows, one of which is used when the statement runs. Each is a condition on the row, and PostgreSQL finds out
   * before it reads a row which of them are false: those cost nothing. For lists that need different plans for rare and common values.
   */
  readonly ways?: readonly Sql[]
  /** Fields of the edge other than cursor and node. */
  readonly edge?: Readonly<Record<string, EdgeField>>
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

const opposite = { ASC: 'DESC', DESC: 'ASC' } as const

/** Columns compared as one row value: PostgreSQL answers that from the index, which the same in ANDs and ORs does not get. */
function beyond(source: ListSource, operator: string, position: readonly Sql[]): Sql {
  return sql`(${sql.join(source.by.map(({ value }) => value))}) ${sql.raw(operator)} (${sql.join(position)})`
}

function ordered(source: ListSource, direction: 'ASC' | 'DESC'): Sql {
  return sql.join(source.by.map(({ value }) => sql`${value} ${sql.raw(direction)}`))
}

/** One page of a list, read as one part of the statement. */
class PageReader {
  readonly #selection: Selection
  readonly #type: string
  readonly #open: OpenList
  readonly #parent: Row
  readonly #page: Page
  readonly #state: State | null

  constructor(selection: Selection, type: string, open: OpenList, parent: Row, state: State | null) {
    this.#selection = selection
    this.#type = type
    this.#open = open
    this.#parent = parent
    this.#state = state
    this.#page = pageOf(selection)
  }

  get isBackward(): boolean {
    return this.#page.isBackward
  }

  get size(): number {
    return this.#page.size
  }

  open(): { row: Row; source: ListSource } {
    const row = this.#selection.planner.row(this.#type, this.#state)
    return { row, source: this.#open(this.#selection, row, this.#parent) }
  }

  /** The name that the cursors of this list carry. */
  listName(source: ListSource): string {
    const state = this.#state ? ` ${this.#state.name}` : ''
    return `${this.#selection.parentType.name}.${this.#selection.field.name} ${source.order} ${source.direction}${state}`
  }

  #position(name: 'after' | 'before', source: ListSource): Sql[] {
    const types = source.by.map(({ type }) => type)
    const list = this.listName(source)
    const argument = this.#selection.argument(name)
    return types.map((type, index) => argument.bind(type, (cursor) => decodeCursor(list, types, name, cursor)[index]))
  }

  /** The rows of this page, and one more where it is asked whether there are more. */
  rows(row: Row, source: ListSource, item: Sql, withOneMore: boolean): Sql {
    const { after, before, isBackward, size } = this.#page
    const isDescending = source.direction === 'DESC'
    if (after) row.conditions.push(beyond(source, isDescending ? '<' : '>', this.#position('after', source)))
    if (before) row.conditions.push(beyond(source, isDescending ? '>' : '<', this.#position('before', source)))
    const direction = isBackward ? opposite[source.direction] : source.direction
    // LIMIT stands as a literal: bound, PostgreSQL would plan every call again.
    const page = sql`order by ${ordered(source, direction)} limit ${sql.lit(size + (withOneMore ? 1 : 0))}`
    // Each way returns its page in order, and only one of them returns rows.
    const rows = (way?: Sql) =>
      sql`(select json_agg(p.j) from (select ${row.shown(item)} as j ${row.source(way)} ${page}) p)`
    return this.#along(source, rows, (pages) => sql`coalesce(${sql.join(pages)}, '[]'::json)`)
  }

  /** Whether anything stands at the cursor or on its other side, where this page does not look. Exact even when the cursor's own row is gone. */
  outside(name: 'after' | 'before'): Sql {
    if (!this.#page[name]) return sql`false`
    const { row, source } = this.open()
    const isSmaller = (source.direction === 'DESC') === (name === 'before')
    row.conditions.push(beyond(source, isSmaller ? '<=' : '>=', this.#position(name, source)))
    // Not as EXISTS: that may be answered by reading the table until something turns up, and the newest stand at its end.
    const one = (way?: Sql) =>
      sql`(select true ${row.source(way)} order by ${ordered(source, source.direction)} limit 1)`
    return this.#along(source, one, (found) => sql`coalesce(${sql.join(found)}, false)`)
  }

  total(): Sql {
    const { row, source } = this.open()
    if (source.total) return source.total
    const count = (way?: Sql) => sql`(select count(*)::int ${row.source(way)})`
    return this.#along(source, count, (counts) => sql.join(counts, sql` + `))
  }

  /** What is asked of the rows, asked along each way to them. */
  #along(source: ListSource, ask: (way?: Sql) => Sql, merge: (answers: readonly Sql[]) => Sql): Sql {
    return merge(source.ways ? source.ways.map(ask) : [ask()])
  }
}

/** What each item of the page is read as: an array with a place for each thing that is shown of it. */
class Item {
  readonly parts: Sql[] = []

  add(part: Sql): number {
    return this.parts.push(part) - 1
  }
}

type ItemOutput = (item: readonly unknown[], run: Run) => unknown

interface RawPage {
  readonly items: readonly (readonly unknown[])[]
  /** Between the cursors, in the direction of reading */
  readonly hasMore: boolean
  readonly isAfterSome: boolean
  readonly isBeforeSome: boolean
  readonly total: unknown
}

type PageOutput = (page: RawPage, run: Run) => unknown

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Plans the fields of one selected connection. */
class ConnectionPlanner {
  readonly #selection: Selection
  readonly #type: string
  readonly #reader: PageReader
  readonly #row: Row
  readonly #source: ListSource
  readonly #item = new Item()
  #cursorAt: number | null = null
  #needsRows = false
  needsMore = false
  needsTotal = false

  constructor(selection: Selection, type: string, reader: PageReader) {
    this.#selection = selection
    this.#type = type
    this.#reader = reader
    const { row, source } = reader.open()
    this.#row = row
    this.#source = source
    row.found()
  }

  /** The parts of the list side by side, with what they share in front. */
  together(parts: readonly Sql[]): Sql {
    const list = sql`json_build_object(${sql.join(parts)})`
    return this.#source.with ? sql`(with ${this.#source.with} select ${list})` : list
  }

  /** Null where nothing of the rows themselves is asked. */
  rows(): Sql | null {
    if (!this.#needsRows && !this.needsMore && this.#item.parts.length === 0) return null
    return this.#reader.rows(
      this.#row,
      this.#source,
      sql`json_build_array(${sql.join(this.#item.parts)})`,
      this.needsMore,
    )
  }

  field(name: string, below: Selection): PageOutput {
    switch (name) {
      case 'edges':
        return this.#list(this.#edge(below))
      case 'nodes':
        return this.#list(this.#node(below))
      case 'pageInfo':
        return this.#pageInfo(below)
      case 'totalCount':
        this.needsTotal = true
        return ({ total }) => total
      default:
        throw new Error(`a connection has no field ${name}`)
    }
  }

  #list(output: ItemOutput): PageOutput {
    this.#needsRows = true
    return ({ items }, run) => items.map((item) => output(item, run))
  }

  #node(selection: Selection): ItemOutput {
    const object = planObject(selection, this.#type, this.#row)
    const at = this.#item.add(object.sql)
    const finish: Finish | undefined = object.finish
    return finish ? (item, run) => finish(item[at], run) : (item) => item[at]
  }

  #cursor(): ItemOutput {
    this.#cursorAt ??= this.#item.add(sql`json_build_array(${sql.join(this.#source.by.map(({ value }) => value))})`)
    const at = this.#cursorAt
    const list = this.#reader.listName(this.#source)
    return (item) => {
      const position = item[at]
      return isArray(position) ? encodeCursor(list, position) : null
    }
  }

  #edge(selection: Selection): ItemOutput {
    const [type] = selection.possibleTypes()
    const typeName = type?.name ?? ''
    const outputs: [string, ItemOutput][] = []
    for (const [key, nodes] of selection.fields(typeName))
      outputs.push([key, this.#edgeField(selection, typeName, key, nodes)])
    return (item, run) => {
      const edge: JsonObject = {}
      for (const [key, output] of outputs) edge[key] = output(item, run)
      return edge
    }
  }

  #edgeField(selection: Selection, typeName: string, key: string, nodes: readonly FieldNode[]): ItemOutput {
    if (isTypename(nodes)) return () => typeName
    const below = selection.below(typeName, key, nodes)
    const { name } = below.field
    if (name === 'node') return this.#node(below)
    if (name === 'cursor') return this.#cursor()
    const field = this.#source.edge?.[name]
    if (!field) throw new Error(`the list of ${this.#selection.field.name} does not say how to read ${name}`)
    const at = this.#item.add(field.value())
    const { finish } = field
    return finish ? (item) => finish(item[at]) : (item) => item[at]
  }

  #pageInfo(selection: Selection): PageOutput {
    const names = new Set([...selection.fields('PageInfo').values()].map((nodes) => nodes[0]?.name.value))
    this.needsMore ||= names.has('hasNextPage') || names.has('hasPreviousPage')
    const cursor = names.has('startCursor') || names.has('endCursor') ? this.#cursor() : null
    const project = projectValue(selection)
    const { isBackward } = this.#reader
    return (page, run) => {
      const at = (item: readonly unknown[] | undefined) => () => (cursor && item ? cursor(item, run) : null)
      return project(
        {
          hasNextPage: page.isBeforeSome || (page.hasMore && !isBackward),
          hasPreviousPage: page.isAfterSome || (page.hasMore && isBackward),
          startCursor: at(page.items[0]),
          endCursor: at(page.items.at(-1)),
        },
        run,
      )
    }
  }
}

function rawPage(value: unknown, reader: PageReader): RawPage {
  const raw = isObject(value) ? value : {}
  const items = isArray(raw.items) ? raw.items.filter(isArray) : []
  const shown = items.slice(0, reader.size)
  return {
    items: reader.isBackward ? shown.reverse() : shown,
    hasMore: items.length > reader.size,
    isAfterSome: raw.after === true,
    isBeforeSome: raw.before === true,
    total: raw.total,
  }
}

/** A Relay connection whose nodes are rows of `type`. */
export function connection(type: string, open: OpenList, stateOf: StateOf = () => null): Field {
  return (selection, parent) => {
    const [connectionType] = selection.possibleTypes()
    const typeName = connectionType?.name ?? ''
    const reader = new PageReader(selection, type, open, parent, stateOf(selection))
    const planner = new ConnectionPlanner(selection, type, reader)
    const outputs = [...selection.fields(typeName)].map(([key, nodes]): [string, PageOutput] => {
      if (isTypename(nodes)) return [key, () => typeName]
      const below = selection.below(typeName, key, nodes)
      return [key, planner.field(below.field.name, below)]
    })
    const rows = planner.rows()
    const parts: Sql[] = []
    if (rows) parts.push(sql`'items', ${rows}`)
    if (planner.needsMore) parts.push(sql`'after', ${reader.outside('after')}, 'before', ${reader.outside('before')}`)
    if (planner.needsTotal) parts.push(sql`'total', ${reader.total()}`)
    return {
      needs: [{ key: selection, sql: planner.together(parts) }],
      finish: ([value], run) => {
        const page = rawPage(value, reader)
        const object: JsonObject = {}
        for (const [key, output] of outputs) object[key] = output(page, run)
        return object
      },
    }
  }
}

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
