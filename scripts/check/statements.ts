import { STATEMENTS_FOLDER, statementFiles } from '../statements/statement-files.ts'
import { differences } from './differences.ts'
import { textsIn } from './texts.ts'

/** Files of docs/statements that are not what npm run docs:statements writes. */
export async function outdatedStatements(root: string): Promise<string[]> {
  return differences(await statementFiles(), await textsIn(root, `${STATEMENTS_FOLDER}/*.sql`))
}
