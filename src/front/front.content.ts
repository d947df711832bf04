import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import * as z from 'zod'
import { FrontSlotSize } from '../generated/prisma/enums.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'

/** An article that an editor put into a slot. Ids are uuids, here and below. */
export interface Pin {
  readonly articleId: string
  /** As the API writes it */
  readonly until: string | null
  readonly headline: string | null
  readonly kicker: string | null
  readonly standfirst: string | null
  readonly captionId: string | null
}

/** The rule by which a slot is filled. At most one of the last three lists has ids. */
export interface Fill {
  readonly count: number
  readonly locales: readonly string[]
  readonly topicIds: readonly string[]
  /** Of topics that are meant with everything below them */
  readonly withinIds: readonly string[]
  readonly authorIds: readonly string[]
}

export interface Slot {
  readonly name: string
  readonly title: string | null
  readonly size: FrontSlotSize
  readonly allowRepeats: boolean
  readonly pins: readonly Pin[]
  readonly fill: Fill | null
}

/** Everything that a revision of a front says, in its order. */
export interface FrontContent {
  readonly name: string
  readonly slots: readonly Slot[]
}

const text = z.string().nullable()

const stored: z.ZodType<FrontContent> = z.object({
  name: z.string(),
  slots: z.array(
    z.object({
      name: z.string(),
      title: text,
      size: z.enum(FrontSlotSize),
      allowRepeats: z.boolean(),
      pins: z.array(
        z.object({
          articleId: z.string(),
          until: text,
          headline: text,
          kicker: text,
          standfirst: text,
          captionId: text,
        }),
      ),
      fill: z
        .object({
          count: z.number(),
          locales: z.array(z.string()),
          topicIds: z.array(z.string()),
          withinIds: z.array(z.string()),
          authorIds: z.array(z.string()),
        })
        .nullable(),
    }),
  ),
})

/** What `frontContentJson` gave. */
export const parseFrontContent = (json: unknown): FrontContent => stored.parse(json)

const pinJson = sql`json_build_object('articleId', p.article_id, 'until', ${isoTimestamp(sql`p.until`)}, 'headline', p.headline, 'kicker', p.kicker,
  'standfirst', p.standfirst, 'captionId', p.caption_id)`

const fillJson = sql`case when s.fill_count is not null then json_build_object('count', s.fill_count, 'locales', s.fill_locales,
  'topicIds', s.fill_topic_ids, 'withinIds', s.fill_within_ids, 'authorIds', s.fill_author_ids) end`

/** What the row of front_revision under an alias says, as JSON. */
export function frontContentJson(revision: string): Sql {
  return sql`json_build_object('name', ${sql.ref(`${revision}.name`)}, 'slots', (
    select coalesce(json_agg(json_build_object('name', s.name, 'title', s.title, 'size', s.size, 'allowRepeats', s.allow_repeats,
      'pins', (select coalesce(json_agg(${pinJson} order by p.position), '[]'::json) from front_pin p where p.slot_id = s.id),
      'fill', ${fillJson}) order by s.position), '[]'::json)
    from front_slot s where s.revision_id = ${sql.ref(`${revision}.id`)}))`
}

/** The parts in which two contents differ. */
export function differingParts(one: FrontContent, other: FrontContent): (keyof FrontContent)[] {
  return (['name', 'slots'] as const).filter((part) => !isDeepStrictEqual(one[part], other[part]))
}
