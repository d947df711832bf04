import type { Database } from '../../src/database/database.ts'

interface StoredEvent {
  type: string
  payload: Record<string, unknown>
}

/** The events about a thing, by its global id, oldest first. */
export function eventsAbout({ prisma }: Database, { id }: { id: string }): Promise<StoredEvent[]> {
  return prisma.$queryRaw<
    StoredEvent[]
  >`SELECT type, payload FROM outbox_event WHERE payload ->> 'id' = ${id} ORDER BY id`
}
