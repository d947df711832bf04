import type { MediaStore } from './storage.ts'

// Files made from originals are stored next to them, with two prefixes that no original has. They can be made again.
const RENDITIONS = 'r/'
const PUBLIC_COPIES = 'p/'

export const DERIVED_PREFIXES: readonly string[] = [RENDITIONS, PUBLIC_COPIES]

/** @param name as `renditionName` writes it */
export const renditionFile = (name: string): string => RENDITIONS + name
export const publicCopyFile = (file: string): string => PUBLIC_COPIES + file
/** With the words of this version */
export const wordedCopyFile = (file: string, version: string): string =>
  `${RENDITIONS}${file}/copy.${version}${file.slice(file.lastIndexOf('.'))}`

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

/** Removes an image from the store, with everything that was made from it. */
export async function removeImage(store: MediaStore, file: string): Promise<void> {
  await store.remove(file)
  await store.remove(publicCopyFile(file))
  for await (const { name } of store.list(`${renditionFile(file)}/`)) await store.remove(name)
}
