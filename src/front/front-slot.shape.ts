import { sql } from 'kysely'
import { hiddenImagesTag } from '../caption/shown-captions.ts'
import { TEXT_COLUMNS } from '../content/content.fields.ts'
import { deskField } from '../desk/desk-only.ts'
import type { FrontFill, FrontItem, FrontPin, FrontSlot } from '../generated/graphql.ts'
import { many, one, plain, tagged, timestamp } from '../reading/field.ts'
import { globalId } from '../reading/global-id.ts'
import { column, type Expression, type Field, type FieldsOf, type Row, type Shape } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { DRAFT } from '../stage/article.rows.ts'
import { tagsOfSlots } from './front.tags.ts'

/** What `front_shown` gives of a slot: its items, and the pins among them. */
const shown = (slot: Row, name: 'article_ids' | 'pin_ids'): Sql => sql.ref(`${slot.alias}_shown.${name}`)

/** The slots of a revision, chosen together: what one shows, the next does not. The function is in the migrations. */
export function slotsOf(revision: Expression): Field {
  return tagged(
    (_selection, row) => tagsOfSlots(row, revision(row)),
    many('FrontSlot', {
      from: (parent, slot) =>
        sql`front_shown(${revision(parent)}) ${sql.ref(`${slot.alias}_shown`)} join front_slot ${sql.ref(slot.alias)}
          on ${sql.ref(`${slot.alias}.id`)} = ${sql.ref(`${slot.alias}_shown.slot_id`)}`,
      on: () => sql`true`,
      orderBy: (slot) => sql.ref(`${slot.alias}.position`),
    }),
  )
}

const place = (item: Row, name: 'article_id' | 'pin_id' | 'place'): Sql => sql.ref(`${item.alias}_at.${name}`)

const items: Field = many('FrontItem', {
  from: (slot, item) => sql`unnest(${shown(slot, 'article_ids')}, ${shown(slot, 'pin_ids')}) with ordinality
    ${sql.ref(`${item.alias}_at`)} (article_id, pin_id, place) left join front_pin ${sql.ref(item.alias)} on ${sql.ref(`${item.alias}.id`)} = ${place(item, 'pin_id')}`,
  on: () => sql`true`,
  orderBy: (item) => place(item, 'place'),
})

const fillCount = column('front_slot', 'fill_count')

export const frontSlotShape: Shape = {
  type: 'FrontSlot',
  table: 'front_slot',
  tags: 'PART',
  fields: {
    name: plain(column('front_slot', 'name')),
    title: plain(column('front_slot', 'title')),
    size: plain(column('front_slot', 'size')),
    items,
    allowRepeats: deskField(plain(column('front_slot', 'allow_repeats'))),
    pins: deskField(
      many('FrontPin', {
        on: (slot, pin) => sql`${sql.ref(`${pin.alias}.slot_id`)} = ${sql.ref(`${slot.alias}.id`)}`,
        orderBy: (pin) => sql.ref(`${pin.alias}.position`),
      }),
    ),
    fill: deskField(
      one('FrontFill', {
        on: (slot, fill) =>
          sql`${sql.ref(`${fill.alias}.id`)} = ${sql.ref(`${slot.alias}.id`)} and ${fillCount(fill)} is not null`,
      }),
    ),
  } satisfies FieldsOf<FrontSlot>,
}

/** The slot's own words, else those of the live article. */
const ownOr =
  (name: 'headline' | 'kicker' | 'standfirst'): Expression =>
  (row) =>
    sql`coalesce(${sql.ref(`${row.alias}.${name}`)}, ${TEXT_COLUMNS[name](row)})`

const liveRevision = (item: Row): Sql => sql.ref(`${item.joined('article')}.live_revision_id`)

/** The caption that the pin chose, where the live article has it; else the lead. */
function shownCaption(item: Row): Sql {
  const ofLive = sql`from caption c where c.revision_id = ${liveRevision(item)}`
  return sql`coalesce((select c.id ${ofLive} and c.id = ${sql.ref(`${item.alias}.caption_id`)}), (select c.id ${ofLive} and c.role = 'LEAD'))`
}

/** An article that readers see: a row of the pin where there is one, and of nothing where the rule of the slot found it. */
export const frontItemShape: Shape = {
  type: 'FrontItem',
  table: 'front_pin',
  tags: 'PART',
  joins: {
    article: (row, alias) =>
      sql`join article ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${place(row, 'article_id')}`,
    revision: (row, alias) => {
      const live = liveRevision(row)
      return sql`join revision ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${live}`
    },
  },
  fields: {
    article: one('Article', {
      on: (item, article) => sql`${sql.ref(`${article.alias}.id`)} = ${place(item, 'article_id')}`,
    }),
    headline: plain(ownOr('headline')),
    kicker: plain(ownOr('kicker')),
    standfirst: plain(ownOr('standfirst')),
    caption: tagged(
      (_selection, row) => [{ letter: 'i', row, sql: hiddenImagesTag(liveRevision(row)) }],
      one('Caption', {
        on: (item, caption) =>
          sql`${sql.ref(`${caption.alias}.revision_id`)} = ${liveRevision(item)} and ${sql.ref(`${caption.alias}.id`)} = ${shownCaption(item)}`,
      }),
    ),
    isPinned: plain((row) => sql`${place(row, 'pin_id')} is not null`),
  } satisfies FieldsOf<FrontItem>,
}

const captionId = column('front_pin', 'caption_id')

export const frontPinShape: Shape = {
  type: 'FrontPin',
  table: 'front_pin',
  tags: 'DESK',
  fields: {
    article: one('Article', {
      state: DRAFT,
      on: (pin, article) => sql`${sql.ref(`${article.alias}.id`)} = ${sql.ref(`${pin.alias}.article_id`)}`,
    }),
    until: timestamp(column('front_pin', 'until')),
    headline: plain(column('front_pin', 'headline')),
    kicker: plain(column('front_pin', 'kicker')),
    standfirst: plain(column('front_pin', 'standfirst')),
    captionKey: plain((row) => globalId('Caption', captionId(row))),
  } satisfies FieldsOf<FrontPin>,
}

/** Of a merged topic, the one that it was merged into. */
const topicsNamed = (ids: 'fill_topic_ids' | 'fill_within_ids') => ({
  on: (fill: Row, topic: Row): Sql =>
    sql`${sql.ref(`${topic.alias}.id`)} in (select topic_led_to(named) from unnest(${sql.ref(`${fill.alias}.${ids}`)}) named)`,
  orderBy: (topic: Row): Sql => sql.ref(`${topic.alias}.name`),
})

/** A slot's row as its rule. */
export const frontFillShape: Shape = {
  type: 'FrontFill',
  table: 'front_slot',
  tags: 'DESK',
  fields: {
    count: plain(fillCount),
    locales: plain(column('front_slot', 'fill_locales')),
    topics: many('Topic', topicsNamed('fill_topic_ids')),
    within: many('Topic', topicsNamed('fill_within_ids')),
    authors: many('Author', {
      on: (fill, author) => sql`${sql.ref(`${author.alias}.id`)} = any (${sql.ref(`${fill.alias}.fill_author_ids`)})`,
      orderBy: (author) => sql.ref(`${author.alias}.name`),
    }),
  } satisfies FieldsOf<FrontFill>,
}
