import { randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { constants, createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { alreadyThere, folderThatStays } from './lasting-folder.ts'
import { type ByteRange, checkMediaName, type MediaStore, type OpenFile, type StoredFile } from './storage.ts'

// What every image that is served goes through: node:fs/promises is slower at it, by a third for a file of 25 KB.
const readFile = promisify(fs.readFile)
const stat = promisify(fs.stat)
const openFd = promisify(fs.open)
const fstat = promisify(fs.fstat)
const close = promisify(fs.close)

/** Where files are written before they have their names. Names cannot begin with a dot, so none is ever here. */
const DRAFTS = '.drafts'

/** How exactly it is noted when a file was last used: a note is a write to the disk. */
const AN_HOUR = 60 * 60_000

/**
 * Files in a folder of this machine, or of one that several machines share. It is made at the first use when it is not there, but not again: if it
 * goes later, a disk is not mounted any more, or somebody is at work, and an empty folder must not take its place.
 */
export function folderStore(folder: string): MediaStore {
  const root = resolve(folder)
  const drafts = join(root, DRAFTS)
  const isThere = folderThatStays(root)

  function pathOf(name: string): string {
    checkMediaName(name)
    return join(root, name)
  }

  /** No such file: but not because the whole folder is away. */
  async function absent(): Promise<null> {
    await isThere()
    return null
  }

  return {
    async put(name, source) {
      const path = pathOf(name)
      await isThere()
      await mkdir(drafts).catch(alreadyThere)
      const draft = join(drafts, randomUUID())
      try {
        await writeThrough(draft, source)
        await makeFolder(root, dirname(path))
        await rename(draft, path)
        await syncFolder(dirname(path))
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
    },
    open: async (name, range) => (await openFile(pathOf(name), name, range)) ?? absent(),
    read: async (name) => (await readFile(pathOf(name)).catch(nothing)) ?? absent(),
    async stat(name) {
      const found = await stat(pathOf(name)).catch(nothing)
      return found?.isFile() ? storedFile(name, found) : absent()
    },
    async markUsed({ name, usedAt, modifiedAt }) {
      const now = new Date()
      if (now.getTime() - usedAt.getTime() > AN_HOUR) await utimes(pathOf(name), now, modifiedAt)
    },
    pathOf,
    async remove(name) {
      await rm(pathOf(name), { force: true })
    },
    list: (prefix = '') => filesIn(root, root, prefix),
    async removeUnfinished(before) {
      const old = await olderThan(drafts, before)
      await Promise.all(old.map((path) => rm(path, { force: true })))
      return old.length
    },
    async check() {
      await isThere()
      await mkdir(drafts).catch(alreadyThere)
      const draft = join(drafts, randomUUID())
      await writeFile(draft, 'x', { flag: 'wx' }).finally(() => rm(draft, { force: true }))
    },
    close() {},
  }
}

const storedFile = (name: string, { size, mtime, atime }: fs.Stats): StoredFile => ({
  name,
  sizeBytes: size,
  modifiedAt: mtime,
  usedAt: atime > mtime ? atime : mtime,
})

/** Writes the file and sees it on the disk: a rename that outlived a power cut must not lead to an empty file. */
async function writeThrough(path: string, source: string | Readable): Promise<void> {
  if (typeof source !== 'string') return pipeline(source, createWriteStream(path, { flags: 'wx', flush: true }))
  await copyFile(source, path, constants.COPYFILE_EXCL)
  const handle = await open(path, 'r+')
  await handle.sync().finally(() => handle.close())
}

/** Each folder on the way, and its entry in the one above. */
async function makeFolder(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; made.startsWith(first) && made !== root; made = dirname(made)) await syncFolder(dirname(made))
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing, and needs none.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

async function openFile(path: string, name: string, range?: ByteRange): Promise<OpenFile | null> {
  const fd = await openFd(path, 'r').catch(nothing)
  if (fd === null) return null
  const found = await fstat(fd).catch(() => null)
  if (!found?.isFile()) {
    await close(fd)
    return null
  }
  const stream = fs.createReadStream(path, { fd, ...(range && { start: range.start, end: range.end }) })
  return { ...storedFile(name, found), stream }
}

async function* filesIn(root: string, folder: string, prefix: string): AsyncGenerator<StoredFile> {
  for (const entry of (await readdir(folder, { withFileTypes: true }).catch(nothing)) ?? []) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    const name = relative(root, path).replaceAll(sep, '/')
    if (entry.isDirectory()) {
      const isOnTheWay = `${name}/`.startsWith(prefix) || prefix.startsWith(`${name}/`)
      if (isOnTheWay) yield* filesIn(root, path, prefix)
      continue
    }
    const found = name.startsWith(prefix) ? await stat(path).catch(nothing) : null
    if (found?.isFile()) yield storedFile(name, found)
  }
}

async function olderThan(folder: string, before: Date): Promise<string[]> {
  const names = (await readdir(folder).catch(nothing)) ?? []
  const paths = names.map((name) => join(folder, name))
  const found = await Promise.all(paths.map((path) => stat(path).catch(nothing)))
  return paths.filter((_path, index) => (found[index]?.mtime ?? before) < before)
}

const ABSENT: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR'])

function nothing(error: NodeJS.ErrnoException): null {
  if (ABSENT.has(error.code)) return null
  throw error
}
