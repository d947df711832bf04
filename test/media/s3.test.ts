import { Readable } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { s3Store } from '../../src/media/store/s3.ts'
import type { MediaStore } from '../../src/media/store/storage.ts'
import { atEnd } from '../helpers/at-end.ts'
import { startS3 } from './s3-server.ts'
import { describeStore, namesIn } from './store-suite.ts'

let store: MediaStore

beforeAll(async () => {
  store = s3Store(await startS3())
  atEnd(() => store.close())
})

describeStore('A bucket', () => store)

describe('A file in a bucket', () => {
  it('is copied over itself when it is used after a long time, and else left alone', async () => {
    await store.put('r/a.jpg/1.webp', Readable.from(['content']))
    const stored = await store.stat('r/a.jpg/1.webp')
    if (!stored) throw new Error('no file')
    const long = { usedAt: new Date(0) }

    await store.markUsed({ ...stored, ...long })
    expect(String(await store.read('r/a.jpg/1.webp'))).toBe('content')
    // Nobody can copy what is not there, so that it shows whether one tries.
    await expect(store.markUsed({ ...stored, name: 'r/absent.jpg/1.webp', ...long })).rejects.toThrow()
    await store.markUsed({ ...stored, name: 'r/absent.jpg/1.webp' })
    await store.remove('r/a.jpg/1.webp')
  })
})

describe('A bucket that is not there', () => {
  it('is a fault, and no empty bucket', async () => {
    const absent = s3Store({ ...(await startS3()), name: 'absent' })
    atEnd(() => absent.close())

    await expect(absent.open('a.jpg')).rejects.toThrow(/bucket/i)
    await expect(namesIn(absent)).rejects.toThrow(/bucket/i)
  })
})
