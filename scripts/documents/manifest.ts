import { propertyOf } from '../../src/lib/property.ts'
import { isRecord } from '../../src/lib/record.ts'
import type { FoundDocument } from './found-document.ts'

const APOLLO = 'apollo-persisted-query-manifest'

/** The documents of a manifest: Apollo's generate-persisted-query-manifest, or an object of texts by hash (Relay, GraphQL Code Generator). @throws Error */
export function documentsInManifest(file: string, content: string): FoundDocument[] {
  const manifest = parsed(file, content)
  if (propertyOf(manifest, 'format') === APOLLO) return apolloDocuments(file, propertyOf(manifest, 'operations'))
  if (!isRecord(manifest)) throw new Error(`${file}: ${EXPECTED}`)
  return Object.entries(manifest).map(([saidHash, text]) => {
    if (typeof text !== 'string') throw new Error(`${file}: ${EXPECTED}`)
    return { text, saidHash, place: `${file} (${saidHash})` }
  })
}

const EXPECTED = `This is no manifest: neither has it "format": "${APOLLO}", nor is it an object of documents by their hashes.`

function apolloDocuments(file: string, operations: unknown): FoundDocument[] {
  if (!Array.isArray(operations)) throw new Error(`${file}: "operations" is no list.`)
  return operations.map((operation: unknown, index) => {
    const [text, saidHash, name] = ['body', 'id', 'name'].map((key) => propertyOf(operation, key))
    if (typeof text !== 'string' || typeof saidHash !== 'string')
      throw new Error(`${file}: operation ${index + 1} has no "id" or no "body".`)
    return { text, saidHash, place: `${file} (${String(name ?? saidHash)})` }
  })
}

function parsed(file: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : error}`)
  }
}
