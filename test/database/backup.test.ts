import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { extract } from 'tar'
import { describe, expect, inject, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { databaseFolder } from '../../src/database/embedded/restored-folder.ts'
import { startServer } from '../crash/server.ts'
import { atEnd } from '../helpers/at-end.ts'
import { hasServerPrograms, serverProgram } from '../helpers/cluster.ts'
import { directUrlOf, onPostgresql, temporaryFolder } from '../helpers/database.ts'
import { addressOf, createDatabase, dropDatabase } from '../helpers/postgresql.ts'
import { runBackup, succeeded } from './backup-commands.ts'
import { editors, expectWhole, newsroom, pageOf } from './busy-newsroom.ts'
import { start } from './child.ts'

// docs/deployment.md, section Backup, done as it says.

const run = promisify(execFile)
const PATIENT = { timeout: 600_000 }

describe.runIf(onPostgresql && hasServerPrograms)(
  'A backup by pg_dump while editors write (PostgreSQL only)',
  PATIENT,
  () => {
    it('and of the files after it is whole when it is restored, and has all that was acknowledged before', async () => {
      const { options, mediaDir, server } = await newsroom()
      if (!('url' in options)) throw new Error('on PostgreSQL alone')
      const [folder, name] = [await temporaryFolder(), `${inject('server')?.prefix}_${randomBytes(4).toString('hex')}`]
      const file = join(folder, 'copydesk.dump')
      const desk = editors(server.url)
      await expect.poll(() => desk.acknowledged().length).toBeGreaterThan(20)

      const before = desk.acknowledged()
      await run(serverProgram('pg_dump'), ['--format=custom', `--file=${file}`, directUrlOf(options.url)])
      await cp(mediaDir, join(folder, 'media'), { recursive: true })
      const meanwhile = desk.acknowledged().length - before.length
      await desk.stop()

      const url = directUrlOf(options.url)
      await createDatabase(url, name)
      atEnd(() => dropDatabase(url, name))
      const restored = { url: addressOf(url, name) }
      await run(serverProgram('pg_restore'), ['--exit-on-error', '--no-owner', `--dbname=${restored.url}`, file])

      expect(meanwhile).toBeGreaterThan(0)
      await expectWhole(restored, join(folder, 'media'))
      const database = await connect(restored)
      atEnd(() => database.close())
      const keys = before.map(({ key }) => key)
      expect(await database.prisma.idempotentCall.count({ where: { key: { in: keys } } })).toBe(keys.length)
      const again = await startServer({ MEDIA_DIR: join(folder, 'media'), DATABASE_URL: restored.url })
      expect(JSON.parse(await pageOf(again.url))).toMatchObject({ data: { articles: { nodes: expect.any(Array) } } })
      await Promise.all([server.kill(), again.kill()])
    })
  },
)

/** What PostgreSQL before version 17, and before version 18, does not know. None of it holds rows. */
const ONLY_OF_NEWER = /transaction_timeout|estonian/

describe.runIf(onPostgresql && hasServerPrograms)(
  'A backup of the embedded database (PostgreSQL only)',
  PATIENT,
  () => {
    it('is read by PostgreSQL, and a server on it is whole', async () => {
      const [dataDir, folder] = [await temporaryFolder(), await temporaryFolder()]
      const file = join(folder, 'embedded.tar')
      const seeding = start('scripts/seed.ts', [], { DATABASE_URL: '', DATA_DIR: dataDir })
      expect((await seeding.ended).code).toBe(0)
      await succeeded(runBackup(file, { DATA_DIR: dataDir }))
      await extract({ file, cwd: folder })
      const url = inject('server')?.url ?? ''
      const name = `${inject('server')?.prefix}_${randomBytes(4).toString('hex')}`
      await createDatabase(url, name)
      atEnd(() => dropDatabase(url, name))
      const restored = { url: addressOf(url, name) }

      const sql = join(folder, 'database.sql')
      await writeFile(sql, gunzipSync(await readFile(`${sql}.gz`)))
      const { stderr } = await run(serverProgram('psql'), ['--quiet', `--file=${sql}`, restored.url])

      const errors = stderr.split('\n').filter((line) => line.includes('ERROR'))
      expect(errors.filter((line) => !ONLY_OF_NEWER.test(line))).toEqual([])
      await expectWhole(restored, join(folder, 'media'))
      const server = await startServer({ MEDIA_DIR: join(folder, 'media'), DATABASE_URL: restored.url })
      expect(JSON.parse(await pageOf(server.url)).data.articles.nodes).toHaveLength(20)
      await server.kill()
    })
  },
)

describe.skipIf(onPostgresql)('A copy of the folder of a stopped server (embedded database)', PATIENT, () => {
  it('is whole, and a server on it answers the same', async () => {
    const { options, mediaDir, server } = await newsroom()
    if (!('dataDir' in options)) throw new Error('on the embedded database alone')
    const desk = editors(server.url)
    await expect.poll(() => desk.acknowledged().length).toBeGreaterThan(10)
    await desk.stop()
    const page = await pageOf(server.url)
    await server.kill('SIGTERM')

    const copy = await temporaryFolder()
    await cp(databaseFolder(options.dataDir), databaseFolder(copy), { recursive: true })
    await cp(mediaDir, join(copy, 'media'), { recursive: true })

    await expectWhole({ dataDir: copy }, join(copy, 'media'))
    const again = await startServer({ DATA_DIR: copy })
    expect(await pageOf(again.url)).toBe(page)
    await again.kill()
  })
})
