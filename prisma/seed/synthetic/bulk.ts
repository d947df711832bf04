import { Client } from 'pg'
import type { Progress } from '../progress.ts'
import type { Batch } from './batch.ts'
import { insertAll } from './columns.ts'
import { type Documents, prepareDocuments, takePreparedDocuments } from './documents.ts'
import { PLANNING } from './fill.ts'
import { numberedId, type Range } from './numbered.ts'

/** Whatever has a row per article. */
const TABLES = [
  'article',
  'revision',
  'credit',
  'caption',
  'revision_topic',
  'live_topic',
  'live_branch',
  'live_credit',
  'live_search',
  'live_headline',
  'draft_search',
  'topic_pair',
]

/** Articles whose derived rows are written by one statement */
const CHUNK = 50_000

/**
 * Fills a PostgreSQL several times faster than row by row: foreign keys, indexes and triggers are taken off, the rows go in, the
 * derived tables are written in a few passes, and everything is put back and so verified. All of it is one transaction: a process that
 * looks meanwhile waits, and whatever happens, afterwards it is either all there or all as before.
 *
 * @param range numbers of the articles that the batches hold, the first inclusive
 */
export async function loadBulk(
  url: string,
  range: Range,
  batches: Iterable<Batch>,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  // Connections of its own, without the server's time limits: building an index takes as long as it takes.
  const documents = await prepareDocuments(url)
  const client = new Client({ connectionString: url, application_name: 'copydesk-seed' })
  try {
    await client.connect()
    await client.query('BEGIN')
    await tune(client)
    const putBack = await strip(client)
    await insertRows(client, documents, range, batches, onProgress)
    await derive(client, range, onProgress)
    for (const [done, statement] of putBack.entries()) {
      onProgress({ phase: 'indexes and foreign keys', done, of: putBack.length })
      await client.query(statement)
    }
    await client.query('COMMIT')
    onProgress({ phase: 'indexes and foreign keys', done: 1, of: 1 })
    // What autovacuum would do at some time, perhaps in the middle of a measurement
    await client.query(`VACUUM (ANALYZE) ${[...TABLES, 'topic_total', 'author_total', 'live_total'].join(', ')}`)
  } finally {
    await client.end()
    await documents.close()
  }
}

async function tune(client: Client): Promise<void> {
  const memory = ["SET LOCAL maintenance_work_mem = '256MB'", "SET LOCAL work_mem = '64MB'"]
  for (const setting of [...PLANNING, ...memory]) await client.query(setting)
  const { rowCount } = await client.query(
    `SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)`,
  )
  if (rowCount) await client.query(`SET LOCAL default_toast_compression = 'lz4'`)
}

/** Takes off what would be done for every row, with the keys of other tables that rest on an index of these, and returns the statements that put it back, in their order. */
async function strip(client: Client): Promise<string[]> {
  await client.query(`LOCK TABLE ${TABLES.join(', ')} IN ACCESS EXCLUSIVE MODE`)
  const keys = await client.query<{ drop: string; add: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
     FROM pg_constraint WHERE contype = 'f' AND (conrelid = ANY ($1::regclass[]) OR confrelid = ANY ($1::regclass[])) ORDER BY conname`,
    [TABLES],
  )
  const indexes = await client.query<{ drop: string; add: string }>(
    `SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS add
     FROM pg_index WHERE NOT indisprimary AND indrelid = ANY ($1::regclass[]) ORDER BY indexrelid::regclass::text`,
    [TABLES],
  )
  const triggers = (verb: string) => TABLES.map((table) => `ALTER TABLE ${table} ${verb} TRIGGER USER`)
  const off = [...keys.rows.map((key) => key.drop), ...indexes.rows.map((index) => index.drop), ...triggers('DISABLE')]
  for (const statement of off) await client.query(statement)
  const documents = await takePreparedDocuments(client)
  return [
    documents,
    ...indexes.rows.map((index) => index.add),
    ...keys.rows.map((key) => key.add),
    ...triggers('ENABLE'),
  ]
}

/** The next batch is made while the database works on the last. */
async function insertRows(
  client: Client,
  documents: Documents,
  { from, to }: Range,
  batches: Iterable<Batch>,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const report = (done: number) => onProgress({ phase: 'articles', done, of: to - from })
  let running: Promise<unknown> = Promise.resolve()
  let done = 0
  for (const { parts, articles, texts } of batches) {
    await Promise.all([running, documents.add(texts)])
    report(done)
    const { sql, parameters } = insertAll([...parts, articles])
    running = client.query({ text: sql, values: parameters })
    done += articles.inputs.id?.length ?? 0
  }
  await Promise.all([running, documents.finish()])
  report(done)
}

/** By the functions that the triggers call. */
async function derive(client: Client, { from, to }: Range, onProgress: (progress: Progress) => void): Promise<void> {
  const report = (done: number) => onProgress({ phase: 'lists, totals and search', done, of: to - from })
  await client.query('ANALYZE article, revision, credit, revision_topic, topic, topic_ancestor, author')
  await client.query(
    `INSERT INTO live_total (locale) SELECT DISTINCT locale FROM article WHERE live_revision_id IS NOT NULL ON CONFLICT DO NOTHING`,
  )
  for (let first = from; first < to; first += CHUNK) {
    report(first - from)
    const chunk = [numberedId('article', first), numberedId('article', Math.min(first + CHUNK, to))]
    await client.query(
      `SELECT enter_live(ids), count_live(locales, 1) FROM (
         SELECT array_agg(id) AS ids, array_agg(locale) AS locales FROM article
         WHERE id >= $1 AND id < $2 AND live_revision_id IS NOT NULL) chunk WHERE ids IS NOT NULL`,
      chunk,
    )
    await client.query(
      `SELECT write_draft_documents(array_agg(id)) FROM article
       WHERE id >= $1 AND id < $2 AND latest_revision_id IS DISTINCT FROM live_revision_id`,
      chunk,
    )
  }
  report(to - from)
}
