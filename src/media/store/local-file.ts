import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Incoming } from './incoming.ts'
import type { MediaStore } from './storage.ts'
import { orUnavailable } from './storage-unavailable.ts'

/**
 * Gives the path of a file of the store while it is used: in place, or fetched to a temporary file.
 * @throws Error where the store has no such file
 */
export async function withLocalFile<Result>(
  { store, incoming }: { store: MediaStore; incoming: Incoming },
  name: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = store.pathOf(name)
  return path === null ? withNewFile(incoming, (copy) => fetched(store, name, copy).then(() => use(copy))) : use(path)
}

/** Lets a file be written beside those that come in, and removes it when it has been used. */
export async function withNewFile<Result>(incoming: Incoming, use: (path: string) => Promise<Result>): Promise<Result> {
  const path = await incoming.path()
  return use(path).finally(() => incoming.remove(path))
}

async function fetched(store: MediaStore, name: string, to: string): Promise<void> {
  const opened = await store.open(name)
  if (!opened) throw new Error(`The media store has no file ${name}`)
  await orUnavailable(() => pipeline(opened.stream, createWriteStream(to, { flags: 'wx' })))
}
