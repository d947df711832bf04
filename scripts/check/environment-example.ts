import { readFile } from 'node:fs/promises'
import { variableNames } from '../../src/config/env.ts'
import { some } from './skipped.ts'

const FILE = '.env.example'

/** The variables that the program reads and .env.example does not name, and the other way round. */
export async function undocumentedVariables(): Promise<string[]> {
  const text = await readFile(FILE, 'utf8').catch(() => null)
  if (text === null) return [`${FILE} is missing`]
  const named = [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name)
  const documented = new Set(some(named, `variables in ${FILE}`))
  return [
    ...variableNames.filter((name) => !documented.has(name)).map((name) => `${name} is not in ${FILE}`),
    ...[...documented].filter((name) => !variableNames.includes(name)).map((name) => `${name} is read by nothing`),
  ]
}
