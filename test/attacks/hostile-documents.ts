import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import type { Chance } from '../helpers/chance.ts'
import { hostileValues, literal, NAMES } from './hostile-values.ts'
import { type Attack, operation } from './send.ts'

/** Of one operation: they can grow without end. */
const MAX_SELECTIONS = 1500

const MAX_ALIASED_BYTES = 200_000

type Field = GraphQLField<unknown, unknown>

/** Operations over the whole schema that mean harm. */
export function hostileDocuments(schema: GraphQLSchema, chances: Chance) {
  const { below, chance, one } = chances
  const { anything, nearly, object } = hostileValues(chances)
  const times = <Item>(count: number, item: (index: number) => Item): Item[] =>
    Array.from({ length: count }, (_each, index) => item(index))
  const rootsOf = (type: GraphQLObjectType | null | undefined): Field[] => Object.values(type?.getFields() ?? {})
  const queries = rootsOf(schema.getQueryType())
  const mutations = rootsOf(schema.getMutationType())

  function givenArguments({ args }: Field, likely: number, value: (argument: GraphQLArgument) => unknown): string {
    const chosen = args.filter((argument) => isRequiredArgument(argument) || chance(likely))
    if (chosen.length === 0) return ''
    return `(${chosen.map((argument) => `${argument.name}: ${literal(value(argument))}`).join(' ')})`
  }

  let selected = 0

  const sane = ({ name, type }: GraphQLArgument): unknown => {
    if (name === 'first' || name === 'last') return one([1, 20, 100, 100])
    return name === 'ids' ? times(100, () => 'topic_x') : nearly(type)
  }

  /** Everything below a type, as deep and as wide as the caller wants. */
  function selection(type: GraphQLNamedType, depth: number, width: number): string {
    selected += 1
    if (selected > MAX_SELECTIONS) return '__typename'
    if (isAbstractType(type))
      return `__typename ${schema
        .getPossibleTypes(type)
        .map((each) => `... on ${each.name} { ${selection(each, depth, 2)} }`)
        .join(' ')}`
    if (!isObjectType(type)) return '__typename'
    const fields = Object.values(type.getFields()).filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
    if (fields.length === 0) return '__typename'
    return times(width, (index) => {
      const field = one(fields)
      const inside = getNamedType(field.type)
      const below = isLeafType(inside) ? '' : ` { ${selection(inside, depth - 1, width)} }`
      return `s${depth}_${index}: ${field.name}${givenArguments(field, 0.4, sane)}${below}`
    }).join(' ')
  }

  const selectionOf = (field: Field, depth = 1, width = 1): string => {
    const type = getNamedType(field.type)
    return isLeafType(type) ? '' : ` { ${selection(type, depth, width)} }`
  }

  /** An argument of a root field, as a literal or as a variable. */
  function argument(roots: readonly Field[], kind: string): Attack {
    const field = one(roots)
    const target = field.args.length > 0 ? one(field.args) : null
    if (!target) return operation(`${kind} { ${field.name}${selectionOf(field)} }`)
    const value = chance(0.5) ? anything() : nearly(target.type)
    const others = field.args.filter((each) => each !== target && isRequiredArgument(each))
    const rest = others.map((each) => `${each.name}: ${literal(nearly(each.type))}`).join(' ')
    if (chance(0.3))
      return operation(`${kind} { ${field.name}(${target.name}: ${literal(value)} ${rest})${selectionOf(field)} }`)
    const declared = chance(0.9) ? `($v: ${target.type})` : '($v: [[String]])'
    return operation(`${kind} ${declared} { ${field.name}(${target.name}: $v ${rest})${selectionOf(field)} }`, {
      v: value,
    })
  }

  /** Pages in pages, wide and deep, as far as a limit allows and further. */
  function nesting(): Attack {
    const field = one(queries)
    return operation(
      `{ ${field.name}${givenArguments(field, 0.5, sane)}${selectionOf(field, 1 + below(6), 1 + below(3))} }`,
    )
  }

  const WHERES = ['articles', 'authors', 'topics', 'images']

  /** Conditions on relations of relations, many at once. */
  function whereTree(): Attack {
    const name = one(WHERES)
    const type = queries.find((field) => field.name === name)?.args.find((each) => each.name === 'where')?.type
    if (!type) throw new Error(`${name} has no where`)
    const where = { [one(['AND', 'OR', 'NOT'])]: times(one([1, 5, 40, 199]), () => nearly(type, 7)) }
    const fields = times(
      one([1, 1, 2, 10]),
      (index) => `w${index}: ${name}(where: $where, first: 100) { totalCount nodes { id } }`,
    )
    return operation(`query ($where: ${type}) { ${fields.join(' ')} }`, { where })
  }

  function aliases(): Attack {
    const field = one(queries)
    const given = givenArguments(field, 0.3, sane)
    const selected = `${field.name}${given}${selectionOf(field)}`
    const most = Math.ceil(MAX_ALIASED_BYTES / selected.length)
    const fields = times(Math.min(one([10, 20, 31, 400]), most), (index) => `a${index}: ${selected}`)
    return operation(`{ ${fields.join(' ')} }`)
  }

  function fragments(): Attack {
    const count = one([2, 30, 300])
    const name = chance(0.3) ? one(NAMES) : 'f'
    const last = one(['id', `...${name}0`, '...absent', '__typename'])
    const chain = times(
      count,
      (index) => `fragment ${name}${index} on Article { ...${name}${index + 1} ...${name}${index + 1} }`,
    )
    return operation(
      `{ articles { nodes { ...${name}0 } } } ${chain.join(' ')} fragment ${name}${count} on Article { ${last} }`,
    )
  }

  function names(): Attack {
    const name = one(NAMES)
    return one([
      operation(`query ${name} { ${name}: articles { ${name}: totalCount } }`),
      operation(`query ($${name}: Int) { articles(first: $${name}) { totalCount } }`, JSON.parse(`{"${name}":1}`)),
      operation(`{ articles { nodes { ...${name} } } } fragment ${name} on Article { id }`),
      operation(`{ ${name} }`),
      operation(`{ articles(${name}: 1, where: { ${name}: 1 }) { totalCount } }`),
      operation('{ __typename }', object()),
    ])
  }

  function directives(): Attack {
    const some = times(one([1, 10, 60, 700]), () =>
      one(['@include(if: true)', '@skip(if: false)', '@deprecated', '@list(max: 1)', '@a']),
    ).join(' ')
    return operation(`query ${chance(0.5) ? some : ''} { articles { totalCount ${chance(0.5) ? some : ''} } }`)
  }

  function variables(): Attack {
    const declared = times(
      one([0, 1, 20, 900]),
      (index) => `$v${index}: ${one(['Int', '[String!]', 'ArticleWhereInput', 'Absent', 'ID!'])}`,
    )
    const given = Object.fromEntries(times(one([1, 20, 2000]), (index) => [`v${index}`, anything()]))
    return operation(
      `query ${declared.length > 0 ? `(${declared.join()})` : ''} { articles { totalCount } }`,
      chance(0.1) ? anything() : given,
    )
  }

  function introspection(): Attack {
    const depth = one([1, 3, 12, 100])
    return operation(
      `{ ${times(one([1, 5]), (index) => `i${index}: ${one(['__schema { types', '__type(name: "Article") { fields'])} { ${'fields { type { '.repeat(depth)}name${' } }'.repeat(depth)} } }`).join(' ')} }`,
    )
  }

  return {
    'argument of a query': () => argument(queries, 'query'),
    'argument of a mutation': () => argument(mutations, 'mutation'),
    nesting,
    'tree of conditions': whereTree,
    aliases,
    fragments,
    names,
    directives,
    variables,
    introspection,
  } satisfies Record<string, () => Attack>
}
