// Drafts the next migration: npm run db:new -- NAME
// What schema.prisma has beyond the migrations is written as SQL; without a difference the file is empty, for SQL written by hand.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MIGRATIONS_FOLDER } from '../src/database/migrations.ts'
import { schemaDifference } from '../src/database/schema-difference.ts'

const NAME = /^[a-z0-9]+(_[a-z0-9]+)*$/

const { positionals } = parseArgs({ allowPositionals: true })
const [name] = positionals
if (positionals.length !== 1 || name === undefined || !NAME.test(name)) {
  console.error(
    'Usage: npm run db:new -- NAME, in small letters, digits and underscores: npm run db:new -- author_email',
  )
  process.exit(1)
}

const difference = await schemaDifference()
const time = new Date().toISOString().replace(/\D/g, '').slice(0, 'YYYYMMDDhhmmss'.length)
const folder = join(MIGRATIONS_FOLDER, `${time}_${name}`)
await mkdir(folder)
await writeFile(
  join(folder, 'migration.sql'),
  difference ?? '-- schema.prisma and the migrations agree. Write here what they cannot say.\n',
)
console.log(`${join(folder, 'migration.sql')}\nRead it, add what schema.prisma cannot say, then: npm run db:migrate`)
