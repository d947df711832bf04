import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { FolderInUse } from './errors.ts'

const SQLITE_BUSY = 5

export interface FolderLock {
  release(): void
}

/**
 * Takes the folder for this process, or throws FolderInUse.
 *
 * The lock is the operating system's own, on a file that SQLite holds open exclusively: the kernel frees it when the process ends,
 * however it ends. A file with a process number in it (and proper-lockfile, which renews a file's time) would have to guess whether its
 * owner lives: numbers are used again, in a container the server is number 1 before and after a crash, a busy process misses its
 * renewal, and two openers may both find the same lock stale and both take it. Here there is no stale lock. The process number beside
 * it only serves the message.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true })
  const owner = join(folder, 'lock.owner')
  const lock = new DatabaseSync(join(folder, 'lock'))
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw isLocked(error) ? new FolderInUse(inUse(folder, owner)) : error
  }
  writeFileSync(owner, String(process.pid))
  return {
    release() {
      rmSync(owner, { force: true })
      lock.close()
    },
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function inUse(folder: string, owner: string): string {
  return [
    `The embedded database in ${resolve(folder)} is in use by another process (${ownerOf(owner)}).`,
    'Only one process can use it at a time. Stop the other process, or set DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL database.',
  ].join('\n')
}

/** The holder writes its number just after it took the lock; until then there is none, or an old one. */
function ownerOf(file: string): string {
  try {
    return `pid ${readFileSync(file, 'utf8')}`
  } catch {
    return 'pid unknown'
  }
}
