import { getNamedType, getNullableType, isEnumType, isListType } from 'graphql'
import { LIMITS } from '../../src/contract/limits.ts'
import { listMaximum } from '../../src/limits/list-maximum.ts'
import { CONTENT_LIMITS } from './content-limits.ts'
import { type InputPlace, inputPlaces, schemaOf } from './schema.ts'

/** Lists of schema.graphql without a maximum, or with one that does not fit the limit that a rule has. */
export async function listsWithoutMaximum(root: string): Promise<string[]> {
  return inputPlaces(await schemaOf(root)).flatMap(faultsAt)
}

function faultsAt({ owner, definition }: InputPlace): string[] {
  const type = getNullableType(definition.type)
  const maximum = listMaximum(definition)
  const place = `${owner}.${definition.name}`
  if (!isListType(type)) return maximum ? [`${place} is no list: remove @list`] : []
  const expected = expectedAt({ owner, definition })
  if (!maximum) return [`${place} has no maximum: add @list(max: ${expected ?? '…'})`]
  if (expected !== undefined && maximum.max !== expected)
    return [`${place} must have @list(max: ${expected}), not ${maximum.max}`]
  return isListType(getNullableType(type.ofType)) && maximum.inner === null
    ? [`${place} is a list of lists: add \`inner\` to its @list`]
    : []
}

/**
 * Up to twice its limit a list reaches the field, which refuses it in its own words, a mutation together with everything else. An argument
 * allows each value of an enum once. Undefined: any number will do.
 */
function expectedAt({ owner, definition: { name, type } }: InputPlace): number | undefined {
  const most = CONTENT_LIMITS[owner]?.[name]?.most ?? LIMITS[owner]?.[name]?.most
  if (most !== undefined) return 2 * most
  const named = getNamedType(type)
  return owner.includes('.') && isEnumType(named) ? named.getValues().length : undefined
}
