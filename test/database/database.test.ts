import { describe, expect, it } from 'vitest'
import { onPostgresql, testDatabase } from '../helpers/database.ts'

const database = await testDatabase()

describe('the database', () => {
  it('is the one that was asked for', () => {
    expect(database.engine).toBe(onPostgresql ? 'postgresql' : 'pglite')
  })
})
