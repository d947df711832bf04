// Drafts the next migration: npm run db:new -- NAME
// What schema.prisma has beyond the migrations is written as SQL; without a difference the file waits for SQL written by hand.
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { MIGRATIONS_FOLDER } from '../src/database/migrations.ts'
import { schemaDifference } from '../src/database/schema-difference.ts'
import { orExplain } from './with-database.ts'

const TIME = 'YYYYMMDDhhmmss'
const NAME = /^[a-z0-9]+(_[a-z0-9]+)*$/
const BY_HAND = '-- schema.prisma and the migrations agree. Write here what Prisma cannot express.\n'

const { positionals } = parseArgs({ allowPositionals: true })

await orExplain(async () => {
  const [name] = positionals
  if (positionals.length !== 1 || name === undefined || !NAME.test(name)) {
    throw new Error('Give it a name of lower-case letters, digits and underscores: npm run db:new -- author_email')
  }
  const sql = (await schemaDifference()) ?? BY_HAND
  const folder = join(MIGRATIONS_FOLDER, `${await nextTime()}_${name}`)
  await mkdir(folder)
  await writeFile(join(folder, 'migration.sql'), sql)
  console.log(
    `${relative('', join(folder, 'migration.sql'))}\nRead it, add what schema.prisma cannot express, then: npm run db:migrate`,
  )
})

/** Now, or a second after the last migration where that is later: migrations are applied in the order of their names. */
async function nextTime(): Promise<string> {
  const names = (await readdir(MIGRATIONS_FOLDER)).filter((name) => /^\d{14}_/.test(name)).toSorted()
  const last = names.at(-1)?.slice(0, TIME.length) ?? ''
  const now = timeOf(new Date())
  return now > last ? now : String(Number(last) + 1)
}

function timeOf(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(0, TIME.length)
}
