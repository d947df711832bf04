import { sql } from 'kysely'
import { captionsOfShown } from '../caption/shown-captions.ts'
import type { Revision } from '../generated/graphql.ts'
import type { Addresses } from '../media/serving/image-addresses.ts'
import { many, plain } from '../reading/field.ts'
import { column, type Field, type Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { ofShownRevision } from '../stage/article.rows.ts'
import { bodyField, bodyHtmlField } from './body.field.ts'

export const headline = column('revision', 'headline')
export const standfirst = column('revision', 'standfirst')
export const kicker = column('revision', 'kicker')
export const wordCount = column('revision', 'word_count')

const byPosition = (child: Row): Sql => sql.ref(`${child.alias}.position`)

type ContentField =
  | 'kicker'
  | 'headline'
  | 'standfirst'
  | 'wordCount'
  | 'credits'
  | 'captions'
  | 'topics'
  | 'body'
  | 'bodyHtml'

/** What a revision says: of the one that an article's row shows, or of the row itself. */
export function contentFields(addresses: Addresses): Record<ContentField & keyof Revision, Field> {
  return {
    kicker: plain(kicker),
    headline: plain(headline),
    standfirst: plain(standfirst),
    wordCount: plain(wordCount),
    credits: many('Credit', { on: ofShownRevision, orderBy: byPosition }),
    captions: many('Caption', { on: captionsOfShown, orderBy: byPosition }),
    topics: many('ArticleTopic', { on: ofShownRevision, orderBy: byPosition }),
    body: bodyField,
    bodyHtml: bodyHtmlField(addresses),
  }
}
