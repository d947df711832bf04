import { sql } from 'kysely'
import type { Autosave, AutosaveNotice } from '../generated/graphql.ts'
import { textOf } from '../lib/json.ts'
import { computed, computedObject, plain, timestamp } from '../reading/field.ts'
import { isObject, type JsonObject } from '../reading/object.ts'
import { audienceId } from '../reading/permitted.ts'
import { column, type Expression, type Field, type FieldsOf, type Row, type Shape } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { userBy } from '../user/user.shape.ts'
import type { ContentField } from './autosave-content.ts'

const content = column('autosave', 'content')

const isMine: Expression = (row) => sql`${sql.ref(`${row.alias}.user_id`)} = ${audienceId}`

const isOutdated: Expression = (row) =>
  sql`exists (select 1 from article a where a.id = ${sql.ref(`${row.alias}.article_id`)} and a.version <> ${sql.ref(`${row.alias}.base_version`)})`

/** An autosave that has ended leaves its row for a while. */
const hasContent = (row: Row): Sql => sql`${content(row)} is not null`

function contentOf(json: unknown): JsonObject {
  const parsed: unknown = JSON.parse(textOf(json))
  return isObject(parsed) ? parsed : {}
}

/** As it was sent; null, too, where the schema did not have the field then. */
const typed = (name: ContentField): Field => computed([content], ([json]) => contentOf(json)[name] ?? null)

const typedParts = (name: ContentField): Field => computedObject([content], ([json]) => contentOf(json)[name])

const AROUND = {
  savedAt: timestamp(column('autosave', 'saved_at')),
  startedAt: timestamp(column('autosave', 'started_at')),
  baseVersion: plain(column('autosave', 'base_version')),
  isOutdated: plain(isOutdated),
}

/** What the viewer typed: nobody else's, whatever they may do. */
export const autosaveShape: Shape = {
  type: 'Autosave',
  table: 'autosave',
  tags: 'DESK',
  subject: { key: 'article_id' },
  visible: (row) => sql`${hasContent(row)} and ${isMine(row)}`,
  fields: {
    ...AROUND,
    session: plain(column('autosave', 'session')),
    sequence: plain(column('autosave', 'sequence')),
    fields: computed([content], ([json]) => Object.keys(contentOf(json))),
    headline: typed('headline'),
    kicker: typed('kicker'),
    standfirst: typed('standfirst'),
    dateline: typed('dateline'),
    seoTitle: typed('seoTitle'),
    metaDescription: typed('metaDescription'),
    socialTitle: typed('socialTitle'),
    socialDescription: typed('socialDescription'),
    genre: typed('genre'),
    canonicalUrl: typed('canonicalUrl'),
    noIndex: typed('noIndex'),
    slug: typed('slug'),
    locale: typed('locale'),
    editorNote: typed('editorNote'),
    embargoedUntil: typed('embargoedUntil'),
    translationOf: typed('translationOf'),
    note: typed('note'),
    aiUse: typedParts('aiUse'),
    credits: typedParts('credits'),
    topics: typedParts('topics'),
    captions: typedParts('captions'),
    body: typedParts('body'),
  } satisfies FieldsOf<Autosave>,
}

/** That there is one, without what was typed. */
export const autosaveNoticeShape: Shape = {
  type: 'AutosaveNotice',
  table: 'autosave',
  tags: 'DESK',
  visible: hasContent,
  fields: { ...AROUND, user: userBy('user_id'), isMine: plain(isMine) } satisfies FieldsOf<AutosaveNotice>,
}
