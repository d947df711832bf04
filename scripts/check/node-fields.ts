// `nodes(ids: …)` returns objects of any of these types, so that one selection has fields of several. Two of one name must have one shape:
// https://spec.graphql.org/October2021/#SameResponseShape()
import { type GraphQLOutputType, getNamedType, isLeafType, isObjectType } from 'graphql'
import { ownTypes } from './schema.ts'

/** Fields that need an alias where they are selected together, and why. */
const NEED_AN_ALIAS: Readonly<Record<string, string>> = {
  kind: 'a topic and a correction are of different kinds',
  role: 'a caption has a role on the page, an account and a token have one at the desk',
  url: 'the address of a page or of a file is never null, and that of a preview link is shown once',
  state: 'a preview link, a webhook and a delivery are in different states',
  image: 'a caption always has an image, and an author may have none',
}

interface Owned {
  readonly owner: string
  readonly type: GraphQLOutputType
}

export async function nodeFieldConflicts(root: string): Promise<string[]> {
  const fields = await fieldsByName(root)
  const conflicts = [...fields].map(([name, owned]) => ({ name, found: conflictsAmong(name, owned) }))
  return conflicts.flatMap(({ name, found }) => {
    if (!(name in NEED_AN_ALIAS)) return found
    return found.length > 0 ? [] : [`${name} needs no alias: remove it from NEED_AN_ALIAS`]
  })
}

/** The fields of all types that implement Node. */
async function fieldsByName(root: string): Promise<Map<string, Owned[]>> {
  const types = (await ownTypes(root)).filter(isObjectType)
  const nodes = types.filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
  const owned = nodes.flatMap((node) =>
    Object.values(node.getFields()).map(({ name, type }) => ({ name, owner: node.name, type })),
  )
  return Map.groupBy(owned, ({ name }) => name)
}

/** Each field is compared with the first of its name. */
function conflictsAmong(name: string, [first, ...others]: readonly Owned[]): string[] {
  if (!first) return []
  return others
    .filter(({ type }) => !haveOneShape(type, first.type, new Set()))
    .map(({ owner, type }) => {
      return `${owner}.${name} is ${String(type)}, ${first.owner}.${name} ${String(first.type)}: no query can select both`
    })
}

/** What is around the types: "[T!]" of "[Article!]". */
const wrappersOf = (type: GraphQLOutputType): string => String(type).replace(/\w+/, 'T')

function haveOneShape(one: GraphQLOutputType, other: GraphQLOutputType, compared: Set<string>): boolean {
  const [named, otherNamed] = [getNamedType(one), getNamedType(other)]
  const pair = `${String(one)} ${String(other)}`
  if (String(one) === String(other) || compared.has(pair)) return true
  compared.add(pair)
  if (wrappersOf(one) !== wrappersOf(other) || isLeafType(named) || isLeafType(otherNamed)) return false
  if (!isObjectType(named) || !isObjectType(otherNamed)) return true
  const fields = otherNamed.getFields()
  return Object.values(named.getFields()).every(({ name, type }) => {
    const field = fields[name]
    return !field || haveOneShape(type, field.type, compared)
  })
}
