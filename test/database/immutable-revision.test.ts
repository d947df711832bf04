import { describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const given = givenIn(database)

/** A value of each type that no revision of the test has. */
const OTHER: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: "'other'",
  integer: '4711',
  jsonb: '\'[{"type": "paragraph", "html": "other"}]\'',
  'timestamp with time zone': "'2001-01-01T00:00:00Z'",
}

describe('A stored revision', () => {
  it('refuses a change of every column except the person who made it, and its name', async () => {
    const { revisionId } = await given.article()
    const columns = await prisma.$queryRaw<{ name: string; type: string }[]>`
      SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = 'revision' ORDER BY ordinal_position`

    const changeable: string[] = []
    for (const { name, type } of columns) {
      const update = `UPDATE revision SET "${name}" = ${name === 'created_by_id' ? 'NULL' : OTHER[type]} WHERE id = '${revisionId}'`
      const error = await prisma.$executeRawUnsafe(update).then(
        () => null,
        (reason: unknown) => String(reason),
      )
      if (error === null) changeable.push(name)
      else expect(`${name}: ${error}`).toMatch(/is immutable/)
    }

    expect(columns.length).toBeGreaterThan(10)
    expect(changeable.sort()).toEqual(['created_by_id', 'name'])
  })
})
