import cluster from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'
import { propertyOf } from '../lib/property.ts'

/** How long the processes may take to send their metrics. */
const PATIENCE_MS = 6000

/** In the process that starts the others: adds up their metrics when one of them is asked for them. */
export function addUpMetrics(): void {
  const all = new AggregatorRegistry()
  cluster.on('message', (worker, message: unknown) => {
    const id = propertyOf(message, 'metricsWanted')
    if (typeof id !== 'number') return
    const answer = (text: string | null) => worker.isConnected() && worker.send({ metricsOf: id, text })
    all.clusterMetrics().then(answer, () => answer(null))
  })
}

/** In one of several servers: the metrics of all of them, whichever is asked. */
export function metricsOfAll(own: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(own)
  new AggregatorRegistry()
  const waiting = new Map<number, (text: string | null) => void>()
  let last = 0
  process.on('message', (message: unknown) => {
    const id = propertyOf(message, 'metricsOf')
    const text = propertyOf(message, 'text')
    if (typeof id !== 'number') return
    waiting.get(id)?.(typeof text === 'string' ? text : null)
    waiting.delete(id)
  })

  return async () => {
    const id = ++last
    const text = await new Promise<string | null>((resolve) => {
      waiting.set(id, resolve)
      setTimeout(() => {
        waiting.delete(id)
        resolve(null)
      }, PATIENCE_MS).unref()
      process.send?.({ metricsWanted: id })
    })
    if (text === null) throw new Error('not all processes sent their metrics')
    return text
  }
}
