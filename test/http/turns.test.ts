import { setImmediate as nextRound } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { turns } from '../../src/http/rate/turns.ts'

/** Requests of these clients at the same time; the order in which they are started. */
async function orderOf(take: ReturnType<typeof turns>, clients: readonly string[]): Promise<string[]> {
  const started: string[] = []
  for (const client of clients) take(client, () => started.push(client))
  while (started.length < clients.length) await nextRound()
  return started
}

describe('turns', () => {
  it('start a request at once if there is no other', () => {
    const started: string[] = []

    turns()('a', () => started.push('a'))

    expect(started).toEqual(['a'])
  })

  it('start one request in each round', async () => {
    const take = turns()
    const started: number[] = []
    for (let request = 0; request < 4; request++) take('a', () => started.push(request))
    const counts = [started.length]
    while (started.length < 4) {
      await nextRound()
      counts.push(started.length)
    }

    expect(counts).toEqual([1, 2, 3, 4])
  })

  it('start more in a round if it has time for them, up to a number', async () => {
    const take = turns(() => 0, { requests: 3, ms: 1 })
    const started: number[] = []
    for (let request = 0; request < 10; request++) take('a', () => started.push(request))
    expect(started).toEqual([0, 1, 2])

    const counts = new Set<number>()
    while (started.length < 10) {
      await nextRound()
      counts.add(started.length)
    }

    // The next rounds begin within one phase of the event loop and end within the following one.
    expect([...counts].every((count, place, all) => count - (all[place - 1] ?? 3) <= 3)).toBe(true)
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('start only one in a round that it fills', async () => {
    let ms = 0
    const take = turns(() => ms, { requests: 8, ms: 1 })
    const started: number[] = []
    const start = (request: number) => () => {
      ms += 2
      started.push(request)
    }
    for (let request = 0; request < 4; request++) take('a', start(request))
    const counts = [started.length]
    while (started.length < 4) {
      await nextRound()
      counts.push(started.length)
    }

    expect(counts).toEqual([1, 2, 3, 4])
  })

  it('let a client with one request pass those with many that came before it, also if more are started in a round', async () => {
    const take = turns(() => 0, { requests: 2, ms: 1 })

    expect(await orderOf(take, ['a', 'a', 'a', 'a', 'a', 'b'])).toEqual(['a', 'a', 'b', 'a', 'a', 'a'])
  })

  it('let a client with one request pass the client with many', async () => {
    expect(await orderOf(turns(), ['a', 'a', 'a', 'a', 'b'])).toEqual(['a', 'b', 'a', 'a', 'a'])
  })

  it('let a client that asks seldom pass all those that ask often', async () => {
    let ms = 0
    const take = turns(() => ms)
    await orderOf(take, ['a', 'b', 'c', 'a', 'b', 'c'])
    ms = 900

    expect((await orderOf(take, ['a', 'b', 'c', 'seldom'])).indexOf('seldom')).toBeLessThan(2)

    ms = 5000
    expect(await orderOf(take, ['seldom', 'c', 'b', 'a', 'seldom'])).toEqual(['seldom', 'c', 'b', 'a', 'seldom'])
  })
})
