import type { Database } from '../../database/database.ts'
import { inBatches } from '../../lib/in-batches.ts'
import type { EventHandler } from '../../outbox/consumers/consumer.ts'
import { EVENT_TYPES } from '../../outbox/event-types.ts'
import type { PlacedEvent } from '../../outbox/events.load.ts'
import { SITE_ID } from '../../settings/site-settings.write.ts'
import { makeDeliveries } from '../delivery.write.ts'
import { messageOf } from '../message.ts'
import { wantedEvents } from './fan-out.load.ts'

const CONSUMER = 'webhooks'

/** Events that come within this time are handled together. */
const MERGE_MS = 100

/** Messages of one statement, so that it has no more than 2 MB. */
const BATCH = 100

/** Creates a delivery of each event for each webhook. The editor who made the change does not wait for it. @param onMade called when deliveries are due */
export function fanOut(database: Database, onMade: () => void): EventHandler {
  return {
    name: CONSUMER,
    mergeMs: MERGE_MS,
    async handle(events: readonly PlacedEvent[]) {
      const wanted = await wantedEvents(database)
      const received = events.filter(({ type }) => wanted.has(EVENT_TYPES[type]))
      if (received.length === 0) return
      const messages = received.map((event) => messageOf(event, SITE_ID))
      for (const batch of inBatches(messages, BATCH)) await makeDeliveries(database, batch)
      onMade()
    },
    afterLoss: 'Webhooks did not receive them: let the receivers read everything again',
  }
}
