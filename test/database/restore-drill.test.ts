import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { list } from 'tar'
import { describe, expect, it } from 'vitest'
import { removeSnapshot, takeSnapshot } from '../../src/backup/snapshot.ts'
import { withServersSnapshot } from '../../src/backup/snapshot-client.ts'
import { writeBackup } from '../../src/backup/write-backup.ts'
import { connect } from '../../src/database/connect.ts'
import { timesDone } from '../crash/checker.ts'
import type { Thing } from '../crash/route.ts'
import { send } from '../crash/send.ts'
import { startServer } from '../crash/server.ts'
import { atEnd } from '../helpers/at-end.ts'
import { embeddedFolder, onPostgresql, temporaryFolder } from '../helpers/database.ts'
import { httpClient } from '../helpers/server-process.ts'
import { runBackup, runRestore, succeeded } from './backup-commands.ts'
import { editors, expectWhole, newsroom, pageOf } from './busy-newsroom.ts'

// docs/deployment.md, section Backup, done as it says, with the real server and the real commands: many processes, one after the other.
const PATIENT = { timeout: 600_000 }

async function embeddedNewsroom() {
  const { options, mediaDir, server } = await newsroom()
  if (!('dataDir' in options)) throw new Error('on the embedded database alone')
  const { dataDir } = options
  return { dataDir, mediaDir, server, variables: { DATA_DIR: dataDir, MEDIA_DIR: mediaDir } }
}

/** Images whose file is not what it was when it came in. */
async function wrongImages(dataDir: string): Promise<string[]> {
  const database = await connect({ dataDir })
  const images = await database.prisma.image.findMany().finally(() => database.close())
  expect(images.length).toBeGreaterThan(40)
  const wrong: string[] = []
  for (const { file, checksum } of images) {
    const bytes = await readFile(join(dataDir, 'media', file))
    if (createHash('sha256').update(bytes).digest('hex') !== checksum) wrong.push(file)
  }
  return wrong
}

async function uploadedImage(url: string): Promise<Thing> {
  const answer = await send(url, { mutation: 'uploadImage', input: { altText: 'To be deleted' }, key: randomUUID() })
  const image = answer?.data?.uploadImage?.image
  if (!image) throw new Error(JSON.stringify(answer))
  return image
}

async function namesInArchive(file: string): Promise<string[]> {
  const names: string[] = []
  await list({ file, onReadEntry: ({ path }) => names.push(path) })
  return names
}

describe.skipIf(onPostgresql)(
  'A backup of the embedded database while editors write and images come and go',
  PATIENT,
  () => {
    it('is whole when it is restored, and has all that was acknowledged before', async () => {
      const { dataDir, server, variables } = await embeddedNewsroom()
      const archive = join(await temporaryFolder(), 'newsroom.tar')
      const desk = editors(server.url)
      await expect.poll(() => desk.acknowledged().length).toBeGreaterThan(30)

      const before = desk.acknowledged()
      await succeeded(runBackup(archive, variables))
      const meanwhile = desk.acknowledged().length - before.length
      await desk.stop()
      await server.kill()
      const restored = { DATA_DIR: join(await temporaryFolder(), 'restored') }
      await succeeded(runRestore(archive, restored))

      expect(meanwhile).toBeGreaterThan(0)
      expect(before.map(({ mutation }) => mutation)).toContain('uploadImage')
      await expectWhole({ dataDir: restored.DATA_DIR }, join(restored.DATA_DIR, 'media'))
      expect(await wrongImages(restored.DATA_DIR)).toEqual([])
      const database = await connect({ dataDir: restored.DATA_DIR })
      const lost: string[] = []
      for (const call of before) if ((await timesDone(database, call)) !== 1) lost.push(`${call.mutation} ${call.key}`)
      await database.close()
      expect(lost).toEqual([])
      expect(await readdir(join(dataDir, 'snapshots'))).toEqual([])
      const again = await startServer({ ...restored, SEED_ON_START: 'false' })
      expect(JSON.parse(await pageOf(again.url)).data.articles.nodes).toHaveLength(20)
      const writer = httpClient(again.url, 'dev-editor')
      const input = { input: { headline: 'After the restore', locale: 'en' } }
      const created = await writer.mutate(
        'mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id } userErrors { code } } }',
        input,
      )
      expect(created).toEqual({ article: { id: expect.any(String) }, userErrors: [] })
      await again.kill()
    })

    it('has the file of an image that is deleted while the archive is written', async () => {
      const { dataDir, mediaDir, server } = await embeddedNewsroom()
      const desk = httpClient(server.url, 'dev-editor')
      const archive = join(await temporaryFolder(), 'newsroom.tar')
      const files = async () => (await readdir(mediaDir)).filter((name) => /^[0-9a-f]{32}\./.test(name))
      const uploaded = await uploadedImage(server.url)
      const before = await files()

      await withServersSnapshot(dataDir, new Error('in use'), async (snapshot) => {
        const deleted = await desk.mutate(
          'mutation ($input: DeleteImageInput!) { deleteImage(input: $input) { deletedId userErrors { code } } }',
          { input: uploaded },
        )
        expect(deleted).toEqual({ deletedId: uploaded.id, userErrors: [] })
        expect(await files()).toHaveLength(before.length - 1)
        await writeBackup(snapshot, new Date(), archive)
      })

      expect(await namesInArchive(archive)).toEqual(expect.arrayContaining(before.map((name) => `media/${name}`)))
      await server.kill()
      const dir = await temporaryFolder()
      await succeeded(runRestore(archive, { DATA_DIR: dir }))
      await expectWhole({ dataDir: dir }, join(dir, 'media'))
    })

    it('waits for a transaction that runs, and has all of it', async () => {
      const dataDir = await embeddedFolder('migrated')
      const database = await connect({ dataDir })
      atEnd(() => database.close())
      const [begun, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const slug = 'in-a-transaction'
      const writing = database.transaction(async (tx) => {
        await tx.topic.create({ data: { slug, name: 'Written before the snapshot', kind: 'SUBJECT' } })
        begun.resolve()
        await end.promise
      })
      await begun.promise

      const taking = takeSnapshot(database, { dataDir, mediaDir: null })
      const first = await Promise.race([taking.then(() => 'taken'), wait(3000, 'waiting')])
      end.resolve()
      await writing
      const snapshot = await taking

      expect(first).toBe('waiting')
      const copy = await connect({ dataDir: snapshot.dataDir })
      expect(await copy.prisma.topic.count({ where: { slug } }).finally(() => copy.close())).toBe(1)
      await removeSnapshot(snapshot)
    })
  },
)
