import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLSchema, isScalarType } from 'graphql'
import { resolvers as scalars } from 'graphql-scalars'
import { parseUpload } from './media/store/uploaded-file.ts'
import { attachMutations } from './mutations.ts'
import { attachReading } from './reading/executor.ts'
import type { Plans } from './reading/plans.ts'

const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/**
 * Our scalars parse like those of graphql-scalars with the same names; their descriptions are in schema.graphql. They are written as the
 * statement returns them, however a request is answered: graphql-scalars' URL would write some addresses in another form.
 */
function attachScalars(schema: GraphQLSchema): void {
  for (const [name, implementation] of Object.entries(scalars)) {
    const type = schema.getType(name)
    if (!isScalarType(type)) continue
    type.parseValue = implementation.parseValue
    type.parseLiteral = implementation.parseLiteral
  }
  const upload = schema.getType('Upload')
  if (!isScalarType(upload)) return
  upload.parseValue = parseUpload
  // Nothing that can be written in a document is a file.
  upload.parseLiteral = parseUpload
}

/** schema.graphql, executable: every root field of Query is read by `plans`, and each of Mutation has its service. */
export function executableSchema(plans: Plans): GraphQLSchema {
  const schema = buildSchema(typeDefs)
  attachScalars(schema)
  return attachReading(attachMutations(schema), plans)
}
