import { CompiledQuery } from 'kysely'
import type { Database } from '../../../src/database/database.ts'
import type { Batch } from './batch.ts'
import { insertAll } from './columns.ts'

/**
 * For tables that grow while they are written to. The planner misjudges them: compiling a plan for millions of supposed rows takes
 * longer than running it, and it would rather read all topics than look five of them up.
 */
export const PLANNING = ['SET LOCAL jit = off', 'SET LOCAL random_page_cost = 1.1']

/** Triggers and indexes in place, each batch a transaction of its own: an interrupted run goes on where it was. */
export async function insertBatch(database: Database, { parts, articles }: Batch): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    for (const setting of PLANNING) await transaction.executeQuery(CompiledQuery.raw(setting))
    // First what belongs to the revisions: the articles' triggers look at it.
    for (const { sql, parameters } of [insertAll(parts), insertAll([articles])]) {
      await transaction.executeQuery(CompiledQuery.raw(sql, parameters))
    }
  })
}
