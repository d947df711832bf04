import { utimes } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { trimCache } from '../../src/media/store/cache-trim.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import type { MediaStore } from '../../src/media/store/storage.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { namesIn } from './store-suite.ts'

const HOUR = 60 * 60_000

/** A store with files of 1,000 bytes that were last used some hours ago. */
async function givenFiles(hoursAgo: Readonly<Record<string, number>>): Promise<MediaStore> {
  const store = folderStore(await temporaryFolder())
  const made = new Date(Date.now() - 100 * HOUR)
  for (const [name, hours] of Object.entries(hoursAgo)) {
    await store.put(name, Readable.from(['x'.repeat(1000)]))
    await utimes(store.pathOf(name) ?? '', new Date(Date.now() - hours * HOUR), made)
  }
  return store
}

describe('The cache of made images', () => {
  it('loses what was not used for longest, and never an original', async () => {
    const store = await givenFiles({
      'a.jpg': 90,
      'databases/one': 90,
      'r/a.jpg/1.webp': 2,
      'r/a.jpg/2.webp': 30,
      'r/b.jpg/1.webp': 40,
      'p/a.jpg': 3,
    })

    expect(await trimCache(store, 3000)).toEqual({ bytes: 2000, removed: 2 })

    expect(await namesIn(store)).toEqual(['a.jpg', 'databases/one', 'p/a.jpg', 'r/a.jpg/1.webp'])
  })

  it('stays as it is while it is small enough', async () => {
    const store = await givenFiles({ 'a.jpg': 90, 'r/a.jpg/1.webp': 80, 'p/a.jpg': 90 })

    expect(await trimCache(store, 2000)).toEqual({ bytes: 2000, removed: 0 })
    expect(await namesIn(store)).toHaveLength(3)
  })

  it('keeps a file that was marked as used, which does not change the file for a browser', async () => {
    const store = await givenFiles({ 'r/a.jpg/1.webp': 50, 'r/a.jpg/2.webp': 40 })
    const old = await store.stat('r/a.jpg/1.webp')
    if (!old) throw new Error('no file')

    await store.markUsed(old)

    expect((await store.stat('r/a.jpg/1.webp'))?.modifiedAt).toEqual(old.modifiedAt)
    await trimCache(store, 1500)
    expect(await namesIn(store)).toEqual(['r/a.jpg/1.webp'])
  })

  it('can be trimmed by several processes at once, and keeps what has just been made', async () => {
    const hours = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`r/a.jpg/${index}.webp`, index]))
    const store = await givenFiles(hours)

    await Promise.all([1, 2, 3].map(() => trimCache(store, 10_000)))

    expect(await namesIn(store)).toHaveLength(9)
    expect(await trimCache(store, 0)).toMatchObject({ removed: 8 })
    expect(await namesIn(store)).toEqual(['r/a.jpg/0.webp'])
  })
})
