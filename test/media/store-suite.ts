import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { MediaStore } from '../../src/media/store/storage.ts'
import { temporaryFolder } from '../helpers/database.ts'

/** What a store lists, in order. */
export async function namesIn(store: MediaStore, prefix?: string): Promise<string[]> {
  const found: string[] = []
  for await (const { name } of store.list(prefix)) found.push(name)
  return found.sort()
}

/** What holds for every place where images can be kept. */
export function describeStore(what: string, storeOf: () => MediaStore): void {
  const freshName = () => `image-${randomUUID()}.jpg`
  const read = async (name: string, range?: { start: number; end: number }) => {
    const opened = await storeOf().open(name, range)
    return opened && buffer(opened.stream)
  }
  const names = (prefix?: string) => namesIn(storeOf(), prefix)

  describe(what, () => {
    it('gives back what it was given, from a file and from a stream', async () => {
      const bytes = randomBytes(300_000)
      const path = join(await temporaryFolder(), 'given')
      await writeFile(path, bytes)
      const [one, other] = [freshName(), freshName()]

      await storeOf().put(one, path)
      await storeOf().put(other, Readable.from([bytes.subarray(0, 1000), bytes.subarray(1000)]))

      for (const name of [one, other]) {
        expect((await read(name))?.equals(bytes)).toBe(true)
        expect((await storeOf().read(name))?.equals(bytes)).toBe(true)
      }
      expect(await storeOf().stat(one)).toMatchObject({ name: one, sizeBytes: 300_000 })
    })

    it('gives back a part', async () => {
      const name = freshName()
      await storeOf().put(name, Readable.from(['0123456789']))

      expect(String(await read(name, { start: 2, end: 4 }))).toBe('234')
      const opened = await storeOf().open(name, { start: 9, end: 9 })
      expect(opened?.sizeBytes).toBe(10)
      expect(opened && String(await buffer(opened.stream))).toBe('9')
    })

    it('knows when each was written', async () => {
      const name = freshName()
      const before = Date.now() - 2000

      await storeOf().put(name, Readable.from(['x']))

      const { modifiedAt } = (await storeOf().stat(name)) ?? {}
      expect(modifiedAt?.getTime()).toBeGreaterThan(before)
      expect(modifiedAt?.getTime()).toBeLessThan(Date.now() + 2000)
    })

    it('has nothing under other names', async () => {
      expect(await storeOf().open(freshName())).toBeNull()
      expect(await storeOf().read(freshName())).toBeNull()
      expect(await storeOf().stat(freshName())).toBeNull()
      await storeOf().remove(freshName())
    })

    it('replaces what stands under a name', async () => {
      const name = freshName()
      await storeOf().put(name, Readable.from(['old and long']))

      await storeOf().put(name, Readable.from(['new']))

      expect(String(await read(name))).toBe('new')
    })

    it('keeps nothing of a stream that breaks, and leaves what stood there', async () => {
      const [name, kept] = [freshName(), freshName()]
      await storeOf().put(kept, Readable.from(['kept']))
      async function* broken() {
        yield randomBytes(100_000)
        throw new Error('cut short')
      }

      await expect(storeOf().put(name, Readable.from(broken()))).rejects.toThrow('cut short')
      await expect(storeOf().put(kept, Readable.from(broken()))).rejects.toThrow('cut short')

      expect(await storeOf().stat(name)).toBeNull()
      expect(String(await read(kept))).toBe('kept')
      expect(await storeOf().removeUnfinished(new Date(Date.now() + 60_000))).toBe(0)
    })

    it('removes', async () => {
      const name = freshName()
      await storeOf().put(name, Readable.from(['x']))

      await storeOf().remove(name)

      expect(await storeOf().stat(name)).toBeNull()
    })

    it('lists what it has, all of it or below a name', async () => {
      const folder = randomUUID()
      const [one, other, beside] = [`${folder}/a/1.webp`, `${folder}/b.webp`, freshName()]
      for (const name of [one, other, beside]) await storeOf().put(name, Readable.from(['x']))

      expect(await names(`${folder}/`)).toEqual([one, other])
      expect(await names(`${folder}/a`)).toEqual([one])
      expect(await names()).toEqual(expect.arrayContaining([one, other, beside]))
      expect(await names('absent/')).toEqual([])
    })

    it.each([
      '',
      '.',
      '..',
      '../outside',
      'a/../../outside',
      '/etc/passwd',
      'a//b',
      'a/',
      '.hidden',
      'a/.hidden',
      'a\\b',
      'a\0b',
      'a b',
      'C:evil',
      'é.jpg',
      'x'.repeat(513),
    ])('takes no %j for a name', async (name) => {
      await expect(async () => storeOf().put(name, Readable.from(['x']))).rejects.toThrow(
        'not the name of a media file',
      )
      await expect(async () => storeOf().open(name)).rejects.toThrow('not the name of a media file')
      await expect(async () => storeOf().stat(name)).rejects.toThrow('not the name of a media file')
      await expect(async () => storeOf().remove(name)).rejects.toThrow('not the name of a media file')
    })
  })
}
