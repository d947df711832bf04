import type { Database } from '../../src/database/database.ts'
import { listTag } from './tags.ts'

/** Who does something, and what is of the database as a whole. */
const LEFT_OUT = [
  '_prisma_migrations',
  'user_account',
  'access_token',
  'mail_secret',
  'mail_pace',
  'media_secret',
  'reader_secret',
  'idempotent_call',
  'known_document',
]

const NAMES = `
  SELECT id::text, slug || '.' || locale AS name FROM article
  UNION ALL SELECT r.id::text, a.slug || '.' || a.locale || '#' || r.number FROM revision r JOIN article a ON a.id = r.article_id
  UNION ALL SELECT id::text, slug FROM topic
  UNION ALL SELECT id::text, slug FROM author`

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)/g

/** Tags are made of ids (src/reading/tags), and so is their order. */
const TAGS = /"tags": \[(.*?)\]/g

/** Of short links, by chance. */
const CODE = /"code": "[0-9a-z]+"/g

const TRANSACTION = /"transaction": "?\d+"?/g

/** For times that a test does not choose. */
const ONE_DAY = 86_400_000

type Rows = Record<string, string[]>

/**
 * All rows of all tables, for two databases in which the same was done to be compared: what has an id is called by its name, and a time of today
 * is "now". Left out are staff, what `ignoring` finds in a row's JSON, and the tags of related topics: whether a topic crosses a size depends on how many
 * articles go live in one transaction.
 */
export async function allRows({ query }: Database, ignoring: readonly RegExp[] = []): Promise<Rows> {
  const tables = await query<{ name: string }>({
    text: `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY ($1::text[]) ORDER BY 1`,
    parameters: [`{${LEFT_OUT.join()}}`],
  })
  const known = await query<{ id: string; name: string }>({ text: NAMES, parameters: [] })
  const names = new Map(known.map(({ id, name }) => [id, name]))
  const sizes = new Set(known.map(({ id }) => `"${listTag(`related topics topic=${id}`)}"`))
  const rows: Rows = {}
  for (const { name } of tables) {
    const found = await query<{ row: string }>({
      text: `SELECT to_jsonb(t)::text AS row FROM "${name}" t`,
      parameters: [],
    })
    rows[name] = found
      .map(({ row }) => ignoring.reduce((text, what) => text.replaceAll(what, ''), nameless(row, names, sizes)))
      .toSorted()
  }
  return rows
}

function nameless(row: string, names: ReadonlyMap<string, string>, sizes: ReadonlySet<string>): string {
  return row
    .replaceAll(TAGS, (_all, tags: string) => withoutIds(tags.split(', ').filter((tag) => !sizes.has(tag))))
    .replaceAll(CODE, '"code": 0')
    .replaceAll(TRANSACTION, '"transaction": 0')
    .replaceAll(UUID, (id) => names.get(id) ?? 'an id')
    .replaceAll(TIME, (time) => (Math.abs(Date.parse(time) - Date.now()) < ONE_DAY ? 'now' : time))
}

function withoutIds(tags: readonly string[]): string {
  const letters = tags.map((tag) => tag.replace(/"(.)[0-9a-f]{8}"/, '$1'))
  return `"tags": ${letters.sort().join(' ')}`
}
