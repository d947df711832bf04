import { readFileSync } from 'node:fs'
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql'
import { describeListMaxima } from './limits/list-maximum.ts'
import { attachMutations } from './mutations.ts'
import { attachReading } from './reading/executor.ts'
import type { Plans } from './reading/plans.ts'
import { attachScalars } from './scalars.ts'

/** schema.graphql: the contract, with its descriptions. */
export const schemaText = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8')

/** Parsed once for all servers of a process. */
const document = parse(schemaText)

/** schema.graphql, executable: every root field of Query is read by `plans`, and each of Mutation has its service. */
export function executableSchema(plans: Plans): GraphQLSchema {
  // Valid: test/http/schema-text builds it with all checks.
  const schema = buildASTSchema(document, { assumeValidSDL: true })
  describeListMaxima(schema)
  attachScalars(schema)
  return attachReading(attachMutations(schema), plans)
}
