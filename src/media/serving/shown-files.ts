import { inFlight } from '../../lib/in-flight.ts'
import type { ImageWords } from '../rendering/image-words.ts'

/** Whether everybody may have what is made of an original. */
export interface Shown {
  readonly isShown: boolean
  /** When that ends by itself, in milliseconds from now; null: never */
  readonly msLeft: number | null
  /** The image's uuid, if there is an image */
  readonly id?: string
  /** What is said of it in its files */
  readonly words?: ImageWords | null
}

/** Whether an image may be shown cannot be said at the moment. The cause says why. */
export class RightsUnknown extends Error {
  override name = 'Unsure'
}

export interface ShownFilesOptions {
  /** For the file of an original. Rejects if it cannot be found out */
  readonly ask: (file: string) => Promise<Shown>
  /** For how long it is remembered at most that a file may be shown: so much later at most it follows what the desk has changed */
  readonly memoryMs?: number | undefined
}

/** @throws RightsUnknown */
export type IsShown = (file: string) => Promise<boolean>

export interface ShownFiles {
  readonly isShown: IsShown
  /** The uuid of the image with this file, if that is remembered. */
  idOf(file: string): string | null
  /** What is said of the image with this file in what is made of it. What is remembered is taken if it is the version that is asked for. @throws RightsUnknown */
  wordsOf(file: string, version: string | null): Promise<ImageWords | null>
  /** To be called when this file may have been hidden, or any. */
  forget(file: string | 'all'): void
}

interface Answer extends Omit<Shown, 'msLeft'> {
  /** By this process's own clock, performance.now() */
  readonly until: number
}

const MEMORY_MS = 5000
/** As many files as a process remembers. */
const MOST_KNOWN = 10_000

/**
 * Asks once for all who want a file at the same time, and remembers for a while that it may be shown: files are asked for far more often than
 * rights change. That never outlives the moment at which it ends by itself. A file that may not be shown is asked about every time: it must be
 * there as soon as the article that shows it goes live.
 */
export function shownFiles({ ask, memoryMs = MEMORY_MS }: ShownFilesOptions): ShownFiles {
  const known = new Map<string, Answer>()
  let timesForgotten = 0
  const once = inFlight<Answer>()

  /** Counted from before the question, so that the answer is never held too long, however long it was on its way. */
  async function asked(file: string): Promise<Answer> {
    const now = performance.now()
    const timesBefore = timesForgotten
    const { msLeft, ...said } = await ask(file).catch((cause: unknown) => {
      throw new RightsUnknown(`whether ${file} may be shown`, { cause })
    })
    const answer = { ...said, until: now + Math.min(memoryMs, msLeft ?? memoryMs) }
    // What was hidden meanwhile may have been read before.
    return said.isShown && timesForgotten === timesBefore ? remembered(file, answer) : forgotten(file, answer)
  }

  /** The one that was asked about first is forgotten first: it is the first to be out of date, too. */
  function remembered(file: string, answer: Answer): Answer {
    known.delete(file)
    const [oldest] = known.keys()
    if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest)
    known.set(file, answer)
    return answer
  }

  function forgotten(file: string, answer: Answer): Answer {
    known.delete(file)
    return answer
  }

  return {
    async isShown(file) {
      const answer = known.get(file)
      if (answer && performance.now() < answer.until) return answer.isShown
      // Who asks after something was hidden must not share a question from before.
      const { isShown } = await once(`${timesForgotten} ${file}`, () => asked(file))
      return isShown
    },
    async wordsOf(file, version) {
      const answer = known.get(file)
      const isRemembered = answer && performance.now() < answer.until && (answer.words?.version ?? null) === version
      // A remembered answer of another version may be older than the address.
      const { words = null } = isRemembered
        ? answer
        : await once(`${timesForgotten} ${file} ${version}`, () => asked(file))
      return words
    },
    idOf: (file) => known.get(file)?.id ?? null,
    forget(file) {
      timesForgotten += 1
      if (file === 'all') known.clear()
      else known.delete(file)
    },
  }
}
