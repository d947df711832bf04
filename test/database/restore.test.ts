import { existsSync } from 'node:fs'
import { cp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { create, extract } from 'tar'
import { beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { databaseFolder } from '../../src/database/embedded/restored-folder.ts'
import { startServer } from '../crash/server.ts'
import { embeddedFolder, onPostgresql, mediaDir as seededMediaDir, temporaryFolder } from '../helpers/database.ts'
import { filesOf, runBackup, runRestore, succeeded } from './backup-commands.ts'
import { start } from './child.ts'

/** Several processes, one after the other, on a busy machine. */
const PATIENT = { timeout: 600_000 }

/** A backup of the sample newsroom, made while no server runs. */
let archive: string

beforeAll(async () => {
  if (onPostgresql) return
  const dataDir = await embeddedFolder('seeded')
  archive = join(await temporaryFolder(), 'backup.tar')
  await succeeded(runBackup(archive, { DATA_DIR: dataDir, MEDIA_DIR: seededMediaDir }))
}, PATIENT.timeout)

/** A data folder with a database that is not the sample newsroom. */
async function otherData(): Promise<string> {
  const dataDir = await embeddedFolder('migrated')
  await (await connect({ dataDir })).close()
  return dataDir
}

async function articlesIn(dataDir: string): Promise<number> {
  const database = await connect({ dataDir })
  return database.prisma.article.count().finally(() => database.close())
}

/** The archive, unpacked, changed and packed again. */
async function changed(change: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = await temporaryFolder()
  await extract({ file: archive, cwd: folder })
  await change(folder)
  const file = join(await temporaryFolder(), 'changed.tar')
  await create({ file, cwd: folder, portable: true }, ['manifest.json', 'database.sql.gz', 'media'])
  return file
}

async function withManifest(changes: object): Promise<string> {
  return changed(async (folder) => {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(Object.assign({}, manifest, changes)))
  })
}

async function withBytes(change: (bytes: Buffer) => Buffer): Promise<string> {
  const file = join(await temporaryFolder(), 'bytes.tar')
  await writeFile(file, change(await readFile(archive)))
  return file
}

/** In the compressed dump, which begins with the signs of gzip. */
function flipped(bytes: Buffer): Buffer {
  const place = bytes.indexOf(Buffer.from([0x1f, 0x8b, 0x08])) + 1000
  bytes[place] = (bytes[place] ?? 0) ^ 1
  return bytes
}

const imageOf = async (folder: string) => {
  const manifest: { media: object } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  return join(folder, 'media', Object.keys(manifest.media)[0] ?? '')
}

const BAD: readonly [what: string, file: () => Promise<string>, says: RegExp][] = [
  ['that does not exist', async () => '/nowhere/backup.tar', /There is no file \/nowhere\/backup.tar/],
  [
    'that is a text',
    () => withBytes(() => Buffer.from('Not an archive. '.repeat(500))),
    /is not a backup, or it is damaged/,
  ],
  ['that is empty', () => withBytes(() => Buffer.alloc(0)), /is not a backup/],
  ['that is cut off', () => withBytes((bytes) => bytes.subarray(0, bytes.length / 2)), /is damaged or incomplete/],
  [
    'with one other bit in its dump',
    () => withBytes(flipped),
    /is damaged or incomplete: 1 of \d+ files .* such as database.sql.gz/,
  ],
  [
    'without one of its images',
    () => changed(async (folder) => rm(await imageOf(folder))),
    /1 of \d+ files are missing/,
  ],
  ['with another image', () => changed(async (folder) => writeFile(await imageOf(folder), 'x')), /such as media\//],
  [
    'with a link',
    () => changed((folder) => symlink('/etc/passwd', join(folder, 'media', 'passwd'))),
    /it has media\/passwd/,
  ],
  [
    'without a manifest that can be read',
    () => changed((folder) => writeFile(join(folder, 'manifest.json'), '{}')),
    /manifest.json cannot be read/,
  ],
  [
    'of a newer format',
    () => withManifest({ format: 2, copydesk: '9.1.0' }),
    /newer version of Copydesk, 9\.1\.0: its format is 2/,
  ],
  [
    'of a newer database',
    () => withManifest({ migration: '20990101000000_future', copydesk: '9.1.0' }),
    /newer version of Copydesk, 9\.1\.0: this version does not have the migration 20990101000000_future/,
  ],
  [
    'whose rows are not those that were counted',
    () => withManifest({ tables: { 'public.article': { rows: 3, md5: '' } } }),
    /tables are not the same after they were restored: .*public\.article/,
  ],
]

describe.skipIf(onPostgresql)('npm run db:restore', PATIENT, () => {
  it.each(BAD)('refuses a file %s, also with --force, and changes nothing', async (_what, file, says) => {
    const dataDir = await otherData()
    const before = await filesOf(dataDir)

    const { code, output } = await runRestore(await file(), { DATA_DIR: dataDir }, '--force')

    expect(output).toMatch(says)
    expect(code).toBe(1)
    expect(await filesOf(dataDir)).toEqual(before)
  })

  it('refuses to restore over a database; with --force it moves that aside', async () => {
    const dataDir = await otherData()
    const before = await filesOf(dataDir)

    const refused = await runRestore(archive, { DATA_DIR: dataDir })

    expect(refused).toMatchObject({ code: 1, output: expect.stringMatching(/There is a database in .*--force/s) })
    expect(await filesOf(dataDir)).toEqual(before)
    const output = await succeeded(runRestore(archive, { DATA_DIR: dataDir }, '--force'))
    const [, aside = ''] = /The database that was there is in (\S+)\/database\./.exec(output) ?? []
    expect(await articlesIn(dataDir)).toBe(70)
    expect(await articlesIn(aside)).toBe(0)
  })

  it('refuses while a server runs, with what to do', async () => {
    const dataDir = await otherData()
    const server = await startServer({ DATA_DIR: dataDir, SEED_ON_START: 'false' })

    const { code, output } = await runRestore(archive, { DATA_DIR: dataDir }, '--force')

    expect(output).toMatch(/is in use by another process \(pid \d+\).*Stop the other process/s)
    expect(code).toBe(1)
    await server.kill()
    expect(await articlesIn(dataDir)).toBe(0)
  })

  it.each([
    ['db:backup', runBackup],
    ['db:restore', runRestore],
  ])('%s says what PostgreSQL needs instead', async (_name, command) => {
    const { code, output } = await command(archive, { DATABASE_URL: 'postgresql://localhost/copydesk' })

    expect(output).toMatch(/DATABASE_URL is set.*pg_dump.*pg_restore.*MEDIA_DIR or the bucket/s)
    expect(code).toBe(1)
  })

  it('that is killed leaves the old database or the new one', async () => {
    const dataDir = await otherData()
    const found = new Set<number>()
    for (const sign of ['restoring', 'media', 'database.restored']) {
      const restoring = start('scripts/backup/restore.ts', [archive, '--force'], {
        DATABASE_URL: '',
        DATA_DIR: dataDir,
      })
      const isOver = restoring.ended.then(() => true)
      await expect
        .poll(() => existsSync(join(dataDir, sign)) || Promise.race([isOver, false]), { interval: 1 })
        .toBe(true)
      restoring.child.kill('SIGKILL')
      await restoring.ended
      found.add(await articlesIn(dataDir))
    }

    expect([...found].filter((articles) => articles !== 0 && articles !== 70)).toEqual([])
    await succeeded(runRestore(archive, { DATA_DIR: dataDir }, '--force'))
    expect(await articlesIn(dataDir)).toBe(70)
    expect(existsSync(join(dataDir, 'restoring'))).toBe(false)
  })

  it.each([
    ['before the old database was moved aside', async () => {}],
    ['after that', async (dataDir: string) => rename(databaseFolder(dataDir), join(dataDir, 'aside'))],
  ])('that was killed after its first rename, %s, is finished by the next start', async (_when, killed) => {
    const dataDir = await otherData()
    await cp(databaseFolder(await embeddedFolder('seeded')), join(dataDir, 'database.restored'), { recursive: true })
    await killed(dataDir)

    expect(await articlesIn(dataDir)).toBe(70)

    expect(existsSync(join(dataDir, 'database.restored'))).toBe(false)
  })

  it('migrates a backup of an older version', async () => {
    const dataDir = await embeddedFolder('empty')
    const old = join(await temporaryFolder(), 'old.tar')
    await succeeded(runBackup(old, { DATA_DIR: dataDir }))
    const target = { DATA_DIR: await temporaryFolder() }

    expect(await succeeded(runRestore(old, target))).toMatch(/\d\d migrations were applied/)
    expect(await articlesIn(target.DATA_DIR)).toBe(0)
  })
})

describe.skipIf(onPostgresql)('npm run db:backup', PATIENT, () => {
  it('writes a file that only its owner can read, and never over another one', async () => {
    const { mode } = await stat(archive)
    const again = await runBackup(archive, { DATA_DIR: await otherData() })

    expect((mode & 0o777).toString(8)).toBe('600')
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('exists. Give another name') })
  })

  it('makes no database where there is none', async () => {
    const dataDir = join(await temporaryFolder(), 'absent')
    const { code, output } = await runBackup(join(await temporaryFolder(), 'backup.tar'), { DATA_DIR: dataDir })

    expect(output).toContain('There is no database in')
    expect(code).toBe(1)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('is refused by another process than a server, with what to do', async () => {
    const dataDir = await otherData()
    const holder = start('test/database/holder.ts', [dataDir])
    await holder.prints('opened')

    const { code, output } = await runBackup(join(await temporaryFolder(), 'backup.tar'), { DATA_DIR: dataDir })

    expect(output).toMatch(/in use by another process.*could not be asked for a backup.*stop the process first/s)
    expect(code).toBe(1)
    holder.child.kill('SIGTERM')
    await holder.ended
  })

  it('asks the server over a socket that only its user can reach', async () => {
    const dataDir = await otherData()
    const server = await startServer({ DATA_DIR: dataDir, SEED_ON_START: 'false' })

    const modes = await Promise.all(['control', 'control/backup.sock'].map((name) => stat(join(dataDir, name))))

    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '600'])
    await server.kill('SIGTERM')
  })
})
