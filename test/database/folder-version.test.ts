import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { connect } from '../../src/database/connect.ts'
import { databaseFolder } from '../../src/database/embedded/restored-folder.ts'
import { embeddedFolder, temporaryFolder } from '../helpers/database.ts'
import { filesOf } from './backup-commands.ts'
import { start } from './child.ts'

const OURS = { copydesk: manifest.version, postgresql: 18, at: expect.any(String) }

async function versionsIn(dataDir: string): Promise<unknown> {
  return JSON.parse(await readFile(join(databaseFolder(dataDir), 'copydesk.json'), 'utf8'))
}

async function opened(dataDir: string): Promise<void> {
  await (await connect({ dataDir })).close()
}

/** Starts the server, which must not start. @returns what it printed */
async function refusedStart(dataDir: string): Promise<string> {
  const { code, output } = await start('src/main.ts', [], { DATABASE_URL: '', DATA_DIR: dataDir, PORT: '0' }).ended
  expect(code).toBe(1)
  return output
}

describe('The folder of the embedded database', () => {
  it('says which version of Copydesk and of PostgreSQL made it', async () => {
    const dataDir = await temporaryFolder()

    await opened(dataDir)

    expect(await versionsIn(dataDir)).toEqual({ madeBy: OURS, openedBy: OURS })
    expect(await readFile(join(databaseFolder(dataDir), 'PG_VERSION'), 'utf8')).toBe(`${OURS.postgresql}\n`)
  })

  it('says which version opened it last, where one made it that left no file', async () => {
    const dataDir = await embeddedFolder('empty')
    await rm(join(databaseFolder(dataDir), 'copydesk.json'))

    await opened(dataDir)

    expect(await versionsIn(dataDir)).toEqual({ madeBy: null, openedBy: OURS })
  })

  it('without PG_VERSION is neither opened nor made again over its files', async () => {
    const dataDir = await embeddedFolder('seeded')
    await mkdir(join(dataDir, 'media'))
    await writeFile(join(dataDir, 'media', 'image.png'), 'an image')
    await rm(join(databaseFolder(dataDir), 'PG_VERSION'))
    const before = await filesOf(dataDir)

    const output = await refusedStart(dataDir)

    expect(output).toMatch(/has files, but PG_VERSION is missing or unreadable.*Nothing was changed/s)
    expect(output).toMatch(/db:restore -- FILE --force.*db:reset/s)
    expect(await filesOf(dataDir)).toEqual(before)
  })

  it('of another PostgreSQL is not called damaged: the start says which version made it, and what to do', async () => {
    const dataDir = await embeddedFolder('seeded')
    await writeFile(join(databaseFolder(dataDir), 'PG_VERSION'), '17\n')
    const old = { copydesk: '0.1.7', postgresql: 17, at: '2026-01-01T00:00:00.000Z' }
    await writeFile(join(databaseFolder(dataDir), 'copydesk.json'), JSON.stringify({ madeBy: old, openedBy: old }))
    const before = await filesOf(dataDir)

    const output = await refusedStart(dataDir)

    expect(output).toContain(`is of PostgreSQL 17, from Copydesk 0.1.7. Copydesk ${manifest.version} has PostgreSQL 18`)
    expect(output).toMatch(
      /Install Copydesk 0\.1\.7, and make a backup: npm run db:backup.*npm run db:restore -- FILE --force/s,
    )
    expect(output).toContain('the data is not damaged')
    expect(output).not.toContain('cannot be opened')
    expect(await filesOf(dataDir)).toEqual(before)
  })

  it('that cannot be opened after an upgrade names the version that opened it last', async () => {
    const dataDir = await embeddedFolder('empty')
    const old = { copydesk: '0.1.7', postgresql: 18, at: '2026-01-01T00:00:00.000Z' }
    await writeFile(join(databaseFolder(dataDir), 'copydesk.json'), JSON.stringify({ madeBy: old, openedBy: old }))
    await rm(join(databaseFolder(dataDir), 'global', 'pg_control'))

    expect(await refusedStart(dataDir)).toMatch(/damaged or incomplete.*last opened by Copydesk 0\.1\.7/s)
  })
})
