import type { MediaStore } from './storage.ts'

// What was made of originals is kept beside them, below two names that no original has, and can be made again.
const RENDITIONS = 'r/'
const PUBLIC_COPIES = 'p/'

/** @param name as `renditionName` writes it */
export const renditionFile = (name: string): string => RENDITIONS + name
export const publicCopyFile = (file: string): string => PUBLIC_COPIES + file

/** Whether a name in the store is that of an original. */
export function isOriginal(name: string): boolean {
  return !name.startsWith(RENDITIONS) && !name.startsWith(PUBLIC_COPIES)
}

/** The original that a kept file was made of. */
export function originalOf(derived: string): string {
  return derived.startsWith(PUBLIC_COPIES)
    ? derived.slice(PUBLIC_COPIES.length)
    : derived.slice(RENDITIONS.length, derived.lastIndexOf('/'))
}

/** Takes an image out of the store with all that was made of it. */
export async function removeImage(store: MediaStore, file: string): Promise<void> {
  await store.remove(file)
  await store.remove(publicCopyFile(file))
  for await (const { name } of store.list(`${renditionFile(file)}/`)) await store.remove(name)
}
