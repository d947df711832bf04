import pLimit from 'p-limit'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AttackedServer, attackedServer } from './attacked-server.ts'
import { largest, report, tooMuch } from './figures.ts'
import { type GeneratedAttack, generatedAttack } from './generated-attacks.ts'
import { codesIn, faultsOf } from './invariants.ts'
import type { Answer } from './send.ts'

// ATTACKS=5000 npm run test:attacks sends more of them, ATTACKS_FROM=1000 begins with another number, ATTACKS_SEED=7 sends others.

const COUNT = Number(process.env.ATTACKS ?? 300)
const FROM = Number(process.env.ATTACKS_FROM ?? 0)
const SEED = Number(process.env.ATTACKS_SEED ?? 1) * 1_000_000
const AT_ONCE = 2
const IN_A_GROUP = 25

/** What all of them together may leave: what is cached for later requests has a limit, and is full at some time. */
const MAX_LEFT_MB = 250

vi.setConfig({ testTimeout: 3_600_000, hookTimeout: 120_000 })

let server: AttackedServer

beforeAll(async () => {
  server = await attackedServer()
})

afterAll(() => report(`${COUNT} generated attacks from ${FROM}`))

interface Sent extends GeneratedAttack {
  readonly answer: Answer
}

async function sendGroup(from: number): Promise<Sent[]> {
  const limit = pLimit(AT_ONCE)
  const numbers = Array.from({ length: Math.min(IN_A_GROUP, FROM + COUNT - from) }, (_each, index) => from + index)
  return Promise.all(
    numbers.map((number) =>
      limit(async () => {
        const generated = generatedAttack(SEED, number)
        return { ...generated, answer: await server.send(server.newAddress(), generated.attack) }
      }),
    ),
  )
}

describe('Attacks that are generated from the schema', () => {
  it('get answers as documented, learn nothing, and harm nobody', async () => {
    const faults: string[] = []
    const answered = new Map<string, number>()
    const before = await server.memory.measure()

    for (let from = FROM; from < FROM + COUNT; from += IN_A_GROUP) {
      const { result, figures } = await server.watchedAgain(() => sendGroup(from))
      const slowest = result.toSorted((one, other) => other.answer.ms - one.answer.ms)[0]
      const name = `${from} to ${from + result.length - 1}, the slowest: ${slowest?.name} ${slowest?.answer.ms.toFixed()} ms`
      largest(name, figures)
      faults.push(...tooMuch(figures).map((fault) => `${name}: ${fault}`))
      for (const { name, answer } of result) {
        faults.push(...faultsOf(answer, server.secrets).map((fault) => `${name}: ${fault}`))
        const outcome = `${answer.status} ${[...new Set(codesIn(answer.body))].join()}`
        answered.set(outcome, (answered.get(outcome) ?? 0) + 1)
      }
      if (!server.isAlive()) throw new Error(`${name}: the process ended\n${server.output().slice(-3000)}`)
    }

    const left = (await server.memory.measure()) - before
    process.stdout.write(`${outcomes(answered)}\nleft in memory by all: ${left.toFixed(1)} MB\n`)
    expect(faults).toEqual([])
    expect(left).toBeLessThan(MAX_LEFT_MB)
    // They reach what they are meant for: some are answered, others refused, by many rules.
    expect(answered.size).toBeGreaterThan(8)
    expect([...answered.keys()].filter((outcome) => outcome.startsWith('0 '))).toEqual([])
  })
})

function outcomes(answered: ReadonlyMap<string, number>): string {
  const lines = [...answered]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => `  ${count} x ${name}`)
  return `answers:\n${lines.join('\n')}`
}
