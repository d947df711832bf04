import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { folderStore } from '../../src/media/store/folder.ts'
import type { MediaStore } from '../../src/media/store/storage.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { describeStore, namesIn } from './store-suite.ts'

let folder: string
let store: MediaStore

beforeAll(async () => {
  folder = join(await temporaryFolder(), 'made', 'when-needed')
  store = folderStore(folder)
})

describeStore('A folder of media', () => store)

describe('A folder of media', () => {
  it('is empty before anything is in it', async () => {
    const absent = folderStore(join(await temporaryFolder(), 'absent'))

    expect(await namesIn(absent)).toEqual([])
    expect(await absent.removeUnfinished(new Date())).toBe(0)
    expect(await absent.open('a.jpg')).toBeNull()
  })

  it('shows nothing of what is being written, and removes it once it is old', async () => {
    const drafts = join(folder, '.drafts')
    await mkdir(drafts, { recursive: true })
    await writeFile(join(drafts, 'old'), 'x')
    await writeFile(join(drafts, 'new'), 'x')
    await utimes(join(drafts, 'old'), new Date(0), new Date(0))
    await store.put('beside.jpg', Readable.from(['x']))

    const listed = await namesIn(store)

    expect(listed).not.toContainEqual(expect.stringContaining('drafts'))
    expect(await store.removeUnfinished(new Date(Date.now() - 60_000))).toBe(1)
    expect(await readdir(drafts)).toEqual(['new'])
  })

  it('does not take a folder for a file', async () => {
    await store.put('sub/file.jpg', Readable.from(['x']))

    expect(await store.open('sub')).toBeNull()
    expect(await store.stat('sub')).toBeNull()
    expect(await store.stat('beside.jpg/below')).toBeNull()
  })

  it('can be a link to another place', async () => {
    const link = join(await temporaryFolder(), 'link')
    await symlink(folder, link)

    await folderStore(link).put('through-link.jpg', Readable.from(['x']))

    expect(await store.stat('through-link.jpg')).not.toBeNull()
  })
})
