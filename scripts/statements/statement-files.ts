import { readExamples } from '../../src/http/explorer/examples.ts'
import { statementPlanner } from './planned-statements.ts'
import { statementFile } from './statement-file.ts'

export const STATEMENTS_FOLDER = 'docs/statements'

/** What the SQL files of docs/statements must hold, by their paths. */
export async function statementFiles(): Promise<Map<string, string>> {
  const statementsOf = statementPlanner()
  const files = new Map<string, string>()
  for (const { name, file, query, variables } of await readExamples()) {
    const statements = await statementsOf(query, JSON.parse(variables))
    const source = `src/http/explorer/examples/${file}.graphql`
    files.set(`${STATEMENTS_FOLDER}/${file}.sql`, statementFile(name, source, statements))
  }
  return files
}
