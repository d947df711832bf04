import { type GraphQLNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql'
import { ownTypes } from './schema.ts'

interface Described {
  readonly description?: string | null | undefined
}

/** Every type, field, argument, input field and enum value of schema.graphql that says nothing of itself. */
export async function undescribed(root: string): Promise<string[]> {
  return (await ownTypes(root))
    .flatMap(partsOf)
    .filter(([, { description }]) => !description?.trim())
    .map(([name]) => `${name} has no description`)
}

function partsOf(type: GraphQLNamedType): [string, Described][] {
  const parts: [string, Described][] = [[type.name, type]]
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      parts.push([`${type.name}.${field.name}`, field])
      for (const argument of field.args) parts.push([`${type.name}.${field.name}(${argument.name}:)`, argument])
    }
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) parts.push([`${type.name}.${field.name}`, field])
  }
  if (isEnumType(type)) for (const value of type.getValues()) parts.push([`${type.name}.${value.name}`, value])
  return parts
}
