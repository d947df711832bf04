import { afterEach, describe, expect, it, vi } from 'vitest'
import { firstDifference, SEED } from './one-process.ts'
import type { Fault } from './servers.ts'

// What random-cache.test.ts would find: the same series on servers that have a fault. By chance, so it may take long.

const MOST_STEPS = 3000

afterEach(() => {
  vi.restoreAllMocks()
})

describe('Somebody would get what was before a change, if this was missing', () => {
  it.each<Fault>(['entity tag', 'card tag', 'null tag', 'lost event', '401 tags', 'fill after purge'])(
    '%s',
    async (fault) => {
      expect(await firstDifference(fault, MOST_STEPS, SEED)).not.toBeNull()
    },
    60_000 + 400 * MOST_STEPS,
  )
})
