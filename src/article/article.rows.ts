import { sql } from 'kysely'
import { column, type Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'

// How an article's row is reached and what readers may see of it: shared by every shape over the table.

/** The revision that the row shows. */
export function shownRevision(row: Row): Sql {
  return sql.ref(`${row.alias}.live_revision_id`)
}

/** Readers see what the pointer to the live revision leads to, and nothing else. The CHECKs on article say when there is one. */
export function isLive(row: Row): Sql {
  return sql`${shownRevision(row)} is not null`
}

export const articleJoins = {
  revision: (row: Row, alias: string): Sql =>
    sql`join revision ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${shownRevision(row)}`,
}

export const articleId = column('article', 'id')

/** The columns that lists of articles can be ordered by, and the tie-break. None is null on a live article. */
export const articleOrders = {
  publishedAt: { value: column('article', 'published_at'), type: 'timestamptz' },
  firstPublishedAt: { value: column('article', 'first_published_at'), type: 'timestamptz' },
  updatedAt: { value: column('article', 'live_updated_at'), type: 'timestamptz' },
  headline: { value: column('revision', 'headline'), type: 'text' },
  wordCount: { value: column('revision', 'word_count'), type: 'int4' },
  id: { value: articleId, type: 'uuid' },
} as const

export const newestFirst = { name: 'publishedAt', direction: 'DESC' } as const
