import { CompiledQuery } from 'kysely'
import type { Database } from '../../../src/database/database.ts'
import type { Columns } from './batch.ts'

export interface Batch {
  /** Everything that belongs to the revisions: it must be there before the articles are */
  parts: Columns[]
  articles: Columns
}

/**
 * For tables that grow while they are written to. The planner misjudges them: compiling a plan for millions of supposed rows takes
 * longer than running it, and it would rather read all topics than look five of them up.
 */
export const PLANNING = ['SET LOCAL jit = off', 'SET LOCAL random_page_cost = 1.1']

interface Query {
  sql: string
  parameters: (string | null)[][]
}

/** Triggers and indexes in place, each batch a transaction of its own: an interrupted run goes on where it was. */
export async function insertBatch(database: Database, { parts, articles }: Batch): Promise<void> {
  await database.kysely.transaction().execute(async (transaction) => {
    for (const setting of PLANNING) await transaction.executeQuery(CompiledQuery.raw(setting))
    for (const { sql, parameters } of [insertAll(parts), insertAll([articles])]) {
      await transaction.executeQuery(CompiledQuery.raw(sql, parameters))
    }
  })
}

/** The rows of several tables as one statement. */
export function insertAll(tables: Columns[]): Query {
  const parameters: Query['parameters'] = []
  const inserts = tables.map(({ table, types, values }) => {
    const names = Object.keys(types).join(', ')
    const lists = Object.keys(types).map((column) => `$${parameters.push(values[column] ?? [])}::text[]`)
    // Text alone goes over, and is cast here: on how a list of dates or of JSON is written the drivers disagree.
    const casts = Object.entries(types).map(([column, type]) => `${column}::${type}`)
    return `INSERT INTO ${table} (${names}) SELECT ${casts.join(', ')} FROM unnest(${lists.join(', ')}) AS input (${names})`
  })
  const named = inserts.map((insert, index) => `insert_${index} AS (${insert})`)
  return { sql: `WITH ${named.join(', ')} SELECT`, parameters }
}
