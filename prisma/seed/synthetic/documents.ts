import { availableParallelism } from 'node:os'
import { type Client, Pool } from 'pg'
import { type Columns, insertAll } from './columns.ts'

// Of all that a live article costs, its search document costs most, and none of it needs the article's row. So documents are made
// by the database's own function on connections of their own, while the rows go in on another, and lie ready in a table.

export const DOCUMENTS = 'synthetic_document'
const CONNECTIONS = Math.min(4, availableParallelism())

export interface Documents {
  /** Returns when a connection has taken them. @throws what made an earlier one fail */
  add(texts: Columns): Promise<void>
  /** Returns when all are there. @throws what made one fail */
  finish(): Promise<void>
  close(): Promise<void>
}

export async function prepareDocuments(url: string): Promise<Documents> {
  const pool = new Pool({ connectionString: url, max: CONNECTIONS, application_name: 'copydesk-seed' })
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []

  async function add(texts: Columns): Promise<void> {
    if (running.size >= CONNECTIONS) await Promise.race(running)
    if (failures.length > 0) throw failures[0]
    const work = make(texts)
      .catch((error: unknown) => {
        failures.push(error)
      })
      .finally(() => running.delete(work))
    running.add(work)
  }

  async function make(texts: Columns): Promise<void> {
    const { sql, parameters } = insertAll([texts])
    await pool.query({ text: sql, values: parameters })
  }

  // What an interrupted run left is of no use.
  await pool.query(`DROP TABLE IF EXISTS ${DOCUMENTS}`)
  await pool.query(
    `CREATE UNLOGGED TABLE ${DOCUMENTS} (article_id uuid PRIMARY KEY, config regconfig NOT NULL, document tsvector NOT NULL,
       as_written tsvector, form smallint NOT NULL)`,
  )
  return {
    add,
    finish: async () => {
      await Promise.all(running)
      if (failures.length > 0) throw failures[0]
    },
    close: async () => {
      await Promise.all(running)
      await pool.query(`DROP TABLE IF EXISTS ${DOCUMENTS}`)
      await pool.end()
    },
  }
}

/** In the transaction, until the returned statement runs: what would make a search document takes the one that lies ready. */
export async function takePreparedDocuments(client: Client): Promise<string> {
  const { rows } = await client.query<{ definition: string }>(
    `SELECT pg_get_functiondef('write_search_documents(uuid[])'::regprocedure) AS definition`,
  )
  const definition = rows[0]?.definition
  if (definition === undefined) throw new Error('There is no function write_search_documents')
  await client.query(
    `CREATE OR REPLACE FUNCTION write_search_documents(ids uuid[]) RETURNS void LANGUAGE sql AS $$
       INSERT INTO live_search (article_id, config, locale, published_at, document, as_written, form)
         SELECT d.article_id, d.config, a.locale, a.published_at, d.document, d.as_written, d.form
         FROM ${DOCUMENTS} d JOIN article a ON a.id = d.article_id WHERE d.article_id = ANY (ids);
       INSERT INTO live_headline (article_id, locale, published_at, words)
         SELECT a.id, a.locale, a.published_at, name_words(r.headline) FROM article a JOIN revision r ON r.id = a.live_revision_id WHERE a.id = ANY (ids)
     $$`,
  )
  return definition
}
