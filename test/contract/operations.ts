import { readFileSync } from 'node:fs'
import { parse, print, separateOperations } from 'graphql'

/** The operations that clients send, each with the fragments that it spreads, by name. */
function operationsOf(document: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(separateOperations(parse(document))).map(([name, alone]) => [name, print(alone)]),
  )
}

/** A document of the contract. `operation` throws for a name that it does not have. */
export function contractOf(name: 'reading' | 'editing' | 'pictures') {
  const text = readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8')
  const operations = operationsOf(text)

  function operation(of: string): string {
    const found = operations[of]
    if (found === undefined) throw new Error(`${name}.graphql has no operation ${of}`)
    return found
  }

  return { operation, operationNames: Object.keys(operations) }
}
