import { readFileSync } from 'node:fs'
import { parse, print, separateOperations } from 'graphql'

/** The operations that clients send, each with the fragments that it spreads, by name. */
function operationsOf(document: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(separateOperations(parse(document))).map(([name, alone]) => [name, print(alone)]),
  )
}

const textOf = (name: string): string => readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8')

/** The documents whose fragments a document spreads. */
const FRAGMENTS_OF = {
  reading: [],
  editing: [],
  pictures: [],
  site: ['reading', 'editing'],
  events: ['reading', 'editing'],
} as const

/** A document of the contract. `operation` throws for a name that it does not have. */
export function contractOf(name: keyof typeof FRAGMENTS_OF) {
  const text = [name, ...FRAGMENTS_OF[name]].map(textOf).join('\n')
  const operations = operationsOf(text)

  function operation(of: string): string {
    const found = operations[of]
    if (found === undefined) throw new Error(`${name}.graphql has no operation ${of}`)
    return found
  }

  const own = new Set(Object.keys(operationsOf(textOf(name))))
  return { operation, operationNames: Object.keys(operations).filter((each) => own.has(each)) }
}
