import type { Database } from '../database/database.ts'

/** Deletes what is no longer needed. Idempotency keys are kept as long as the schema promises; links for a month, so that users can see why one ended. */
const OUTDATED = [
  { table: 'idempotent_call', key: 'caller_id, key', condition: `at < now() - interval '7 days'` },
  { table: 'article_lock', key: 'article_id', condition: 'expires_at < now()' },
  { table: 'preview_link', key: 'id', condition: `expires_at < now() - interval '30 days'` },
]

/** A part at a time, so that nobody waits for it. */
const PART = 5000

export async function clearUp(database: Database): Promise<void> {
  for (const { table, key, condition } of OUTDATED) {
    const text = `WITH gone AS (DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ${PART}) AND ${condition} RETURNING 1)
      SELECT count(*)::int AS rows FROM gone`
    let rows = PART
    while (rows === PART) rows = (await database.query<{ rows: number }>({ text, parameters: [] }))[0]?.rows ?? 0
  }
}
