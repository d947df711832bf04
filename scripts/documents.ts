// Stores the documents that clients may name by their hash: npm run documents -- 'site/**/*.graphql', or a manifest; --list, --remove
import { glob, readFile } from 'node:fs/promises'
import { buildSchema } from 'graphql'
import type { Env } from '../src/config/env.ts'
import type { Database } from '../src/database/database.ts'
import { migrate } from '../src/database/migrate.ts'
import { listKnownDocuments } from '../src/known-document/known-document.load.ts'
import { removeDocuments, storeDocuments } from '../src/known-document/known-document.write.ts'
import { attachScalars } from '../src/scalars.ts'
import { schemaText } from '../src/schema.ts'
import { parseDocumentArguments } from './documents/arguments.ts'
import { checkedDocuments } from './documents/check-documents.ts'
import type { FoundDocument } from './documents/found-document.ts'
import { documentsInFiles } from './documents/graphql-files.ts'
import { documentsInManifest } from './documents/manifest.ts'
import { orExplain, withDatabase } from './with-database.ts'

await orExplain(async () => {
  const wanted = parseDocumentArguments(process.argv.slice(2))
  await withDatabase(async (database, env) => {
    await migrate(database)
    if (wanted.action === 'list') await list(database)
    else if (wanted.action === 'remove') await remove(database, wanted.hashes)
    else await add(database, env, wanted.patterns)
  })
})

/** Ids and names go to standard output, so that a script can use them. */
async function add(database: Database, { limits }: Env, patterns: readonly string[]): Promise<void> {
  const schema = buildSchema(schemaText)
  attachScalars(schema)
  const documents = checkedDocuments(await found(patterns), schema, limits)
  const added = await storeDocuments(database, documents)
  for (const { hash, name } of documents) console.log(`sha256:${hash} ${name}`)
  console.error(`${documents.length} documents, of which ${added} are new.`)
}

async function found(patterns: readonly string[]): Promise<FoundDocument[]> {
  const [graphql, manifests] = [new Map<string, string>(), new Map<string, string>()]
  for (const pattern of patterns) {
    let matches = 0
    for await (const file of glob(pattern)) {
      matches += 1
      const kind = /\.json$/i.test(file) ? manifests : graphql
      kind.set(file, await readFile(file, 'utf8'))
    }
    if (matches === 0) throw new Error(`${pattern} matches no file. Nothing was stored.`)
  }
  const sorted = new Map([...graphql].toSorted(([one], [other]) => (one < other ? -1 : 1)))
  return [...documentsInFiles(sorted), ...[...manifests].flatMap(([file, text]) => documentsInManifest(file, text))]
}

async function list(database: Database): Promise<void> {
  const documents = await listKnownDocuments(database)
  for (const { hash, name, addedAt } of documents) console.log(`sha256:${hash} ${addedAt.toISOString()} ${name}`)
  console.error(`${documents.length} documents.`)
}

async function remove(database: Database, hashes: readonly string[]): Promise<void> {
  await removeDocuments(database, hashes)
  console.error(`${hashes.length} removed. Servers forget them within 10 seconds.`)
}
