import type { Fault, Inspected } from '../intake/inspect.ts'
import type { ImageWords } from '../rendering/image-words.ts'
import type { Rendition } from '../rendering/rendition.ts'

/** What image-worker.process.ts does. */
export interface Jobs {
  inspectImage(path: string, maxBytes: number): Inspected | Fault
  makeRendition(original: string, wanted: Rendition, to: string, words: ImageWords | null): void
  makePublicCopy(original: string, to: string, words: ImageWords | null): boolean
}

/** One of them, as it is sent to the process. */
export type JobCall = {
  [Name in keyof Jobs]: { readonly name: Name; readonly args: Parameters<Jobs[Name]> }
}[keyof Jobs]

/** The argument of a process that readers must not wait for. */
export const LOW_PRIORITY = '--low-priority'
