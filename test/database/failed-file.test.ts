import fs from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { atEnd } from '../helpers/at-end.ts'
import { embeddedFolder, onPostgresql } from '../helpers/database.ts'

const TOO_MANY = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })

describe.runIf(!onPostgresql)('The embedded database', () => {
  it('creates a file that it could not create before, because the process could open no more', async () => {
    const database = await connect({ dataDir: await embeddedFolder() })
    atEnd(() => database.close())
    await database.script('CREATE TABLE page (n int); INSERT INTO page SELECT * FROM generate_series(1, 10000)')
    // The visibility map of the table, which VACUUM creates
    const refused: string[] = []
    const spy = vi.spyOn(fs, 'writeFileSync').mockImplementation((file) => {
      refused.push(String(file))
      throw TOO_MANY
    })
    onTestFinished(() => spy.mockRestore())
    await expect(database.script('VACUUM page')).rejects.toThrow('could not create file')
    expect(refused[0]).toMatch(/_vm$/)
    spy.mockRestore()

    await database.script('VACUUM page')

    expect(fs.existsSync(refused[0] ?? '')).toBe(true)
  })
})
