import { readFileSync } from 'node:fs'
import { parse, print, separateOperations } from 'graphql'

/** The operations that front-ends send, each with the fragments that it spreads, by name. */
export function operationsOf(document: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(separateOperations(parse(document))).map(([name, alone]) => [name, print(alone)]),
  )
}

export const contract = readFileSync(new URL('./reading.graphql', import.meta.url), 'utf8')

const operations = operationsOf(contract)

/** Throws for a name that the contract does not have. */
export function operation(name: string): string {
  const found = operations[name]
  if (found === undefined) throw new Error(`the contract has no operation ${name}`)
  return found
}

export const operationNames = Object.keys(operations)
