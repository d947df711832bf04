import { type Pulse, pulse, withOutages } from '../lib/pulse.ts'
import type { ShortAddress } from './share.rules.ts'
import type { ShareCount } from './share-count.write.ts'

/** Who followed a short address, as far as it is noted. */
export type Visitor = 'people' | 'machines'

export interface ShareCounter {
  /** Takes no time: what is counted is written later. */
  count(address: ShortAddress, visitor: Visitor): void
  start(log: CounterLog): void
  /** Writes what is counted. */
  close(): Promise<void>
}

interface CounterLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** A process that is killed loses what it counted since it last wrote: the pause, and as long as it takes to write. */
const PAUSE_MS = 500

/** Counts in memory, and writes twice a second, by one statement. What cannot be written is written with the next. */
export function shareCounter(write: (counts: readonly ShareCount[]) => Promise<void>): ShareCounter {
  let counted = new Map<string, ShareCount>()
  let rounds: Pulse | undefined
  let log: CounterLog | undefined

  function add({ people, machines, ...row }: ShareCount): void {
    const key = `${row.code} ${row.channel} ${row.day}`
    const before = counted.get(key)
    if (before) {
      before.people += people
      before.machines += machines
    } else counted.set(key, { ...row, people, machines })
  }

  async function flush(): Promise<number> {
    const counts = [...counted.values()]
    if (counts.length === 0) return PAUSE_MS
    counted = new Map()
    try {
      await write(counts)
    } catch (error) {
      for (const count of counts) add(count)
      throw error
    }
    return PAUSE_MS
  }

  return {
    count: (address, visitor) =>
      add({ ...address, day: new Date().toISOString().slice(0, 10), people: 0, machines: 0, [visitor]: 1 }),
    start(to) {
      log = to
      rounds = pulse(
        withOutages(flush, {
          pauseMs: PAUSE_MS,
          began: (err) =>
            to.error({ err }, 'the counts of short links cannot be written; they are kept until they can be'),
          ended: () => to.warn({}, 'the counts of short links can be written again'),
        }),
      )
      void rounds.now()
    },
    async close() {
      await rounds?.stop()
      await flush().catch((err: unknown) => log?.error({ err }, 'the last counts of short links could not be written'))
    },
  }
}
