import { type ConsumerOptions, consume } from '../../outbox/consumers/consumer.ts'
import { type DelivererOptions, startDeliverer } from './deliverer.ts'
import { fanOut } from './fan-out.ts'

export interface Webhooks {
  close(): Promise<void>
}

/** Makes deliveries of events, in one process at a time, and sends them, in every process. */
export async function startWebhooks(options: ConsumerOptions & DelivererOptions): Promise<Webhooks> {
  const deliverer = startDeliverer(options)
  const consumer = await consume(fanOut(options.database, deliverer.wake), options)
  return {
    async close() {
      await consumer.close()
      await deliverer.close()
    },
  }
}
