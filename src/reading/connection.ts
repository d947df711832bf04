import type { FieldNode } from 'graphql'
import { sql } from 'kysely'
import type { Run } from './argument.ts'
import { encodeCursor } from './cursor.ts'
import type { ListSource, OpenList, StateOf } from './list-source.ts'
import { type Finish, isObject, type JsonObject, planObject } from './object.ts'
import { PageReader } from './page.ts'
import { type Field, isTypename, type PlannedField, type Row, type Selection, type TagsOf } from './plan.ts'
import type { Sql } from './sql.ts'
import { projectValue } from './value.ts'

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
  /** Null if a page without items has no cursor */
  readonly place: unknown
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
  needsPlace = false

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

  /** The position of a page without items; null if it is not asked for. */
  place(): Sql | null {
    const { place } = this.#source
    return place && this.needsPlace ? sql`json_build_array(${sql.join(place)})` : null
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
    this.needsPlace ||= names.has('endCursor')
    const project = projectValue(selection)
    const list = this.#reader.listName(this.#source)
    const { isBackward } = this.#reader
    return (page, run) => {
      const at = (item: readonly unknown[] | undefined) => () => (cursor && item ? cursor(item, run) : null)
      const place = () => (isArray(page.place) ? encodeCursor(list, page.place) : null)
      return project(
        {
          hasNextPage: page.isBeforeSome || (page.hasMore && !isBackward),
          hasPreviousPage: page.isAfterSome || (page.hasMore && isBackward),
          startCursor: at(page.items[0]),
          endCursor: page.items.length > 0 ? at(page.items.at(-1)) : place,
        },
        run,
      )
    }
  }
}

type PageSize = Pick<PageReader, 'size' | 'isBackward'>

function rawPage(value: unknown, reader: PageSize): RawPage {
  const raw = isObject(value) ? value : {}
  const items = isArray(raw.items) ? raw.items : []
  const shown = items.slice(0, reader.size).filter(isArray)
  return {
    items: reader.isBackward ? shown.reverse() : shown,
    hasMore: items.length > reader.size,
    isAfterSome: raw.after === true,
    isBeforeSome: raw.before === true,
    total: raw.total,
    place: raw.place,
  }
}

/** On its own, with no more than it needs: what the statement was composed of is not stored with the plan. */
function finishPage(outputs: readonly [string, PageOutput][], { size, isBackward }: PageSize): PlannedField['finish'] {
  return ([value], run) => {
    const page = rawPage(value, { size, isBackward })
    const object: JsonObject = {}
    for (const [key, output] of outputs) object[key] = output(page, run)
    return object
  }
}

/**
 * A Relay connection whose nodes are rows of `type`.
 * @param tags what the list depends on as such: which rows are in it, in which order, and how many
 */
export function connection(type: string, tags: TagsOf, open: OpenList, stateOf: StateOf = () => null): Field {
  return (selection, parent) => {
    selection.planner.addTags(tags(selection, parent))
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
    const place = planner.place()
    if (place) parts.push(sql`'place', ${place}`)
    return {
      needs: [{ key: selection, sql: planner.together(parts) }],
      finish: finishPage(outputs, reader),
    }
  }
}
