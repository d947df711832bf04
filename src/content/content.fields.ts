import { sql } from 'kysely'
import { captionsOfShown, hiddenImages } from '../caption/shown-captions.ts'
import type { Revision } from '../generated/graphql.ts'
import type { ImageAddresses } from '../media/serving/image-addresses.ts'
import { computedObject, many, plain, tagged } from '../reading/field.ts'
import { textFilter } from '../reading/filter.ts'
import { column, type Field, type Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { ofShownRevision, stateOfParts } from '../stage/article.rows.ts'
import { bodyField, bodyHtmlField } from './body.field.ts'
import type { ListName } from './content.ts'
import { forEachText, type TextName, textNamed } from './texts.ts'

/** The texts of the revision that a row shows. */
export const TEXT_COLUMNS = forEachText((name) => column('revision', textNamed(name).column))

export const textFilters = forEachText((name) => textFilter(TEXT_COLUMNS[name]))

export const wordCount = column('revision', 'word_count')

const byPosition = (child: Row): Sql => sql.ref(`${child.alias}.position`)

type ContentField = TextName | ListName | 'wordCount' | 'aiUse' | 'body' | 'bodyHtml'

/** What a revision says: of the one that an article's row shows, or of the row itself. */
export function contentFields(addresses: ImageAddresses): Record<ContentField & keyof Revision, Field> {
  return {
    ...forEachText((name) => plain(TEXT_COLUMNS[name])),
    wordCount: plain(wordCount),
    aiUse: computedObject([column('revision', 'ai_use'), column('revision', 'ai_note')], ([kind, note]) => ({
      kind,
      note,
    })),
    credits: many('Credit', { on: ofShownRevision, orderBy: byPosition }),
    captions: tagged(hiddenImages, many('Caption', { on: captionsOfShown, orderBy: byPosition, state: stateOfParts })),
    topics: many('ArticleTopic', { on: ofShownRevision, orderBy: byPosition }),
    body: bodyField,
    bodyHtml: bodyHtmlField(addresses),
  }
}
