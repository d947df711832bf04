import { sql } from 'kysely'
import * as z from 'zod'
import { contentJson } from '../content/content.rows.ts'
import { parseContent } from '../content/content.ts'
import { unpublishable } from '../content/unpublishable.ts'
import { CaptionRole } from '../generated/prisma/enums.ts'
import { computedObject } from '../reading/field.ts'
import type { Expression, Field } from '../reading/plan.ts'
import { isoTimestamp } from '../reading/sql.ts'
import { imageProblems } from './image-rights.rules.ts'
import { shownImages } from './shown-images.load.ts'

/** All that the rules ask about: of the latest revision, whatever the row shows. */
const facts: Expression = (
  row,
) => sql`(select json_build_object('content', ${contentJson('r')}, 'now', ${isoTimestamp(sql`now()`)},
    'images', (select coalesce(json_agg(s order by s.position), '[]'::json) from (${shownImages(sql`r.id`)}) s))
  from revision r where r.id = ${sql.ref(`${row.alias}.latest_revision_id`)})`

const stored = z.object({
  content: z.unknown().transform(parseContent),
  now: z.coerce.date(),
  images: z.array(
    z.object({
      role: z.enum(CaptionRole),
      position: z.int(),
      text: z.string().nullable(),
      altText: z.string().nullable(),
      imageId: z.string(),
      image: z.object({ id: z.string() }),
      name: z.string(),
      isWithheld: z.boolean(),
      rightsExpireAt: z.coerce.date().nullable(),
    }),
  ),
})

/** Article.publishability: what the rules of publishing say of it now. */
export const publishabilityField: Field = computedObject([facts], ([value]) => {
  const { content, images, now } = stored.parse(value)
  return [...unpublishable(content), ...imageProblems(images, { now })]
})
