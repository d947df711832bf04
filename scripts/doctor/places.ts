import { stat, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Env } from '../../src/config/env.ts'
import { incomingFiles } from '../../src/media/store/incoming.ts'
import { withMediaStore } from '../../src/media/store/media-store.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

/** Writes a file of its own to each place, and removes it. */
export async function storage(env: Env): Promise<readonly Finding[]> {
  await withMediaStore(env, async (store) => {
    await store.check()
    await incomingFiles(env.mediaDir).check()
  })
  return [ok(env.bucket ? `the bucket ${env.bucket.name} can be read and written` : `${env.mediaDir} can be written`)]
}

const GIGABYTE = 1024 ** 3
const LITTLE = GIGABYTE
const NOTHING = GIGABYTE / 20

export async function disk(env: Env): Promise<readonly Finding[]> {
  const folders = [...new Set([env.mediaDir, ...(env.databaseUrl === null ? [env.dataDir] : [])])]
  return Promise.all(folders.map(roomIn))
}

async function roomIn(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(await existing(resolve(folder)))
  const free = bavail * bsize
  const text = `${(free / GIGABYTE).toFixed(1)} GB are free for ${folder}`
  if (free < NOTHING) return fault(`${text}: soon nothing can be saved. Make room.`)
  return free < LITTLE ? warning(`${text}. Make room.`) : ok(text)
}

/** The folder, or the first above it that is there. */
async function existing(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  )
  return isThere || dirname(folder) === folder ? folder : existing(dirname(folder))
}
