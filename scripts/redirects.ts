// Imports old addresses of another system: npm run redirects -- [--skip-bad] file.csv …
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Env } from '../src/config/env.ts'
import type { Database } from '../src/database/database.ts'
import { migrate } from '../src/database/migrate.ts'
import { type Imported, importRedirects } from '../src/redirect/import-redirects.ts'
import { parseRedirectArguments } from './redirects/arguments.ts'
import { readRedirects } from './redirects/read-csv.ts'
import { orExplain, withDatabase } from './with-database.ts'

/** Of more, the file is the wrong one. */
const MOST_FAULTS = 100

await orExplain(async () => {
  const { files, skipBad } = parseRedirectArguments(process.argv.slice(2))
  await withDatabase(async (database, env) => {
    await migrate(database)
    for (const file of files) report(file, await imported(database, env, file, skipBad), skipBad)
  })
})

async function imported(database: Database, { site }: Env, file: string, skipBad: boolean): Promise<Imported> {
  const { lines, faults } = readRedirects(file, await readFile(file, 'utf8'))
  return importRedirects(database, site, lines, { source: basename(file), skipBad, faults })
}

function report(file: string, { created, changed, unchanged, faults }: Imported, skipBad: boolean): void {
  for (const { number, message } of faults.slice(0, MOST_FAULTS)) console.error(`${file}:${number} ${message}`)
  if (faults.length > MOST_FAULTS) console.error(`… and ${faults.length - MOST_FAULTS} more.`)
  if (faults.length > 0) process.exitCode = 1
  if (faults.length > 0 && !skipBad) console.error(`${file}: ${faults.length} bad lines. Nothing was imported.`)
  else console.error(`${file}: ${created} new, ${changed} changed, ${unchanged} as before, ${faults.length} skipped.`)
}
