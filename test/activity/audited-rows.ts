import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { DB } from '../../src/generated/kysely/database.ts'

/** How the audit trail calls each column. Null: it needs no word there, for the reason beside it. A new column does not compile without a line. */
type Columns<Table extends keyof DB> = Readonly<Record<keyof DB[Table] & string, string | null>>

/** Every accepted write sets these, and the entry has a version and a time of its own. */
const WRITTEN = { version: null, updated_at: null }

const OBJECTS = {
  article: {
    ...WRITTEN,
    id: null,
    locale: 'locale',
    slug: 'slug',
    status: 'status',
    workflow_state: 'workflowState',
    live_revision_id: 'liveRevision',
    // The entry has the revision.
    latest_revision_id: null,
    scheduled_revision_id: 'scheduledRevision',
    first_published_at: 'firstPublishedAt',
    published_at: 'publishedAt',
    scheduled_for: 'scheduledFor',
    scheduled_redate: 'scheduledRedate',
    unpublish_at: 'unpublishAt',
    embargoed_until: 'embargoedUntil',
    withdrawn_at: 'withdrawnAt',
    withdrawal_reason: 'withdrawalReason',
    trashed_at: 'trashedAt',
    canonical_url: 'canonicalUrl',
    no_index: 'noIndex',
    editor_note: 'editorNote',
    translation_group_id: 'translationOf',
    created_at: null,
    created_by_id: null,
    // Set with every change that readers see.
    live_updated_at: null,
    content_modified_at: null,
  } satisfies Columns<'article'>,
  topic: {
    ...WRITTEN,
    id: null,
    slug: 'slug',
    name: 'name',
    kind: 'kind',
    parent_id: 'parent',
    description: 'description',
    uri: 'uri',
    same_as: 'sameAs',
    created_at: null,
  } satisfies Columns<'topic'>,
  author: {
    ...WRITTEN,
    id: null,
    slug: 'slug',
    name: 'name',
    job_title: 'jobTitle',
    bio: 'bio',
    image_id: 'image',
    user_id: 'user',
    created_at: null,
  } satisfies Columns<'author'>,
  front: {
    ...WRITTEN,
    id: null,
    slug: 'slug',
    locale: 'locale',
    live_revision_id: 'liveRevision',
    // The entry names what differs.
    latest_revision_id: null,
    scheduled_revision_id: 'scheduledRevision',
    first_published_at: 'firstPublishedAt',
    published_at: 'publishedAt',
    scheduled_for: 'scheduledFor',
    created_at: null,
    created_by_id: null,
  } satisfies Columns<'front'>,
  image: {
    ...WRITTEN,
    id: null,
    // Of the file, which never changes.
    file: null,
    mime_type: null,
    width: null,
    height: null,
    size_bytes: null,
    checksum: null,
    placeholder: null,
    dominant_color: null,
    source_url: null,
    focal_x: 'focalPoint',
    focal_y: 'focalPoint',
    headline: 'headline',
    alt_text: 'altText',
    description: 'description',
    credit: 'credit',
    creator: 'creator',
    copyright_holder: 'copyrightHolder',
    copyright_notice: 'copyrightNotice',
    usage_terms: 'usageTerms',
    web_statement: 'webStatement',
    digital_source: 'digitalSource',
    keywords: 'keywords',
    city: 'city',
    country: 'country',
    source_name: 'sourceName',
    instructions: 'instructions',
    caption_writer: 'captionWriter',
    rights_expire_at: 'rightsExpireAt',
    // For which end of rights the readers' systems have an event.
    expiry_told_for: null,
    taken_at: 'takenAt',
    withheld_at: 'withheld',
    withheld_reason: 'withheldReason',
    created_by_id: null,
    created_at: null,
  } satisfies Columns<'image'>,
  redirect: {
    id: null,
    path: 'path',
    article_id: 'location',
    topic_id: 'location',
    author_id: 'location',
    target: 'location',
    // Of the target.
    target_path: null,
    // Set by the deletion of what it leads to, which has an entry.
    gone_at: null,
    permanent: 'permanent',
    source: null,
    created_at: null,
  } satisfies Columns<'redirect'>,
  user_account: {
    id: null,
    name: 'name',
    email: 'email',
    role: 'role',
    identity: 'identity',
    suspended_at: 'suspendedAt',
    created_at: null,
  } satisfies Columns<'user_account'>,
  access_token: {
    id: null,
    user_id: 'user',
    name: 'name',
    role: 'role',
    // Secret, and never changed.
    hash: null,
    hint: null,
    expires_at: 'expiresAt',
    // Noted once a minute while it is used.
    last_used_at: null,
    revoked_at: 'revokedAt',
    created_at: null,
    created_by_id: null,
  } satisfies Columns<'access_token'>,
  webhook: {
    id: null,
    url: 'url',
    // Of the address.
    host: null,
    description: 'description',
    events: 'events',
    // The entry has its last characters.
    secret: 'secretHint',
    previous_secret: null,
    previous_secret_until: 'previousSecretUntil',
    disabled_reason: 'state',
    disabled_at: null,
    // Noted by deliveries.
    last_success_at: null,
    failing_since: null,
    not_before: null,
    created_at: null,
  } satisfies Columns<'webhook'>,
}

/** Rows that belong to an object: which column names it, and how the trail calls them. */
const PARTS = {
  correction: ['article_id', 'corrections'],
  article_pin: ['article_id', 'pinnedArticles'],
  article_exclusion: ['article_id', 'excludedArticles'],
  preview_link: ['article_id', 'previewLinks'],
  article_lock: ['article_id', 'lock'],
  author_link: ['author_id', 'links'],
  topic_relation: ['topic_id', 'curatedTopics'],
} as const satisfies Partial<Record<keyof DB, readonly [string, string]>>

type Row = Readonly<Record<string, unknown>>
type Rows = Readonly<Record<string, readonly Row[]>>

const isObject = (table: string): table is keyof typeof OBJECTS => table in OBJECTS

async function rowsOf({ query }: Database): Promise<Rows> {
  const tables = [...Object.keys(OBJECTS), ...Object.keys(PARTS), 'activity']
  const parts = tables.map((table) => `'${table}', (SELECT coalesce(json_agg(t), '[]') FROM ${table} t)`)
  const [row] = await query<{ rows: Rows }>({
    text: `SELECT json_build_object(${parts.join()}) AS rows`,
    parameters: [],
  })
  return row?.rows ?? {}
}

/** "article 3f… slug" of each field that changed: what the trail must name. "article 3f…" alone of an object that came or went. */
function changesBetween(before: Rows, after: Rows): string[] {
  const objects = Object.keys(OBJECTS)
    .filter(isObject)
    .flatMap((table) => {
      const [old, current] = [before, after].map((rows) => new Map(rows[table]?.map((row) => [String(row.id), row])))
      return [...new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])])].flatMap((id) => {
        const [was, is] = [old?.get(id), current?.get(id)]
        if (!was || !is) return [id]
        const columns: Readonly<Record<string, string | null>> = OBJECTS[table]
        return Object.keys(columns)
          .filter((column) => columns[column] && JSON.stringify(was[column]) !== JSON.stringify(is[column]))
          .map((column) => `${id} ${columns[column]}`)
      })
    })
  const parts = Object.entries(PARTS).flatMap(([table, [owner, field]]) => {
    const written = (rows: Rows) => (rows[table] ?? []).map((row) => ({ id: row[owner], text: JSON.stringify(row) }))
    const [old, current] = [written(before), written(after)]
    const without = (rows: typeof old, others: typeof old) =>
      rows.filter(({ text }) => !others.some((other) => other.text === text))
    return [...without(old, current), ...without(current, old)].map(({ id }) => `${id} ${field}`)
  })
  return [...new Set([...objects, ...parts])]
}

/** What the entries say that were written meanwhile, in the same form. */
function toldBetween(before: Rows, after: Rows): Set<string> {
  const known = new Set(before.activity?.map(({ id }) => id))
  const entries = after.activity?.filter(({ id }) => !known.has(id)) ?? []
  return new Set(
    entries.flatMap(({ subject_id: id, changed_fields: changes }) => [
      String(id),
      ...(Array.isArray(changes) ? changes.map((change: { field: string }) => `${id} ${change.field}`) : []),
    ]),
  )
}

/** Does it, and sees that the audit trail names every column that it changed. @param except what may change without a word, by its field */
export async function expectTold(database: Database, work: () => Promise<unknown>, except: readonly string[] = []) {
  const before = await rowsOf(database)
  await work()
  const after = await rowsOf(database)
  const told = toldBetween(before, after)
  const untold = changesBetween(before, after).filter(
    (change) => !told.has(change) && !except.some((field) => change.endsWith(` ${field}`)),
  )
  expect(untold).toEqual([])
}
