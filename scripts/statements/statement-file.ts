import { format } from 'sql-formatter'
import { Slot } from '../../src/reading/argument.ts'
import type { PlannedStatement } from './planned-statements.ts'

/** An example operation as a file of docs/statements: each root field's statement, and where the values of its parameters come from. */
export function statementFile(name: string, source: string, statements: readonly PlannedStatement[]): string {
  const head = `-- ${name}, from ${source}\n-- Written by npm run docs:statements.\n`
  return [head, ...statements.map(statementText)].join('\n')
}

function statementText({ key, plan: { text, parameters } }: PlannedStatement): string {
  return `-- ${key}\n${parameterLines(parameters)}${readable(text)}`
}

/** A statement with its line breaks and an end. */
export function readable(text: string): string {
  return `${visible(format(text, { language: 'postgresql', expressionWidth: 100 }))};\n`
}

function parameterLines(parameters: readonly unknown[]): string {
  const names = Map.groupBy(
    parameters.map((parameter, index) => ({ origin: originOf(parameter), name: `$${index + 1}` })),
    ({ origin }) => origin,
  )
  return [...names].map(([origin, same]) => `--   ${same.map(({ name }) => name).join(', ')}: ${origin}\n`).join('')
}

function originOf(parameter: unknown): string {
  return parameter instanceof Slot ? parameter.from : `always ${JSON.stringify(parameter)}`
}

/** Statements mark matches with characters that no editor shows. */
function visible(sql: string): string {
  return sql.replace(/[^\P{C}\n]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}
