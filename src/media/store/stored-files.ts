import type { MediaStore } from './storage.ts'

// What was made of originals is kept beside them, below two names that no original has, and can be made again.
const RENDITIONS = 'r/'
const PUBLIC_COPIES = 'p/'

/** @param name as `renditionName` writes it */
export const keptRendition = (name: string): string => RENDITIONS + name
export const keptCopy = (file: string): string => PUBLIC_COPIES + file

/** Whether a name in the store is that of an original. */
export function isOriginal(name: string): boolean {
  return !name.startsWith(RENDITIONS) && !name.startsWith(PUBLIC_COPIES)
}

/** The original that a kept file was made of. */
export function originalOf(kept: string): string {
  return kept.startsWith(PUBLIC_COPIES)
    ? kept.slice(PUBLIC_COPIES.length)
    : kept.slice(RENDITIONS.length, kept.lastIndexOf('/'))
}

/** Takes a picture out of the store with all that was made of it. */
export async function removePicture(store: MediaStore, file: string): Promise<void> {
  await store.remove(file)
  await store.remove(keptCopy(file))
  for await (const { name } of store.list(`${keptRendition(file)}/`)) await store.remove(name)
}
