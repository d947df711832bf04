import { QueueFull } from './concurrency-limit.ts'

/** What somebody waits for. */
export interface Wish<Result> {
  /** What is made: the same name is made once, for all who wait for it */
  readonly name: string
  /** Who waits: one address of the network */
  readonly client: string
  /** What it is made from */
  readonly source: string
  readonly make: () => Promise<Result>
}

export interface FairQueueOptions {
  /** How many are made at a time */
  readonly concurrency: number
  /** How many may wait to be made */
  readonly waiting: number
  /** How long each may wait before it is begun, in milliseconds */
  readonly patienceMs: number
}

interface Waiting<Result> extends Wish<Result> {
  readonly outcome: PromiseWithResolvers<Result>
}

type Key = (wish: Pick<Wish<unknown>, 'client' | 'source'>) => string

const clientOf: Key = ({ client }) => client
const sourceOf: Key = ({ client, source }) => `${client} ${source}`
const KEYS = [clientOf, sourceOf]

/**
 * A queue in which nobody has to wait for one who wants a thousand things. Clients take turns, and so do the sources of one client. If the queue
 * is full, the client that has the most in it loses what was added last, so that the next client finds room. What waited too long is given up.
 *
 * @returns what to call with a wish. It rejects with QueueFull
 */
export function fairQueue<Result>({ concurrency, waiting: most, patienceMs }: FairQueueOptions) {
  const waiting: Waiting<Result>[] = []
  const running = new Map<string, Promise<Result>>()
  /** When each client that waits, and each of its sources, had its last turn, or began to wait. */
  const turns = new Map<string, number>()
  let turn = 0

  const full = () => new QueueFull(`${most} images are waiting to be rendered`)
  const lastTurn = (key: string): number => turns.get(key) ?? turn
  const isWanted = (name: string): boolean => waiting.some((each) => each.name === name)

  function isBefore(one: Waiting<Result>, other: Waiting<Result>): boolean {
    const byClient = lastTurn(clientOf(one)) - lastTurn(clientOf(other))
    return (byClient || lastTurn(sourceOf(one)) - lastTurn(sourceOf(other))) < 0
  }

  function startNext(): void {
    while (running.size < concurrency && waiting.length > 0) {
      const next = waiting.reduce((first, each) => (isBefore(each, first) ? each : first))
      turn += 1
      for (const keyOf of KEYS) turns.set(keyOf(next), turn)
      start(next)
    }
  }

  function start({ name, make }: Waiting<Result>): void {
    const served = waiting.filter((each) => each.name === name)
    remove(served)
    const made = make().finally(() => {
      running.delete(name)
      startNext()
    })
    running.set(name, made)
    for (const { outcome } of served) made.then(outcome.resolve, outcome.reject)
  }

  function remove(gone: readonly Waiting<Result>[]): void {
    for (const each of gone) waiting.splice(waiting.indexOf(each), 1)
    for (const keyOf of KEYS) {
      const left = new Set(waiting.map(keyOf))
      for (const key of gone.map(keyOf)) if (!left.has(key)) turns.delete(key)
    }
  }

  /** @throws QueueFull where nobody has more in the queue than the new client would have */
  function makeRoom(wish: Wish<Result>): void {
    const own = waiting.filter(({ client }) => client === wish.client)
    const last = lastOfGreediest(waiting, clientOf, wish) ?? lastOfGreediest(own, sourceOf, wish)
    if (!last) throw full()
    remove([last])
    last.outcome.reject(full())
  }

  function giveUp(late: Waiting<Result>): void {
    if (!waiting.includes(late)) return
    remove([late])
    late.outcome.reject(new QueueFull(`an image was not begun within ${patienceMs} ms`))
  }

  /** What nobody else waits for too. */
  function lastOfGreediest(among: readonly Waiting<Result>[], keyOf: Key, wish: Wish<Result>) {
    const counts = new Map([[keyOf(wish), 1]])
    for (const each of among) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1)
    const [greediest, count] = [...counts].reduce((one, other) => (other[1] > one[1] ? other : one))
    if (count <= (counts.get(keyOf(wish)) ?? 0)) return undefined
    const isAlone = ({ name }: Wish<Result>) => waiting.filter((each) => each.name === name).length === 1
    return among.findLast((each) => keyOf(each) === greediest && isAlone(each))
  }

  return async function ask(wish: Wish<Result>): Promise<Result> {
    const own = waiting.find(({ name, client }) => name === wish.name && client === wish.client)
    const made = running.get(wish.name) ?? own?.outcome.promise
    if (made) return made
    if (!isWanted(wish.name) && new Set(waiting.map(({ name }) => name)).size >= most) makeRoom(wish)
    for (const keyOf of KEYS) turns.set(keyOf(wish), lastTurn(keyOf(wish)))
    const outcome = Promise.withResolvers<Result>()
    const waited = { ...wish, outcome }
    waiting.push(waited)
    startNext()
    if (!waiting.includes(waited)) return outcome.promise
    const impatience = setTimeout(() => giveUp(waited), patienceMs)
    return outcome.promise.finally(() => clearTimeout(impatience))
  }
}
