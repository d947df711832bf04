import { createHash } from 'node:crypto'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findLostFiles, findOrphans, type MediaCheck } from '../../src/image/check-files.service.ts'
import { newFileName } from '../../src/image/new-image.write.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import { incomingFiles } from '../../src/media/store/incoming.ts'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { newImage } from './sample-images.ts'
import { namesIn } from './store-suite.ts'
import { upload } from './uploading.ts'

const database = await testDatabase()
const mediaDir = await temporaryFolder()
const store = folderStore(mediaDir)
const incoming = incomingFiles(mediaDir)
const ORPHAN = `${'0a'.repeat(16)}.jpg`
let token: string
let api: Awaited<ReturnType<typeof testApi>>

/** Of the past hour and before, or of this moment too. */
const check = (options: Partial<MediaCheck> & { isFixing: boolean }) =>
  findOrphans({ database, store, incoming, before: new Date(Date.now() + 60_000), ...options })

beforeAll(async () => {
  api = await testApi(database, { variables: { MEDIA_DIR: mediaDir } })
  token = (await api.as('REPORTER').user()).token
})

beforeEach(async () => {
  for (const name of await namesIn(store)) await store.remove(name)
  await database.prisma.image.deleteMany()
})

describe('A check of the files', () => {
  it('finds and removes what no image has, with all that was made of it', async () => {
    const { image } = await upload(api.app, token, await newImage())
    const kept = image?.url.split('/').at(-1) ?? ''
    await store.put(`r/${kept}/20x10.webp`, Readable.from(['x']))
    const orphans = [ORPHAN, `p/${ORPHAN}`, `r/${ORPHAN}/320x200.avif`]
    for (const name of orphans) await store.put(name, Readable.from(['x']))

    expect((await check({ isFixing: false })).orphans.sort()).toEqual(orphans)
    expect(await namesIn(store)).toHaveLength(5)

    expect((await check({ isFixing: true })).orphans.sort()).toEqual(orphans)
    expect(await namesIn(store)).toEqual([kept, `r/${kept}/20x10.webp`].sort())
    expect((await check({ isFixing: true })).orphans).toEqual([])
  })

  it('leaves what is young, and what is not ours', async () => {
    await store.put(ORPHAN, Readable.from(['x']))
    await store.put('logo.svg', Readable.from(['x']))
    await store.put('backups/2026.tar', Readable.from(['x']))

    expect((await check({ isFixing: true, before: new Date(Date.now() - 60_000) })).orphans).toEqual([])
    expect((await check({ isFixing: true })).orphans).toEqual([ORPHAN])

    expect(await namesIn(store)).toEqual(['backups/2026.tar', 'logo.svg'])
  })

  it('removes what was begun and never finished', async () => {
    for (const folder of ['.incoming', '.drafts']) {
      await mkdir(join(mediaDir, folder), { recursive: true })
      await writeFile(join(mediaDir, folder, 'left'), 'x')
      await utimes(join(mediaDir, folder, 'left'), new Date(0), new Date(0))
    }

    expect(await check({ isFixing: true })).toEqual({ orphans: [], unfinished: 2, others: [] })
    expect(await check({ isFixing: true })).toEqual({ orphans: [], unfinished: 0, others: [] })
  })

  it('finds images whose file is lost', async () => {
    const { image } = await upload(api.app, token, await newImage())
    const file = image?.url.split('/').at(-1) ?? ''
    expect(await findLostFiles(database, store)).toEqual([])

    await store.remove(file)

    expect(await findLostFiles(database, store)).toEqual([{ id: image?.id.split('_')[1], file }])
  })

  it('takes no file from an image that comes in meanwhile', async () => {
    const images = await Promise.all(Array.from({ length: 10 }, newImage))
    // What is being written is young, and this check takes the young too.
    const orphansAlone = {
      store: { ...store, removeUnfinished: async () => 0 },
      incoming: { ...incoming, clear: async () => 0 },
    }
    let isDone = false
    const checking = (async () => {
      while (!isDone) await check({ isFixing: true, ...orphansAlone })
    })()

    // Each lies there as an orphan first, and is checked while its row is written.
    for (const bytes of images) {
      const checksum = createHash('sha256').update(bytes).digest('hex')
      await store.put(await newFileName(database.prisma, { checksum, extension: 'png' }), Readable.from([bytes]))
      expect(await upload(api.app, token, bytes)).toMatchObject({ userErrors: [], isNew: true })
    }
    isDone = true
    await checking

    expect(await findLostFiles(database, store)).toEqual([])
    expect(await namesIn(store)).toHaveLength(images.length)
  })
})
