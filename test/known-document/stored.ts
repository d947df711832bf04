import { buildSchema } from 'graphql'
import { checkedDocuments } from '../../scripts/documents/check-documents.ts'
import type { FoundDocument } from '../../scripts/documents/found-document.ts'
import { documentsInFiles } from '../../scripts/documents/graphql-files.ts'
import { documentsInManifest } from '../../scripts/documents/manifest.ts'
import { parseEnv } from '../../src/config/env.ts'
import type { Database } from '../../src/database/database.ts'
import { type NewDocument, storeDocuments } from '../../src/known-document/known-document.write.ts'
import { attachScalars } from '../../src/scalars.ts'
import { schemaText } from '../../src/schema.ts'

const { limits } = parseEnv({})

function checked(found: readonly FoundDocument[]): NewDocument[] {
  const schema = buildSchema(schemaText)
  attachScalars(schema)
  return checkedDocuments(found, schema, limits)
}

export const checkedFiles = (files: Record<string, string>) => checked(documentsInFiles(new Map(Object.entries(files))))

export const checkedManifest = (manifest: unknown) =>
  checked(documentsInManifest('manifest.json', JSON.stringify(manifest)))

export async function storeManifest(database: Database, manifest: unknown): Promise<NewDocument[]> {
  const documents = checkedManifest(manifest)
  await storeDocuments(database, documents)
  return documents
}
