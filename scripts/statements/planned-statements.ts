import { execute, parse } from 'graphql'
import { parseEnv } from '../../src/config/env.ts'
import { imageAddresses } from '../../src/media/serving/image-addresses.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { READERS } from '../../src/reading/audience.ts'
import { type Plan, Plans, type StatementField } from '../../src/reading/plans.ts'
import { executableSchema } from '../../src/schema.ts'
import { shapesOf } from '../../src/shapes.ts'

export interface PlannedStatement {
  /** Response key of the root field that it reads */
  key: string
  plan: Plan
}

const TRIGRAMS = { canCompare: true, findHeadlines: true }

/** Makes the statements of an operation as they are sent for a reader. No database is needed: a statement depends on the operation only. */
export function statementPlanner(): (query: string, variables: Record<string, unknown>) => Promise<PlannedStatement[]> {
  const { site } = parseEnv({})
  const addresses = imageAddresses(site, signerOf('signs no statement'))
  const plans = new Plans(shapesOf(site, TRIGRAMS, addresses))
  const schema = executableSchema(plans)

  return async (query, variables) => {
    const statements: PlannedStatement[] = []
    const reader = {
      async read(root: StatementField): Promise<null> {
        statements.push({ key: root.keys.join('.'), plan: plans.ofRoot(root, READERS) })
        return null
      },
    }
    await execute({ schema, document: parse(query), contextValue: { reader }, variableValues: variables })
    return statements
  }
}
