import { sql } from 'kysely'
import { activityOf } from '../activity/activity.shape.ts'
import { DESK, deskFields } from '../desk/desk-only.ts'
import type { Front, FrontWhereInput, Query } from '../generated/graphql.ts'
import { askedBySlug } from '../language/by-slug.ts'
import { textOf } from '../lib/json.ts'
import { direction } from '../lib/locale.ts'
import { connection } from '../reading/connection.ts'
import { computed, nodeFields, plain, timestamp } from '../reading/field.ts'
import { idFilter, textFilter, whereOf } from '../reading/filter.ts'
import { uuidOf } from '../reading/global-id.ts'
import { column, type Expression, type FieldsOf, type FiltersOf, type Shape } from '../reading/plan.ts'
import { byIdOr, find, idOrTag } from '../reading/root.ts'
import type { Site } from '../site/site.ts'
import { DRAFT, stage } from '../stage/article.rows.ts'
import { askedState } from '../stage/stage.argument.ts'
import { FRONTS, pathOf } from '../tags/lists.ts'
import { userBy } from '../user/user.shape.ts'
import { frontDiff } from './front.diff.ts'
import { frontRevisionByNumber, pointedRevision, revisionsOfFront } from './front-revision.shape.ts'
import { slotsOf } from './front-slot.shape.ts'

const id = column('front', 'id')
const slug = column('front', 'slug')
const locale = column('front', 'locale')

/** The revision that the row shows. */
const shownRevision: Expression = (row) =>
  sql.ref(`${row.alias}.${row.state === null ? 'live_revision_id' : 'latest_revision_id'}`)

const hasUnpublishedChanges: Expression = (row) =>
  sql`${sql.ref(`${row.alias}.live_revision_id`)} is distinct from ${sql.ref(`${row.alias}.latest_revision_id`)}`

export const frontShape: Shape = {
  type: 'Front',
  table: 'front',
  tags: { letter: 'f', id },
  joins: {
    front_revision: (row, alias) =>
      sql`join front_revision ${sql.ref(alias)} on ${sql.ref(`${alias}.id`)} = ${shownRevision(row)}`,
  },
  visible: (row) => (row.state === null ? sql`${shownRevision(row)} is not null` : null),
  subject: { state: DRAFT },
  foundIn: { permission: DESK, states: [DRAFT] },
  fields: {
    ...nodeFields('Front', id),
    slug: plain(slug),
    locale: plain(locale),
    direction: computed([locale], ([language]) => direction(textOf(language))),
    name: plain(column('front_revision', 'name')),
    slots: slotsOf(shownRevision),
    publishedAt: timestamp(column('front', 'published_at')),
    firstPublishedAt: timestamp(column('front', 'first_published_at')),
    stage: plain(stage),
    ...deskFields({
      version: plain(column('front', 'version')),
      hasUnpublishedChanges: plain(hasUnpublishedChanges),
      scheduledFor: timestamp(column('front', 'scheduled_for')),
      liveRevision: pointedRevision('live_revision_id'),
      scheduledRevision: pointedRevision('scheduled_revision_id'),
      createdAt: timestamp(column('front', 'created_at')),
      createdBy: userBy('created_by_id'),
      revisions: revisionsOfFront,
      revision: frontRevisionByNumber,
      diff: frontDiff,
      activity: activityOf('Front'),
    }),
  } satisfies FieldsOf<Front>,
  filters: {
    id: idFilter(id, (value) => uuidOf('Front', value)),
    slug: textFilter(slug),
    locale: textFilter(locale),
  } satisfies FiltersOf<FrontWhereInput>,
}

export function frontRoots(site: Site): FieldsOf<Pick<Query, 'front' | 'fronts'>> {
  return {
    front: find('Front', {
      tags: idOrTag('Front', (selection) => pathOf('front', selection)),
      stateOf: askedState,
      where: byIdOr('slug', 'Front', id, (row, selection) => askedBySlug(selection, row.alias, site).where),
      orderBy: (row, selection) =>
        selection.argument('slug').isGiven ? askedBySlug(selection, row.alias, site).orderBy : null,
    }),
    fronts: connection(
      'Front',
      () => [FRONTS],
      (selection, row) => {
        const where = selection.argument('where')
        if (where.isGiven) row.conditions.push(whereOf(row, where, selection.planner))
        return {
          order: 'slug',
          direction: 'ASC',
          by: [
            { value: slug(row), type: 'text' },
            { value: locale(row), type: 'text' },
            { value: id(row), type: 'uuid' },
          ],
        }
      },
      askedState,
    ),
  }
}
