import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MIGRATIONS_FOLDER, SCHEMA_FILE } from '../../src/database/migrations.ts'
import { schemaDifference } from '../../src/database/schema-difference.ts'
import { temporaryFolder } from '../helpers/database.ts'

// Databases are made from nothing here, by several processes: seconds each, and many on a busy machine.
describe('schemaDifference', () => {
  it('finds none between the migrations and schema.prisma, with all that Prisma cannot say in them', async () => {
    expect(await schemaDifference()).toBeNull()
  })

  it('finds a field without a migration, and a migration that schema.prisma knows nothing of', async () => {
    const folder = await temporaryFolder()
    const migrations = join(folder, 'migrations')
    await cp(MIGRATIONS_FOLDER, migrations, { recursive: true })
    await mkdir(join(migrations, '99999999999999_planted'))
    await writeFile(join(migrations, '99999999999999_planted', 'migration.sql'), 'ALTER TABLE topic DROP COLUMN uri')
    const schemaFile = join(folder, 'schema.prisma')
    const schema = await readFile(SCHEMA_FILE, 'utf8')
    await writeFile(schemaFile, schema.replace('model Author {', 'model Author {\n  nickname String?'))

    const difference = await schemaDifference(migrations, schemaFile)

    expect(difference).toMatch(/ALTER TABLE "author" ADD COLUMN +"nickname" TEXT/)
    expect(difference).toMatch(/ALTER TABLE "topic" ADD COLUMN +"uri" TEXT/)
  })
})
