import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { gathered } from '../../src/mail/gathered.ts'

describe('gathered', () => {
  it('gives what comes while a call runs to the next call', async () => {
    const calls: string[][] = []
    const gate = Promise.withResolvers<void>()
    const add = gathered<string>(async (items) => {
      calls.push([...items])
      if (calls.length === 1) await gate.promise
    })

    const first = [add('a'), add('b')]
    await turn()
    const second = [add('c'), add('d')]
    await turn()
    expect(calls).toEqual([['a', 'b']])
    gate.resolve()
    await Promise.all([...first, ...second])

    expect(calls).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('fails for those whose call failed, and goes on', async () => {
    const add = gathered<string>(async (items) => {
      if (items.includes('bad')) throw new Error('away')
    })

    const results = await Promise.allSettled([add('bad'), add('beside it')])

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(add('good')).resolves.toBeUndefined()
  })
})
