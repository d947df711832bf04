import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLSchema } from 'graphql'

const text = readFileSync('schema.graphql', 'utf8')

/** schema.graphql with one fault in it. */
export function changedSchema(from: string | RegExp, to: string): GraphQLSchema {
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`schema.graphql has no ${from}`)
  return buildSchema(changed)
}

export const ownSchema = buildSchema(text)
