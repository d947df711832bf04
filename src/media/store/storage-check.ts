import type { Incoming } from './incoming.ts'
import type { MediaStore } from './storage.ts'

/** Whether image files can be stored and read. Rejects with the reason why not */
export type CheckStorage = () => Promise<void>

/** A check writes to the disk or asks the bucket, and who asks for it may be anybody. */
const REMEMBERED_MS = 5000
const MOST_MS = 1000

/** For health checks: the answer comes within a second, at most some seconds old. */
export function storageCheck({ store, incoming }: { store: MediaStore; incoming: Incoming }): CheckStorage {
  let last: { readonly at: number; readonly result: Promise<void> } | undefined
  return () => {
    const now = performance.now()
    if (!last || now - last.at > REMEMBERED_MS) {
      last = { at: now, result: soon(Promise.all([store.check(), incoming.check()])) }
      // Every caller gets the reason; here it must only not be unhandled.
      last.result.catch(() => {})
    }
    return last.result
  }
}

async function soon(work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${MOST_MS} ms`)), MOST_MS)
  await Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}
