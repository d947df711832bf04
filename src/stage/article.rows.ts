import { sql } from 'kysely'
import { DESK } from '../desk/desk-only.ts'
import type { ArticleOrderByInput, Stage } from '../generated/graphql.ts'
import type { DB } from '../generated/kysely/database.ts'
import type { OrdersOf } from '../reading/list-source.ts'
import { column, type Expression, type Row, type State } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { isKnownEmbargo, mayShowDrafts } from './preview-link.expressions.ts'

// How an article's row is reached, which revision it shows, and to whom: shared by every shape over the table. Nothing else follows the
// pointers.

/** The latest revision, live or not: what the desk works on. */
export const DRAFT: State = { name: 'DRAFT' }

const PREVIEW = 'PREVIEW'

/** What a preview link shows: the revision that it is pinned to, or the latest. Two links can show two revisions. */
export function previewOf(tokenHash: Sql): State {
  return { name: PREVIEW, key: tokenHash, mark: (row) => shownRevision(row) }
}

/** What belongs to one revision, whichever that is now: in the history, and in a preview. */
export const OF_REVISION: State = { name: 'REVISION', mark: (row) => shownRevision(row) }

/** How the parts of a row's revision are read that have ids of their own. */
export function stateOfParts({ shape, state }: Row): State | null {
  if (shape.table === 'revision') return OF_REVISION
  return state === null || state.name === DRAFT.name ? state : OF_REVISION
}

/** What `Article.stage` says. */
export const stage: Expression = (row) =>
  sql`${sql.lit((row.state === null ? 'PUBLISHED' : 'DRAFT') satisfies Stage)}::text`

/** How rows beside an article's are shown: as drafts too where the desk reads drafts, otherwise as the public has them. */
export function deskState({ state }: Row): State | null {
  return state?.name === DRAFT.name ? DRAFT : null
}

export function isPreview({ state }: Row): boolean {
  return state?.name === PREVIEW
}

export function isDraft({ state }: Row): boolean {
  return state?.name === DRAFT.name
}

const at = (row: Row, name: string): Sql => sql.ref(`${row.alias}.${name}`)

/** The revision that the row shows, or belongs to; a row of the table revision shows itself. */
export function shownRevision(row: Row): Sql {
  if (row.shape.table === 'caption') return at(row, 'revision_id')
  if (row.shape.table === 'revision') return at(row, 'id')
  if (row.state === null) return at(row, 'live_revision_id')
  return row.state.name === DRAFT.name
    ? at(row, 'latest_revision_id')
    : sql`coalesce(${sql.ref(`${row.joined('preview')}.revision_id`)}, ${at(row, 'latest_revision_id')})`
}

/** What hangs on that revision. */
export const ofShownRevision = (parent: Row, child: Row): Sql =>
  sql`${at(child, 'revision_id')} = ${shownRevision(parent)}`

/**
 * Readers see only the live revision; the CHECKs on article say when there is one. The desk sees every article. A preview link shows one
 * article, unless it is in the trash, its creator may not show it any more, or an embargo holds that the creator did not decide on.
 */
export function isVisible(row: Row): Sql {
  if (row.state === null) return sql`${shownRevision(row)} is not null`
  return row.state.name === DRAFT.name
    ? sql`true`
    : sql`${sql.ref(`${row.joined('preview')}.id`)} is not null and ${at(row, 'status')} <> 'TRASHED'`
}

export const articleJoins = {
  revision: (row: Row, alias: string): Sql =>
    sql`join revision ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${shownRevision(row)}`,
  preview: (row: Row, alias: string): Sql => {
    const link = (name: string) => sql.ref(`${alias}.${name}`)
    const creator = `${alias}_creator`
    return sql`join preview_link ${sql.ref(alias)} on ${link('article_id')} = ${articleId(row)} and ${link('hash')} = ${row.state?.key ?? sql`null`}
        and ${link('revoked_at')} is null and ${link('expires_at')} > now()
      join user_account ${sql.ref(creator)} on ${sql.ref(`${creator}.id`)} = ${link('created_by_id')} and ${mayShowDrafts(creator)}
        and ${isKnownEmbargo(row.alias, alias, creator)}`
  },
}

export const articleId = column('article', 'id')

/** The last change of what the row shows. */
export const updatedAt: Expression = (row) => at(row, row.state === null ? 'live_updated_at' : 'updated_at')

/** Never before the date that readers are shown: that of an archive may be later set than its last change. NULL where there is none of both. */
export const contentModifiedAt: Expression = (row) =>
  sql`greatest(${at(row, 'published_at')}, ${at(row, 'content_modified_at')})`

/** The columns that order a list are never null. An article that was never live is placed where the latest publication would be. */
const orFarAway = (date: Sql): Sql => sql`coalesce(${date}, '9999-01-01T00:00:00Z'::timestamptz)`

/** A date that every live article has. */
function liveDate(name: 'published_at' | 'first_published_at'): Expression {
  const date = column('article', name)
  return (row) => (row.state === null ? date(row) : orFarAway(date(row)))
}

/** A date that every article has and keeps: of what never went live, when it was made. */
export const publishedOrMade: Expression = (row) =>
  row.state === null ? at(row, 'published_at') : sql`coalesce(${at(row, 'published_at')}, ${at(row, 'created_at')})`

/** A date that some articles have. */
function deskDate(name: keyof DB['article'] & string) {
  return { value: (row: Row) => orFarAway(at(row, name)), type: 'timestamptz', permission: DESK } as const
}

/** The columns that lists of articles can be ordered by, and the tie-break. */
export const articleOrders = {
  publishedAt: { value: liveDate('published_at'), type: 'timestamptz' },
  firstPublishedAt: { value: liveDate('first_published_at'), type: 'timestamptz' },
  updatedAt: { value: updatedAt, type: 'timestamptz' },
  scheduledFor: deskDate('scheduled_for'),
  unpublishAt: deskDate('unpublish_at'),
  embargoedUntil: deskDate('embargoed_until'),
  withdrawnAt: deskDate('withdrawn_at'),
  trashedAt: deskDate('trashed_at'),
  lockedAt: {
    value: (row: Row) =>
      orFarAway(
        sql`(select acquired_at from article_lock where article_id = ${articleId(row)} and expires_at > now())`,
      ),
    type: 'timestamptz',
    permission: DESK,
  },
  createdAt: { value: column('article', 'created_at'), type: 'timestamptz', permission: DESK },
  headline: { value: column('revision', 'headline'), type: 'text' },
  wordCount: { value: column('revision', 'word_count'), type: 'int4' },
  id: { value: articleId, type: 'uuid' },
} as const satisfies OrdersOf<ArticleOrderByInput>

export const newestFirst = { name: 'publishedAt', direction: 'DESC' } as const

/** The default order for the desk: most recently changed first. */
export const lastChangedFirst = { name: 'updatedAt', direction: 'DESC' } as const
