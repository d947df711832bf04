import { sql } from 'kysely'
import { mostInPage, PAGE } from '../contract/limits.ts'
import { badUserInput } from '../errors/errors.ts'
import type { Argument } from './argument.ts'
import { decodeCursor } from './cursor.ts'
import type { ListSource, OpenList } from './list-source.ts'
import type { Row, Selection, State } from './plan.ts'
import { and, type Sql } from './sql.ts'

const DEFAULT_PAGE_SIZE = 20

/** Which page of a list is asked for. */
interface Page {
  readonly size: number
  /** Counted from the end: the rows are read backwards and turned round. */
  readonly isBackward: boolean
  readonly after: Argument | null
  readonly before: Argument | null
}

/** @throws BAD_USER_INPUT for a size out of range */
export function pageSize(name: string, argument: Argument, most: number = PAGE.most): number {
  const { value } = argument
  if (typeof value !== 'number' || value < 1 || value > most) {
    const allowed = `1 to ${most.toLocaleString('en')}`
    throw badUserInput(`\`${name}\` must be ${allowed}, and is ${String(value)}.`, { argument: name, allowed })
  }
  return value
}

/** Reads first, after, last, before. Throws BAD_USER_INPUT for sizes out of range and for `first` together with `last`. */
function pageOf(selection: Selection): Page {
  const first = selection.argument('first')
  const last = selection.argument('last')
  const after = selection.argument('after')
  const before = selection.argument('before')
  if (first.isGiven && last.isGiven) {
    throw badUserInput('`first` and `last` cannot be combined. Send only one of them.', {
      argument: 'last',
      allowed: '`first` or `last`, not both',
    })
  }
  const most = mostInPage(`${selection.parentType.name}.${selection.field.name}`)
  const [name, asked] = first.isGiven ? (['first', first] as const) : (['last', last] as const)
  const size = asked.isGiven ? pageSize(name, asked, most) : DEFAULT_PAGE_SIZE
  return { size, isBackward: last.isGiven, after: after.isGiven ? after : null, before: before.isGiven ? before : null }
}

const opposite = { ASC: 'DESC', DESC: 'ASC' } as const

/** Columns compared as one row value: PostgreSQL answers that from the index, which the same in ANDs and ORs does not get. */
function beyond(source: ListSource, operator: string, position: readonly Sql[]): Sql {
  return sql`(${sql.join(source.by.map(({ value }) => value))}) ${sql.raw(operator)} (${sql.join(position)})`
}

function ordered(source: ListSource, direction: 'ASC' | 'DESC'): Sql {
  return sql.join(source.by.map(({ value }) => sql`${value} ${sql.raw(direction)}`))
}

/** FROM with everything that the rows of the list must meet. */
function from(row: Row, { chosen }: ListSource, conditions: readonly Sql[], way?: Sql): Sql {
  if (chosen) return sql`from ${chosen.from} ${sql.ref(chosen.alias)} where ${and(conditions)}`
  row.conditions.push(...conditions)
  return row.source(way)
}

/** One page of a list, read as one part of the statement. */
export class PageReader {
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

  /** The rows of this page, and one more, possibly null, where it is asked whether there are more. */
  rows(row: Row, source: ListSource, item: Sql, withOneMore: boolean): Sql {
    const { after, before, isBackward, size } = this.#page
    const isDescending = source.direction === 'DESC'
    const within: Sql[] = []
    if (after) within.push(beyond(source, isDescending ? '<' : '>', this.#position('after', source)))
    if (before) within.push(beyond(source, isDescending ? '>' : '<', this.#position('before', source)))
    const direction = isBackward ? opposite[source.direction] : source.direction
    // LIMIT stands as a literal: bound, PostgreSQL would plan every call again.
    const page = sql`order by ${ordered(source, direction)} limit ${sql.lit(size + (withOneMore ? 1 : 0))}`
    const { chosen } = source
    if (chosen) {
      const few = sql`(select * ${from(row, source, within)} ${page}) ${sql.ref(chosen.alias)}`
      row.from = sql`${few} join ${row.from} on ${chosen.on}`
    } else row.conditions.push(...within)
    // The one more is only counted where that is possible: to make an item of it takes as long as for one that is shown.
    const isCounted = withOneMore && !chosen && row.isAlone
    const shown = isCounted
      ? sql`case when row_number() over () <= ${sql.lit(size)} then ${row.shown(item)} end`
      : row.shown(item)
    const read = (way?: Sql) =>
      isCounted
        ? sql`from (select * ${row.source(way)} ${page}) as ${sql.ref(row.alias)}`
        : sql`${row.source(way)} ${page}`
    // Each way returns its page in order, and only one of them returns rows.
    const rows = (way?: Sql) => sql`(select json_agg(p.j) from (select ${shown} as j ${read(way)}) p)`
    return this.#along(source, rows, (pages) => sql`coalesce(${sql.join(pages)}, '[]'::json)`)
  }

  /** Whether anything stands at the cursor or on its other side, where this page does not look. Exact even when the cursor's own row is gone. */
  outside(name: 'after' | 'before'): Sql {
    if (!this.#page[name]) return sql`false`
    const { row, source } = this.open()
    const isSmaller = (source.direction === 'DESC') === (name === 'before')
    const beside = [beyond(source, isSmaller ? '<=' : '>=', this.#position(name, source))]
    // Not as EXISTS: that may be answered by reading the table until something turns up, and the newest stand at its end.
    const one = (way?: Sql) =>
      sql`(select true ${from(row, source, beside, way)} order by ${ordered(source, source.direction)} limit 1)`
    return this.#along(source, one, (found) => sql`coalesce(${sql.join(found)}, false)`)
  }

  total(): Sql {
    const { row, source } = this.open()
    if (source.total) return source.total
    const count = (way?: Sql) => sql`(select count(*)::int ${from(row, source, [], way)})`
    return this.#along(source, count, (counts) => sql.join(counts, sql` + `))
  }

  /** What is asked of the rows, asked along each way to them. */
  #along(source: ListSource, ask: (way?: Sql) => Sql, merge: (answers: readonly Sql[]) => Sql): Sql {
    return merge(source.ways ? source.ways.map(ask) : [ask()])
  }
}
