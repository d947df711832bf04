import type { Database } from '../../src/database/database.ts'
import { loadEvents, newestPosition, type PlacedEvent } from '../../src/outbox/events.load.ts'
import { SITE } from '../helpers/site.ts'

/** The events that `work` causes, also those of earlier work that nobody has read. */
export async function eventsAfter(database: Database, work: () => Promise<unknown>): Promise<PlacedEvent[]> {
  await loadEvents(database, { after: 0, most: 1 }, SITE)
  const after = await newestPosition(database)
  await work()
  return loadEvents(database, { after, most: 10_000 }, SITE)
}

/** Sorted, each once. */
export function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
