import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Budget } from '../../src/database/pool/budget.ts'
import { Gate } from '../../src/database/pool/gate.ts'
import { sizesOf } from '../../src/database/pool/shares.ts'
import { Unavailable } from '../../src/errors/unavailable.ts'

describe('a gate', () => {
  it('lets in as many as it has places, the next when one leaves, in their order', async () => {
    const gate = new Gate(1, { stuckMs: 1000, movingMs: 1000 })
    const order: string[] = []
    await gate.enter()
    const second = gate.enter().then(() => order.push('second'))
    const third = gate.enter().then(() => order.push('third'))

    gate.leave()
    await second
    gate.leave()
    await third

    expect(order).toEqual(['second', 'third'])
  })

  it('gives up while nobody leaves, and keeps no place for who gave up', async () => {
    const gate = new Gate(1, { stuckMs: 20, movingMs: 5000 })
    await gate.enter()

    await expect(gate.enter()).rejects.toThrow(Unavailable)
    gate.leave()
    await gate.enter()
  })

  it('has half of its places only for what is light', async () => {
    const gate = new Gate(2, { stuckMs: 1000, movingMs: 1000 })
    const order: string[] = []
    await gate.enter('heavy')
    const heavy = gate.enter('heavy').then(() => order.push('heavy'))
    await gate.enter('light')
    const light = gate.enter('light').then(() => order.push('light'))

    gate.leave('light')
    await light
    gate.leave('heavy')
    await heavy

    expect(order).toEqual(['light', 'heavy'])
  })

  it('is patient while others before it get their turn', async () => {
    const gate = new Gate(1, { stuckMs: 200, movingMs: 5000 })
    await gate.enter()
    const waiting = [gate.enter(), gate.enter(), gate.enter()]

    for (const next of waiting) {
      await sleep(100)
      gate.leave()
      await next
    }
  })

  it('is not patient without limit', async () => {
    const gate = new Gate(1, { stuckMs: 200, movingMs: 250 })
    await gate.enter()
    const [first, second, last] = [gate.enter(), gate.enter(), gate.enter()]
    const outcome = expect(last).rejects.toThrow(Unavailable)

    for (const next of [first, second]) {
      await sleep(100)
      gate.leave()
      await next
    }
    await outcome
  })
})

describe('a budget', () => {
  it('counts only the time in which something runs', async () => {
    const budget = new Budget({ ms: 60 })
    const interrupted: string[] = []
    const first = { interrupt: () => interrupted.push('first') }
    const second = { interrupt: () => interrupted.push('second') }

    budget.begin(first)
    budget.end(first)
    await sleep(80)
    expect(() => budget.check()).not.toThrow()

    budget.begin(second)
    await sleep(80)
    expect(interrupted).toEqual(['second'])
    expect(() => budget.check()).toThrow(Unavailable)
  })

  it('is over for a reader who is gone, and nearly so for a save', async () => {
    const interrupted: string[] = []
    const running = (name: string) => ({ interrupt: () => interrupted.push(name) })
    const reader = new Budget({ ms: 5000 })
    const desk = new Budget({ ms: 5000, afterGoneMs: 60 })
    reader.begin(running('reader'))
    desk.begin(running('save'))

    reader.clientIsGone()
    desk.clientIsGone()
    expect(interrupted).toEqual(['reader'])

    await sleep(80)
    expect(interrupted).toEqual(['reader', 'save'])
  })
})

describe('the shares of the pool', () => {
  it.each([4, 5, 8, 10, 40, 1000])('of %i are at least one each, and not more together', (size) => {
    const sizes = Object.values(sizesOf(size))

    expect(Math.min(...sizes)).toBeGreaterThan(0)
    expect(sizes.reduce((sum, each) => sum + each)).toBe(size)
  })
})
