import { sql } from 'kysely'
import { badUserInput } from '../errors/errors.ts'
import type {
  ActivityActionFilter,
  ActivitySubjectTypeFilter,
  ArticleStatusFilter,
  ArticleTopicListFilter,
  CaptionListFilter,
  CaptionRoleFilter,
  CorrectionKindFilter,
  CorrectionListFilter,
  CreditListFilter,
  CreditRoleFilter,
  DateTimeFilter,
  DigitalSourceFilter,
  IdFilter,
  IntFilter,
  OrientationFilter,
  RightsStateFilter,
  RoleFilter,
  StringFilter,
  TopicKindFilter,
  TopicRelFilter,
  WebhookDeliveryStateFilter,
  WorkflowStateFilter,
} from '../generated/graphql.ts'
import { isStorableDate, UnreadableDate } from '../lib/date.ts'
import { excerpt } from '../lib/text/stored-text.ts'
import type { Argument } from './argument.ts'
import type { Expression, Filter, Planner, Row } from './plan.ts'
import { and, or, type Sql } from './sql.ts'

/** A filter on one value: each operator of its input type with the condition it makes. */
type Operator = (value: Sql, operand: Argument, isInsensitive: boolean) => Sql

/** An operator for each field of a generated filter input; `mode` says how texts are compared. */
type OperatorsOf<Filters> = Readonly<Record<Exclude<keyof Filters, 'mode'>, Operator>>

/** Operators that are the same for values of every type. Not each filter has all of them. */
type PlainOperators = OperatorsOf<
  IdFilter &
    IntFilter &
    DateTimeFilter &
    ActivityActionFilter &
    ActivitySubjectTypeFilter &
    ArticleStatusFilter &
    CaptionRoleFilter &
    CorrectionKindFilter &
    CreditRoleFilter &
    DigitalSourceFilter &
    OrientationFilter &
    RightsStateFilter &
    RoleFilter &
    TopicKindFilter &
    TopicRelFilter &
    WebhookDeliveryStateFilter &
    WorkflowStateFilter
>

/** What is compared instead of what was sent: what it leads to, where objects keep the names that they had. */
export interface Led {
  readonly one: (value: Sql) => Sql
  readonly all: (values: Sql) => Sql
}

const AS_SENT: Led = { one: (value) => value, all: (values) => values }

function comparison(operator: string, type: string, convert?: (value: unknown) => unknown, led = AS_SENT): Operator {
  return (value, operand, isInsensitive) => {
    const bound = operand.bind(type, convert)
    return isInsensitive
      ? sql`lower(${value}) ${sql.raw(operator)} ${led.one(sql`lower(${bound})`)}`
      : sql`${value} ${sql.raw(operator)} ${led.one(bound)}`
  }
}

function membership(type: string, convert?: (value: unknown) => unknown, led = AS_SENT): Operator {
  const convertAll = convert && ((values: unknown) => (Array.isArray(values) ? values.map(convert) : values))
  return (value, operand, isInsensitive) => {
    const bound = operand.bind(`${type}[]`, convertAll)
    // `is true`: as a condition of its own, a plan may join the values row by row, which costs seconds for a thousand of them.
    return isInsensitive
      ? sql`(lower(${value}) in (select ${led.one(sql`lower(each)`)} from unnest(${bound}) each)) is true`
      : sql`${value} = any (${led.all(bound)})`
  }
}

/** Where the value is null, "is not" and "is none of these" are true: it is neither. */
const not = (condition: Sql): Sql => sql`(${condition}) is not true`

function operators(type: string, convert?: (value: unknown) => unknown, led?: Led): PlainOperators {
  const equals = comparison('=', type, convert, led)
  const within = membership(type, convert, led)
  return {
    equals: (value, operand, isInsensitive) =>
      operand.isGiven ? equals(value, operand, isInsensitive) : sql`${value} is null`,
    not: (value, operand, isInsensitive) =>
      operand.isGiven ? not(equals(value, operand, isInsensitive)) : sql`${value} is not null`,
    in: within,
    notIn: (value, operand, isInsensitive) => not(within(value, operand, isInsensitive)),
    lt: comparison('<', type, convert),
    lte: comparison('<=', type, convert),
    gt: comparison('>', type, convert),
    gte: comparison('>=', type, convert),
  }
}

/** Texts are stored in NFC, in which a letter and its accent are one character. */
export const inStoredForm = (value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC') : value)

/** Compared by position, not by pattern: no character of the text has a meaning of its own. */
function part(condition: (value: Sql, text: Sql) => Sql): Operator {
  return (value, operand, isInsensitive) => {
    const text = operand.bind('text', inStoredForm)
    return isInsensitive ? condition(sql`lower(${value})`, sql`lower(${text})`) : condition(value, text)
  }
}

const textOperators: OperatorsOf<StringFilter> = {
  ...operators('text', inStoredForm),
  contains: part((value, text) => sql`strpos(${value}, ${text}) > 0`),
  startsWith: part((value, text) => sql`starts_with(${value}, ${text})`),
  endsWith: part((value, text) => sql`right(${value}, length(${text})) = ${text}`),
}

/** A null that says nothing would be taken for a condition by its author, who then gets everything. */
function refuseNull(name: string, { isGiven }: Argument, allowed = 'a value, or omit it'): void {
  if (isGiven) return
  throw badUserInput(`\`${name}\` of a filter must not be null.`, { argument: name, allowed })
}

function filterBy(expression: Expression, known: Readonly<Record<string, Operator>>): Filter {
  return (row, argument) => {
    const isInsensitive = argument.at('mode').value === 'INSENSITIVE'
    const conditions = argument.parts().flatMap(([name, operand]) => {
      if (name === 'mode') {
        refuseNull(name, operand)
        return []
      }
      const operator = known[name]
      if (!operator) throw new Error(`no filter has the operator ${name}`)
      if (name !== 'equals' && name !== 'not') refuseNull(name, operand)
      return [operator(expression(row), operand, isInsensitive)]
    })
    return and(conditions)
  }
}

export const textFilter = (expression: Expression): Filter => filterBy(expression, textOperators)

/** As `textFilter`, for a slug: whole slugs are compared as what they lead to. */
export const slugFilter = (expression: Expression, led: Led): Filter =>
  filterBy(expression, { ...textOperators, ...operators('text', undefined, led) })

export const intFilter = (expression: Expression): Filter => filterBy(expression, operators('int4'))

export const enumFilter = (expression: Expression, type: string): Filter => filterBy(expression, operators(type))

/**
 * As `enumFilter`, with a single compared value written into the text: for values of which a few rows have one and the rest another,
 * and an index holds the few. PostgreSQL finds that index only where it knows the value when it plans.
 */
export function literalEnumFilter(expression: Expression, type: string): Filter {
  const literal = ({ name }: Argument) => sql`${sql.lit(name)}::${sql.raw(type)}`
  return filterBy(expression, {
    ...operators(type),
    equals: (value, operand) => (operand.isGiven ? sql`${value} = ${literal(operand)}` : sql`${value} is null`),
    not: (value, operand) =>
      operand.isGiven ? sql`${value} is distinct from ${literal(operand)}` : sql`${value} is not null`,
  })
}

const DATES = 'a date with a time and an offset in the years 1 to 9999, e.g. "2026-11-28T10:00Z"'

/** The two drivers write a Date differently, so it is passed as text. */
export function isoText(value: unknown): unknown {
  if (!(value instanceof Date)) return value
  if (value instanceof UnreadableDate) {
    throw badUserInput(`"${excerpt(value.text, 100)}" in a filter is not a date. Send ${DATES}.`, { allowed: DATES })
  }
  if (!isStorableDate(value)) {
    throw badUserInput(`A date in a filter is out of range. Send ${DATES}.`, { allowed: DATES })
  }
  return value.toISOString()
}

export const timestampFilter = (expression: Expression): Filter =>
  filterBy(expression, operators('timestamptz', isoText))

/** True or false, written into the text: a partial index with the same condition holds the rows of which it is true. */
export function conditionFilter(condition: Expression): Filter {
  return (row, { value }) => (value === true ? condition(row) : not(condition(row)))
}

/** Compares global ids. An id of another type, or no id at all, is equal to nothing. */
export function idFilter(expression: Expression, toUuid: (id: unknown) => string | null, led?: Led): Filter {
  return filterBy(expression, operators('uuid', toUuid, led))
}

// An input object costs nothing to write, and each of its conditions something to plan, for us and for PostgreSQL.
const MAX_CONDITIONS = 200

// Each related row is a part of the plan of its own. Of 60, also one in the other, PostgreSQL plans a statement in less than 20 ms.
const MAX_RELATED = 60

/** An operator is one condition, whatever it compares with; so is an input object with nothing in it. */
function conditionsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + conditionsIn(item), 0)
  if (typeof value !== 'object' || value === null || value instanceof Date) return 1
  const parts = Object.entries(value).filter(([name]) => name !== 'mode')
  return Math.max(
    1,
    parts.reduce((sum, [name, part]) => sum + (name === 'in' || name === 'notIn' ? 1 : conditionsIn(part)), 0),
  )
}

/** The conditions of a field's whole `where` argument on `row`. Throws BAD_USER_INPUT when there are too many. */
export function whereOf(row: Row, argument: Argument, planner: Planner): Sql {
  const conditions = conditionsIn(argument.value)
  if (conditions > MAX_CONDITIONS) {
    throw badUserInput(`\`where\` has ${conditions} conditions.`, {
      argument: 'where',
      allowed: `up to ${MAX_CONDITIONS} conditions; \`in\` takes many values in one`,
    })
  }
  const condition = conditionsOf(row, argument, planner)
  if (row.relations.count > MAX_RELATED) {
    throw badUserInput(`\`where\` asks for related objects ${row.relations.count} times.`, {
      argument: 'where',
      allowed: `up to ${MAX_RELATED} times; OR and AND inside of \`some\` ask once`,
    })
  }
  return condition
}

function conditionsOf(row: Row, argument: Argument, planner: Planner): Sql {
  const each = (part: Argument) => (Array.isArray(part.value) ? part.items() : [part])
  const conditions = argument.parts().map(([name, part]) => {
    refuseNull(
      name,
      part,
      `conditions, or omit it; "no value" is \`{ equals: null }\`, "no related object" is \`NOT: { ${name}: {} }\``,
    )
    if (name === 'AND') return and(each(part).map((one) => conditionsOf(row, one, planner)))
    if (name === 'OR') return or(each(part).map((one) => conditionsOf(row, one, planner)))
    if (name === 'NOT') return and(each(part).map((one) => not(conditionsOf(row, one, planner))))
    const filter = row.shape.filters?.[name]
    if (!filter) throw new Error(`the shape of ${row.shape.type} has no filter ${name}`)
    return filter(row, part, planner)
  })
  return and(conditions)
}

/** The condition that a child row belongs to a parent's. */
export type On = (parent: Row, child: Row) => Sql

/**
 * From so many related rows on, each is asked for apart: PostgreSQL plans all EXISTS that stand in one AND as one join, which costs seconds for 40 of
 * them. Fewer stay open to it, since a join counts faster.
 */
const MAX_JOINED = 3

/** A related row while its conditions are made; `isThere` when they are complete. */
function related(row: Row, planner: Planner, type: string, on: On) {
  const child = planner.row(type)
  child.relations = row.relations
  child.relations.count += 1
  const isApart = child.relations.count > MAX_JOINED
  child.isApart = isApart || row.isApart
  child.conditions.push(on(row, child))
  const isThere = () => {
    if (!isApart) return sql`exists (select 1 ${child.source()})`
    // PostgreSQL plans an EXISTS apart in two ways, with all that is in it, so ten of them in one another would be planned a thousand times.
    // OFFSET leaves one way.
    return row.isApart
      ? sql`exists (select 1 ${child.source()} offset 0)`
      : sql`(exists (select 1 ${child.source()})) is true`
  }
  return { child, isThere }
}

/** A condition on one related row: true where there is one, and it is like this. */
export function relatedFilter(type: string, on: On): Filter {
  return (row, argument, planner) => {
    const { child, isThere } = related(row, planner, type, on)
    child.conditions.push(conditionsOf(child, argument, planner))
    return isThere()
  }
}

/** As `relatedFilter`, for a relation that can be missing: `exists` alone asks whether it is. The shape of the related rows has `exists` among its filters. */
export function optionalFilter(type: string, on: On): Filter {
  const like = relatedFilter(type, on)
  return (row, argument, planner) => {
    const exists = argument.at('exists')
    if (exists.value !== false) return like(row, argument, planner)
    if (argument.parts().length > 1) {
      throw badUserInput(
        '`exists: false` asks for what has no related object, so no other condition can be true of it.',
        {
          argument: 'exists',
          allowed: '`exists: false` alone, or `exists: true` with other conditions',
        },
      )
    }
    return not(related(row, planner, type, on).isThere())
  }
}

/** For `exists` of a related row that is there. */
export const isThereFilter: Filter = (_row, { value }) => (value === true ? sql`true` : sql`false`)

/** Of the related rows: what the filter asks, where `like` is the condition on one of them. */
type Quantifier = (exists: (condition: (child: Row) => Sql) => Sql, like: (child: Row) => Sql) => Sql

/** A quantifier for each field of a generated list filter. */
type QuantifiersOf<Filters> = Readonly<Record<keyof Filters, Quantifier>>

const quantifiers: QuantifiersOf<ArticleTopicListFilter & CaptionListFilter & CorrectionListFilter & CreditListFilter> =
  {
    some: (exists, like) => exists(like),
    none: (exists, like) => not(exists(like)),
    every: (exists, like) => not(exists((child) => not(like(child)))),
  }

const isQuantifier = (name: string): name is keyof typeof quantifiers => Object.hasOwn(quantifiers, name)

/** some, none, every of the related rows. */
export function listFilter(type: string, on: On): Filter {
  const exists = (row: Row, planner: Planner, condition: (child: Row) => Sql): Sql => {
    const { child, isThere } = related(row, planner, type, on)
    child.conditions.push(condition(child))
    return isThere()
  }
  return (row, argument, planner) => {
    const conditions = argument.parts().flatMap(([name, part]) => {
      refuseNull(name, part)
      if (!isQuantifier(name)) throw new Error(`no list filter has the quantifier ${name}`)
      const quantified = quantifiers[name]
      return [
        quantified(
          (condition) => exists(row, planner, condition),
          (child) => conditionsOf(child, part, planner),
        ),
      ]
    })
    return and(conditions)
  }
}
