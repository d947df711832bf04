import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'
import { plainText } from './body.ts'
import { type Content, LIST_NAMES, LISTS } from './content.ts'
import { insertItems } from './lists/content-list.ts'
import { TEXT_NAMES, textNamed } from './texts.ts'
import { wordCount } from './word-count.ts'

/** A new revision of an article. */
export interface RevisionRow {
  readonly id: string
  readonly number: number
  readonly locale: string
  /** What it changes, as "headline, body"; null for an article's first */
  readonly summary: string | null
  readonly createdById: string | null
  /** The number of the revision whose content it has again */
  readonly restoredFrom: number | null
}

/** Inserts a revision and all that belongs to it, as parts of a WITH, where the relation `a` has the article. */
export function insertContent(content: Content, row: RevisionRow): Sql[] {
  return [
    sql`r as (${insertRevision(content, row)})`,
    ...LIST_NAMES.map((name) => sql`${sql.ref(`r_${name}`)} as (${insertItems(LISTS[name], content[name], row.id)})`),
  ]
}

function insertRevision(
  content: Content,
  { id, number, locale, summary, createdById, restoredFrom }: RevisionRow,
): Sql {
  const text = plainText(content.body)
  const columns = TEXT_NAMES.map((name) => sql.ref(textNamed(name).column))
  const texts = TEXT_NAMES.map((name) => sql`${content[name]}::text`)
  return sql`insert into revision (id, article_id, number, ${sql.join(columns)}, ai_use, ai_note, body, plain_text, word_count, created_by_id, summary, restored_from)
    select ${id}::uuid, a.id, ${number}::int, ${sql.join(texts)}, ${content.aiUse.kind}::text, ${content.aiUse.note}::text, ${JSON.stringify(content.body)}::jsonb, ${text}::text,
      ${wordCount(text, locale)}::int, ${createdById}::uuid, ${summary}::text, ${restoredFrom}::int from a`
}
