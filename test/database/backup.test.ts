import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, inject, it } from 'vitest'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import { databaseFolder } from '../../src/database/embedded.ts'
import { findLostFiles } from '../../src/image/check-files.service.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import { halfDone } from '../crash/checker.ts'
import { brokenConstraints } from '../crash/constraints.ts'
import { FIRST_IMAGE } from '../crash/route.ts'
import { startServer } from '../crash/server.ts'
import { Writer } from '../crash/writer.ts'
import { atEnd } from '../helpers/at-end.ts'
import { hasServerPrograms, serverProgram } from '../helpers/cluster.ts'
import {
  directUrlOf,
  onPostgresql,
  mediaDir as seededMediaDir,
  temporaryFolder,
  testConnection,
  variablesOf,
} from '../helpers/database.ts'
import { addressOf, createDatabase, dropDatabase } from '../helpers/postgresql.ts'
import { expectExactCounts } from '../helpers/recount.ts'

// docs/deployment.md, section Backup, done as it says.

const run = promisify(execFile)
const WRITERS = 4

const PAGE = JSON.stringify({
  query:
    '{ articles(first: 20) { totalCount nodes { headline bodyHtml topics { topic { name } } leadImage { image { url } text } } } }',
})

async function pageOf(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: PAGE,
  })
  const text = await response.text()
  return text.replaceAll(/http:\/\/[^"\\]*?\/media\/[^"\\]*/g, '')
}

/** Whether it is whole: every constraint by its rows, every count, every file of an image. */
async function expectWhole(options: ConnectOptions, mediaDir: string): Promise<void> {
  const database = await connect(options)
  try {
    expect(await brokenConstraints(database)).toEqual([])
    expect(await halfDone(database)).toEqual([])
    await expectExactCounts(database)
    expect(await findLostFiles(database, folderStore(mediaDir))).toEqual([])
  } finally {
    await database.close()
  }
}

/** A server with the sample newsroom and images of its own. */
async function newsroom() {
  const options = await testConnection('seeded')
  const mediaDir = await temporaryFolder()
  await cp(seededMediaDir, mediaDir, { recursive: true })
  return { options, mediaDir, server: await startServer({ MEDIA_DIR: mediaDir, ...variablesOf(options) }) }
}

/** Editors who work until `stop` resolves, with how many of their calls were acknowledged by then. */
function editors(url: string) {
  const writers = Array.from({ length: WRITERS }, (_each, index) => new Writer(index % 2 === 0 ? 0 : FIRST_IMAGE))
  let isOver = false
  const done = Promise.all(writers.map((writer) => writer.write(url, () => isOver)))
  const acknowledged = () => writers.flatMap((writer) => writer.acknowledged)
  return {
    acknowledged,
    async stop() {
      isOver = true
      await done
      expect(writers.flatMap(({ wrong }) => wrong)).toEqual([])
    },
  }
}

describe.runIf(onPostgresql && hasServerPrograms)('A backup by pg_dump while editors write (PostgreSQL only)', () => {
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
})

describe.skipIf(onPostgresql)('A copy of the folder of a stopped server (embedded database)', () => {
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
