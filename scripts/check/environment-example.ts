import { variableNames } from '../../src/config/env.ts'
import { textOf } from './texts.ts'

const FILE = '.env.example'

/** The variables that the program reads and .env.example does not name, and the other way round. */
export async function undocumentedVariables(root: string): Promise<string[]> {
  const text = await textOf(root, FILE)
  const documented = new Set([...text.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name))
  return [
    ...variableNames.filter((name) => !documented.has(name)).map((name) => `${name} is not in ${FILE}`),
    ...[...documented].filter((name) => !variableNames.includes(name)).map((name) => `${name} is read by nothing`),
  ]
}
