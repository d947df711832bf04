import cluster, { type Worker } from 'node:cluster'
import { type ImagePlaces, type ImageWork, MAX_INSPECTIONS, MAX_RENDERS } from '../media/workers/image-workers.ts'
import type { Places } from '../media/workers/places.ts'

/** How many processes work on images, whatever the number of servers. */
const MOST: Readonly<Record<ImageWork, number>> = { inspections: MAX_INSPECTIONS, renders: MAX_RENDERS }

type Message = { readonly places: 'take' | 'giveBack' | 'taken' | 'wanted'; readonly work: ImageWork }

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'places' in value && 'work' in value
}

/** In the process that starts the others: gives out the places, in the order in which they are asked for. */
export function sharePlaces(): void {
  for (const work of ['inspections', 'renders'] as const) giveOut(work)
}

function giveOut(work: ImageWork): void {
  const held = new Map<Worker, number>()
  const waiting: Worker[] = []

  const taken = () => [...held.values()].reduce((sum, count) => sum + count, 0)

  function serve(): void {
    while (waiting.length > 0 && taken() < MOST[work]) {
      const worker = waiting.shift()
      if (!worker?.isConnected()) continue
      held.set(worker, (held.get(worker) ?? 0) + 1)
      worker.send({ places: 'taken', work })
    }
    if (waiting.length > 0) askForOne()
  }

  /** The server with the most gives one up, once it rests. When it has, the next is asked for, until nobody waits. */
  function askForOne(): void {
    const [first] = waiting
    const holders = [...held].filter(([worker, count]) => worker !== first && count > 0 && worker.isConnected())
    const [most] = holders.sort(([, one], [, other]) => other - one)
    most?.[0].send({ places: 'wanted', work })
  }

  function takeFor(worker: Worker): void {
    waiting.push(worker)
    serve()
  }

  function giveBack(worker: Worker): void {
    held.set(worker, Math.max(0, (held.get(worker) ?? 0) - 1))
    serve()
  }

  cluster.on('message', (worker, message: unknown) => {
    if (!isMessage(message) || message.work !== work) return
    if (message.places === 'take') takeFor(worker)
    if (message.places === 'giveBack') giveBack(worker)
  })
  cluster.on('exit', (worker) => {
    held.delete(worker)
    for (let at = waiting.indexOf(worker); at >= 0; at = waiting.indexOf(worker)) waiting.splice(at, 1)
    serve()
  })
}

/** In a server that shares its machine with others. */
export function sharedPlaces(): ImagePlaces {
  return { inspections: placesFor('inspections'), renders: placesFor('renders') }
}

function placesFor(work: ImageWork): Places {
  const waiting: (() => void)[] = []
  const listeners: (() => void)[] = []
  const tell = (places: Message['places']) => process.send?.({ places, work })
  process.on('message', (message: unknown) => {
    if (!isMessage(message) || message.work !== work) return
    if (message.places === 'taken') waiting.shift()?.()
    if (message.places === 'wanted') for (const listener of listeners) listener()
  })
  return {
    take: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        tell('take')
      }),
    giveBack: () => void tell('giveBack'),
    onWanted: (listener) => void listeners.push(listener),
  }
}
