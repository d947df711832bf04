import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, testConnection, throughPooler } from '../helpers/database.ts'

/** On one connection, so that all statements meet the same process of PostgreSQL. */
async function oneConnection(): Promise<Database> {
  const options = await testConnection('migrated')
  const database = await connect({ ...options, poolSize: 1 })
  atEnd(() => database.close())
  return database
}

const numbered = (number: number) => ({
  name: `numbered_${number}`,
  text: `SELECT ${number} AS number`,
  parameters: [],
})

async function prepared(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>({
    text: 'SELECT name FROM pg_prepared_statements ORDER BY prepare_time, name',
    parameters: [],
  })
  return rows.map(({ name }) => name)
}

describe.runIf(onPostgresql)('The prepared statements of a connection', async () => {
  const database = await oneConnection()

  it('are 300 at most: the one that was not used for the longest time is closed', async () => {
    await database.query(numbered(0))
    for (let number = 1; number <= 320; number++) {
      await database.query(numbered(number))
      await database.query(numbered(0))
    }

    const names = await prepared(database)

    expect(names).toHaveLength(300)
    expect(names).toContain('numbered_0')
    expect(names).toContain('numbered_320')
    expect(names).not.toContain('numbered_1')
  })

  it('are prepared again after they were closed', async () => {
    expect(await database.query(numbered(1))).toEqual([{ number: 1 }])
    expect(await prepared(database)).toContain('numbered_1')
  })

  it('are closed in a transaction that has failed, too', async () => {
    const failed = database.transaction(async (tx) => {
      await tx.$queryRawUnsafe('SELECT 1/0').catch(() => {})
      for (const number of [1, 2, 3, 1, 2, 3]) await tx.$queryRawUnsafe(`SELECT ${number}`).catch(() => {})
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')

    for (let number = 1000; number < 1320; number++) {
      expect(await database.query(numbered(number))).toEqual([{ number }])
    }

    expect(await prepared(database)).toHaveLength(300)
  })

  it('have 200,000 characters of text at most', async () => {
    for (let number = 0; number < 30; number++) {
      await database.query({ name: `long_${number}`, text: `SELECT '${'x'.repeat(15_000)}'`, parameters: [] })
    }

    expect((await prepared(database)).length).toBeLessThan(200_000 / 15_000)
  })

  it('are none of more than 40,000 characters', async () => {
    await database.query({ name: 'too_long', text: `SELECT '${'x'.repeat(40_001)}'`, parameters: [] })

    expect(await prepared(database)).not.toContain('too_long')
  })

  // Through a pooler Prisma's statements have no names.
  it.skipIf(throughPooler)('are from Prisma what comes back', async () => {
    const names = async () => (await prepared(database)).filter((name) => name.startsWith('prisma_'))
    const before = await names()

    await database.prisma.$queryRawUnsafe('SELECT 4711 AS once')
    expect(await names()).toEqual(before)

    await database.prisma.$queryRawUnsafe('SELECT 4711 AS once')
    expect(await names()).toHaveLength(before.length + 1)
  })
})
