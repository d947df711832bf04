import type { Database } from '../../src/database/database.ts'

interface Told {
  type: string
  payload: Record<string, unknown>
}

/** The events about a thing, by its global id, oldest first. */
export function toldOf({ prisma }: Database, { id }: { id: string }): Promise<Told[]> {
  return prisma.$queryRaw<Told[]>`SELECT type, payload FROM outbox_event WHERE payload ->> 'id' = ${id} ORDER BY id`
}
