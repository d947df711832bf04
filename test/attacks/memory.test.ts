import { describe, expect, it, vi } from 'vitest'
import { start } from '../database/child.ts'
import { testConnection } from '../helpers/database.ts'

vi.setConfig({ testTimeout: 300_000 })

interface Memory {
  before: { heapUsed: number }
  after: { heapUsed: number }
  refused: number
}

/** Sends so many documents that all differ to a server in a process of its own, which may use 512 MB. */
async function ask(documents: number, times: number): Promise<Memory> {
  const connection = JSON.stringify(await testConnection('seeded'))
  const { ended } = start('test/attacks/distinct-queries.ts', [connection, `${documents}`, `${times}`], {
    NODE_OPTIONS: '--expose-gc --max-old-space-size=512',
  })
  const { code, output } = await ended
  expect({ code, output }).toMatchObject({ code: 0 })
  return JSON.parse(output)
}

const growth = ({ before, after }: Memory) => (after.heapUsed - before.heapUsed) / 1_000_000

describe('Documents that all differ', () => {
  it('leave nothing in memory when each is sent once', async () => {
    const memory = await ask(5000, 1)

    expect(memory.refused).toBe(0)
    expect(growth(memory)).toBeLessThan(20)
  })

  it('leave at most 50 MB when each is sent again and again', async () => {
    const memory = await ask(2000, 4)

    expect(memory.refused).toBe(0)
    expect(growth(memory)).toBeLessThan(50)
  })
})
