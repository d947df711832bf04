import { existsSync } from 'node:fs'
import { programErrors } from './program.ts'

/** The contract lies beside the checkout where the project is developed; elsewhere the tests have its operations. */
const CONTRACT = '../shared/contract'

/** The documents that schema.graphql serves as of now. */
const SERVED = ['reading.graphql', 'editing.graphql', 'pictures.graphql']

export async function refusedOperations(): Promise<string[]> {
  if (!existsSync(`${CONTRACT}/check.mjs`)) return []
  return programErrors('node', [`${CONTRACT}/check.mjs`, ...SERVED.map((name) => `${CONTRACT}/${name}`)])
}
