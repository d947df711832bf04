import { inBatches } from '../lib/in-batches.ts'
import type { PlacedEvent } from '../outbox/events.load.ts'
import type { Cdn } from './cdn.ts'
import { purgeSetOf } from './purge-set.ts'

/** Purges what the events have changed, in requests as large as the CDN takes. @throws PurgeFailed at the first that fails */
export async function purgeEvents(cdn: Cdn, events: readonly PlacedEvent[]): Promise<void> {
  const { hard, soft } = purgeSetOf(events)
  for (const tags of inBatches(hard, cdn.mostTags)) await cdn.purge(tags, false)
  for (const tags of inBatches(soft, cdn.mostTags)) await cdn.purge(tags, true)
}
