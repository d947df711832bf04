import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, parse, specifiedRules, validate } from 'graphql'
import { sha256 } from '../../src/http/documents/asked-document.ts'
import { documentRules } from '../../src/http/request/document-rules.ts'
import type { NewDocument } from '../../src/known-document/known-document.write.ts'
import { costCounter } from '../../src/limits/cost/operation-cost.ts'
import { type Limits, overLimit } from '../../src/limits/limits.ts'
import { nodeCounter } from '../../src/limits/node-count.ts'
import { fragmentsOf } from '../../src/limits/size-rule.ts'
import type { FoundDocument } from './found-document.ts'
import { located } from './located.ts'

/** What is to be stored, each once. @throws Error that lists all faults of all documents */
export function checkedDocuments(
  found: readonly FoundDocument[],
  schema: GraphQLSchema,
  limits: Limits,
): NewDocument[] {
  const faults: string[] = []
  const checked = new Map<string, NewDocument>()
  for (const document of found) {
    const hash = sha256(document.text)
    const before = faults.length
    const name = checkedName(document, schema, limits, faults)
    if (document.saidHash !== null && document.saidHash !== hash) faults.push(wrongHash(document))
    if (faults.length === before) checked.set(hash, { hash, text: document.text, name })
  }
  if (faults.length > 0) throw new Error([...faults, 'Nothing was stored.'].join('\n'))
  return [...checked.values()]
}

function wrongHash({ place, saidHash }: FoundDocument): string {
  return `${place} The hash "${saidHash}" is not the SHA-256 of the document. Relay: set algorithm "SHA256" in persistConfig; GraphQL Code Generator: hashAlgorithm "sha256".`
}

/** @returns the names of the operations */
function checkedName({ text, place }: FoundDocument, schema: GraphQLSchema, limits: Limits, faults: string[]): string {
  try {
    const document = parse(text, { maxTokens: limits.tokens })
    const errors = validate(schema, document, [...specifiedRules, ...documentRules(limits)])
    const all = errors.length > 0 ? errors : costFaults(document, schema, limits)
    faults.push(...all.map((error) => located(place, error)))
    return namesOf(document)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    faults.push(located(place, error))
    return ''
  }
}

/** With variables that are left out: more may be asked for, and is checked when it is. */
function costFaults(document: DocumentNode, schema: GraphQLSchema, { cost, nodes }: Limits): GraphQLError[] {
  const fragments = fragmentsOf(document)
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return []
    const ownNodes = nodeCounter(schema, definition, fragments)({})
    const ownCost = costCounter(schema, definition, fragments)({})
    const faults = [
      ...(ownNodes > nodes ? [overLimit('TOO_MANY_NODES', `asks for up to ${ownNodes} nodes`, nodes, ownNodes)] : []),
      ...(ownCost > cost ? [overLimit('QUERY_TOO_EXPENSIVE', `has a cost of ${ownCost}`, cost, ownCost)] : []),
    ]
    return faults.map(({ message }) => new GraphQLError(message, { nodes: definition }))
  })
}

function namesOf({ definitions }: DocumentNode): string {
  const names = definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? `unnamed ${definition.operation}`] : [],
  )
  return names.join(', ')
}
