import { describe, expect, it } from 'vitest'
import { QueueFull } from '../../src/media/workers/concurrency-limit.ts'
import { fairQueue } from '../../src/media/workers/fair-queue.ts'

/** A queue for one at a time, whose work goes on when the test lets it. */
function givenQueue(waiting = 10, patienceMs = 60_000) {
  const order: string[] = []
  const ends: (() => void)[] = []
  const ask = fairQueue<string>({ concurrency: 1, waiting, patienceMs })
  const wish = (client: string, source: string, name = `${client}-${source}-${order.length}-${Math.random()}`) =>
    ask({
      name,
      client,
      source,
      make: () =>
        new Promise<string>((resolve) => {
          order.push(`${client} ${source}`)
          ends.push(() => resolve(name))
        }),
    })
  async function finishAll() {
    for (;;) {
      await new Promise(setImmediate)
      const end = ends.shift()
      if (!end) return
      end()
    }
  }
  return { wish, order, finishAll }
}

const outcomes = async (wishes: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(wishes)).map((each) =>
    each.status === 'fulfilled' ? 'made' : each.reason instanceof QueueFull ? 'refused' : each.reason,
  )

describe('The render queue', () => {
  it('lets clients take turns', async () => {
    const { wish, order, finishAll } = givenQueue()
    const greedy = [1, 2, 3, 4].map(() => wish('greedy', 'a'))
    const other = wish('other', 'b')

    await finishAll()

    expect(await outcomes([...greedy, other])).toEqual(Array(5).fill('made'))
    expect(order.slice(0, 3)).toContain('other b')
  })

  it('lets the images of one client take turns: behind a proxy all have one address', async () => {
    const { wish, order, finishAll } = givenQueue()
    for (let count = 0; count < 6; count += 1) wish('proxy', 'a').catch(() => {})
    wish('proxy', 'b').catch(() => {})

    await finishAll()

    expect(order.slice(0, 3)).toContain('proxy b')
  })

  it('refuses the client that has the most in it when it is full, and takes in another', async () => {
    const { wish, finishAll } = givenQueue(4)
    const greedy = Array.from({ length: 8 }, () => wish('greedy', 'a'))
    const others = [wish('one', 'b'), wish('two', 'c')]
    const again = wish('greedy', 'a')

    const settled = outcomes([...greedy, again])
    await finishAll()

    expect(await outcomes(others)).toEqual(['made', 'made'])
    const results = await settled
    expect(results.filter((each) => each === 'made')).toHaveLength(3)
    expect(results.at(-1)).toBe('refused')
    expect(results[0]).toBe('made')
  })

  it('refuses what was not begun in time, and makes the rest', async () => {
    const { wish, order, finishAll } = givenQueue(10, 50)
    const begun = wish('one', 'a')
    const late = [wish('one', 'b'), wish('two', 'c')]

    expect(await outcomes(late)).toEqual(['refused', 'refused'])
    const next = wish('two', 'd')
    await finishAll()

    expect(await outcomes([begun, next])).toEqual(['made', 'made'])
    expect(order).toEqual(['one a', 'two d'])
  })

  it('takes in another image of the client that has the most in it', async () => {
    const { wish, finishAll } = givenQueue(4)
    const many = outcomes(Array.from({ length: 8 }, () => wish('proxy', 'a')))
    const other = wish('proxy', 'b')

    await finishAll()

    expect(await other).toContain('proxy-b')
    expect((await many).filter((each) => each === 'refused').length).toBe(4)
  })

  it('makes once what several clients wait for, as soon as one of them has its turn', async () => {
    const { wish, order, finishAll } = givenQueue()
    const greedy = [1, 2, 3, 4, 5].map((number) => wish('greedy', 'a', `wanted-${number}`))
    const other = wish('other', 'a', 'wanted-5')

    await finishAll()

    expect(await other).toBe('wanted-5')
    expect(await Promise.all(greedy)).toHaveLength(5)
    expect(order).toHaveLength(5)
  })

  it('goes on after work that failed', async () => {
    const ask = fairQueue<string>({ concurrency: 1, waiting: 5, patienceMs: 60_000 })
    const wish = { client: 'one', source: 'a' }

    const failed = ask({ ...wish, name: 'broken', make: () => Promise.reject(new Error('no image')) })
    const made = ask({ ...wish, name: 'sound', make: async () => 'made' })

    await expect(failed).rejects.toThrow('no image')
    expect(await made).toBe('made')
  })
})
