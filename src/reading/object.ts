import { type FieldNode, GraphQLError, locatedError } from 'graphql'
import { sql } from 'kysely'
import { codeOf } from '../errors/errors.ts'
import type { Run } from './argument.ts'
import { isTypename, type Need, type PlannedField, type Row, type RowTags, type Selection } from './plan.ts'
import type { Sql } from './sql.ts'
import { entityIn, type PartLetter } from './tags/tag.ts'
import { tagsPair, tagUntil } from './tags/tag-set.ts'

/** An object of a response, or as the statement gives it. */
export type JsonObject = Record<string, unknown>

/** Turns what the statement gave into what the response shows. */
export type Finish = (raw: unknown, run: Run) => unknown

export interface PlannedObject {
  readonly sql: Sql
  /** Absent if the statement returns the object in the form of the response. */
  readonly finish?: Finish
}

// PostgreSQL's functions take 100 arguments: of more than 50 pairs several objects are made, side by side in an array.
const PAIRS_PER_OBJECT = 50

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectSql(columns: readonly [string, Sql][]): Sql {
  const chunks: Sql[] = []
  for (let start = 0; start < Math.max(columns.length, 1); start += PAIRS_PER_OBJECT) {
    const pairs = columns.slice(start, start + PAIRS_PER_OBJECT).map(([key, value]) => sql`${sql.lit(key)}, ${value}`)
    chunks.push(sql`json_build_object(${sql.join(pairs)})`)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : sql`json_build_array(${sql.join(chunks)})`
}

/**
 * The columns of one JSON object: each need once, under the response key of the field that shows it unchanged, otherwise under an internal
 * key.
 */
class Columns {
  readonly list: [string, Sql][] = []
  readonly #keys = new Map<unknown, string>()

  add(need: Need, responseKey: string | null): string {
    const known = this.#keys.get(need.key)
    if (known !== undefined) return known
    // "$" stands in no GraphQL name, so the two kinds of keys never meet.
    const key = responseKey ?? `$${this.list.length}`
    this.#keys.set(need.key, key)
    this.list.push([key, need.sql])
    return key
  }
}

type Output = (raw: JsonObject, run: Run) => unknown

function output(field: PlannedField, keys: readonly string[]): Output {
  const { finish } = field
  const [only] = keys
  if (!finish) return (raw) => (only === undefined ? null : raw[only])
  if (keys.length === 1 && only !== undefined) return (raw, run) => finish([raw[only]], run)
  return (raw, run) =>
    finish(
      keys.map((key) => raw[key]),
      run,
    )
}

/** The selected fields of `typeName` on a row, as one JSON object. */
export function planObject(selection: Selection, typeName: string, row: Row): PlannedObject {
  const columns = new Columns()
  const outputs: [string, Output][] = []
  let isReady = true
  const fields = selection.fields(typeName)
  for (const [key, nodes] of fields) {
    const planned = isTypename(nodes) ? typenameField(typeName) : planField(selection, typeName, key, nodes, row)
    const keys = planned.needs.map((need) => columns.add(need, planned.finish ? null : key))
    isReady &&= !planned.finish && keys[0] === key
    outputs.push([key, output(planned, keys)])
  }
  const tags = tagsOf(selection, typeName, fields, row)
  if (tags) columns.list.unshift(tags)
  const isWide = columns.list.length > PAIRS_PER_OBJECT
  if (isReady && !isWide) return { sql: objectSql(columns.list) }
  return { sql: objectSql(columns.list), finish: finishObject(outputs) }
}

type SelectedFields = ReturnType<Selection['fields']>

/** What an object depends on: that there is this row, and what its fields noted. */
function tagsOf({ planner }: Selection, typeName: string, fields: SelectedFields, row: Row): [string, Sql] | null {
  if (!planner.audience.isTagged) return null
  const noted = row.tags.splice(0)
  const { tags } = planner.shape(typeName)
  if (typeof tags === 'string') return noted.length > 0 ? tagsPair(null, noted) : null
  const letter = letterOf(tags, fields, row)
  planner.tagKinds.add(letter)
  const own = entityIn(letter, tags.id(row))
  return tagsPair(tags.until ? tagUntil(own, tags.until(row)) : own, noted)
}

/** Of all of it, or of its card where nothing else is selected. */
function letterOf({ letter, card }: Exclude<RowTags, string>, fields: SelectedFields, row: Row): PartLetter {
  if (!card || row.isNamed) return letter
  const isOnCard = (nodes: readonly FieldNode[]) => isTypename(nodes) || card.fields.has(nodes[0]?.name.value ?? '')
  return [...fields.values()].every(isOnCard) ? card.letter : letter
}

/** On its own, so that the columns are not stored with the plan. */
function finishObject(outputs: readonly [string, Output][]): Finish {
  return (given, run) => {
    const raw = Array.isArray(given) ? Object.assign({}, ...given) : given
    if (!isObject(raw)) return null
    const object: JsonObject = {}
    for (const [key, read] of outputs) object[key] = read(raw, run)
    return object
  }
}

function typenameField(typeName: string): PlannedField {
  return { needs: [{ key: '__typename', sql: sql`${sql.lit(typeName)}::text` }] }
}

/** A field that is not for this audience has an error for its value, which takes nothing from the fields beside it. */
function planField(
  selection: Selection,
  typeName: string,
  key: string,
  nodes: Parameters<Selection['below']>[2],
  row: Row,
): PlannedField {
  const below = selection.below(typeName, key, nodes)
  const field = selection.planner.shape(typeName).fields[below.field.name]
  if (!field) throw new Error(`the shape of ${typeName} does not say how to read ${below.field.name}`)
  try {
    return located(below, () => field(below, row))
  } catch (error) {
    if (codeOf(error) !== 'FORBIDDEN') throw error
    selection.planner.hasRefusals = true
    // Without the place: graphql-js, which meets it where a value would be, knows the lists' indexes too.
    const refusal = error instanceof GraphQLError ? (error.originalError ?? error) : error
    return { needs: [], finish: () => refusal }
  }
}

/** What is wrong with the arguments of a field is reported at that field. */
export function located<T>(selection: Selection, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw locatedError(error, selection.nodes, selection.path)
  }
}
