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

describe('A bucket that is not there', () => {
  it('is a fault, and no empty bucket', async () => {
    const absent = s3Store({ ...(await startS3()), name: 'absent' })
    atEnd(() => absent.close())

    await expect(absent.open('a.jpg')).rejects.toThrow(/bucket/i)
    await expect(namesIn(absent)).rejects.toThrow(/bucket/i)
  })
})
