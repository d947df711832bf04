import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AttackedServer, attackedServer } from './attacked-server.ts'
import { largest, report, tooMuch } from './figures.ts'
import { codesIn, faultsOf } from './invariants.ts'
import { KNOWN_ATTACKS } from './known-attacks.ts'

let server: AttackedServer

beforeAll(async () => {
  server = await attackedServer()
})

afterAll(() => report('known attacks'))

describe('An attack that is known', () => {
  it.each(Object.entries(KNOWN_ATTACKS))('%s: harms nobody', async (name, { requests, isRefused, isReporter }) => {
    const from = server.newAddress()
    const authorization = isReporter ? { authorization: `Bearer ${server.staff.REPORTER.token}` } : {}

    const { result: answers, figures } = await server.watchedAgain(() =>
      Promise.all(
        requests.map((attack) => server.send(from, { ...attack, headers: { ...attack.headers, ...authorization } })),
      ),
    )

    largest(name, figures)
    const done = isRefused ? answers.filter(isDone) : []
    expect([
      ...answers.flatMap((answer) => faultsOf(answer, server.secrets)),
      ...tooMuch(figures),
      ...done.map(({ body }) => `done, not refused: ${body.slice(0, 300)}`),
    ]).toEqual([])
    expect(server.isAlive()).toBe(true)
  })
})

/** Whether anything that was asked for was done. */
function isDone({ status, body }: { status: number; body: string }): boolean {
  return status === 200 && codesIn(body).length === 0 && !/"userErrors":\[\{/.test(body)
}
