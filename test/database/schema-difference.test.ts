import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MIGRATIONS_FOLDER, SCHEMA_FILE } from '../../src/database/migrations.ts'
import { schemaDifference } from '../../src/database/schema-difference.ts'
import { temporaryFolder } from '../helpers/database.ts'

describe('schemaDifference', () => {
  it('finds none between the migrations and schema.prisma, with all that Prisma cannot say in them', async () => {
    expect(await schemaDifference()).toBeNull()
  })

  it('finds a field that has no migration', async () => {
    const folder = await temporaryFolder()
    const schemaFile = join(folder, 'schema.prisma')
    const schema = await readFile(SCHEMA_FILE, 'utf8')
    await writeFile(schemaFile, schema.replace('model Author {', 'model Author {\n  nickname String?'))

    expect(await schemaDifference(MIGRATIONS_FOLDER, schemaFile)).toContain(
      'ALTER TABLE "author" ADD COLUMN     "nickname" TEXT',
    )
  })

  it('finds a migration that schema.prisma knows nothing of', async () => {
    const folder = await temporaryFolder()
    await cp(MIGRATIONS_FOLDER, folder, { recursive: true })
    await cp(join(folder, '20261122120100_rules'), join(folder, '99999999999999_planted'), { recursive: true })
    await writeFile(
      join(folder, '99999999999999_planted', 'migration.sql'),
      'ALTER TABLE topic DROP COLUMN description',
    )

    expect(await schemaDifference(folder)).toContain('ADD COLUMN     "description" TEXT')
  })
})
