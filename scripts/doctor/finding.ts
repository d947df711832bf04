/** What one check found. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'fault'
  /** A sentence; of a warning or a fault with what to do */
  readonly text: string
}

export const ok = (text: string): Finding => ({ state: 'ok', text })
export const warning = (text: string): Finding => ({ state: 'warning', text })
export const fault = (text: string): Finding => ({ state: 'fault', text })

export interface Check {
  readonly name: string
  readonly find: () => Promise<readonly Finding[]>
}

/** A check that cannot be made has found a fault. It never has longer than this. */
const MOST_MS = 20_000

export async function findingsOf({ find }: Check): Promise<readonly Finding[]> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${MOST_MS / 1000} seconds`)), MOST_MS)
  try {
    return await Promise.race([find(), late.promise])
  } catch (error) {
    return [fault(reasonOf(error))]
  } finally {
    clearTimeout(timer)
  }
}

/** A host with several addresses fails with an AggregateError, whose own message is empty. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
