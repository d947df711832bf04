import { sql } from 'kysely'
import { ArticleStatus, WorkflowState } from '../generated/prisma/enums.ts'
import { listOf, textOf, textOrNull } from '../lib/json.ts'
import { computed } from '../reading/field.ts'
import { audienceId } from '../reading/permitted.ts'
import type { Expression, Field, Row } from '../reading/plan.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'
import { allowedActions } from './allowed-actions.ts'
import { hasCorrection, isTrashedBy } from './article-facts.expressions.ts'
import type { ActionFacts } from './transitions.ts'

const statuses = new Map<string, ArticleStatus>(Object.entries(ArticleStatus))
const workflowStates = new Map<string, WorkflowState>(Object.entries(WorkflowState))

/** Whether somebody else than the viewer holds the lock. */
const isLockedByOther = (row: Row): Sql => sql`exists (select 1 from article_lock l
  where l.article_id = ${sql.ref(`${row.alias}.id`)} and l.expires_at > now() and l.holder_id is distinct from ${audienceId})`

/** All that the rules ask about, in the order in which `factsOf` takes it. */
const facts: Expression = (row) => {
  const at = (name: string) => sql.ref(`${row.alias}.${name}`)
  const isOwn = sql`(${at('created_by_id')} is not distinct from ${audienceId} or exists (select 1 from credit c join author w on w.id = c.author_id
    where c.revision_id = ${at('latest_revision_id')} and w.user_id = ${audienceId}))`
  const dates = ['first_published_at', 'scheduled_for', 'unpublish_at', 'embargoed_until'].map((name) =>
    isoTimestamp(at(name)),
  )
  return sql`json_build_array(${at('status')}, ${at('workflow_state')}, ${isOwn}, ${at('live_revision_id')}, ${at('latest_revision_id')},
    ${sql.join(dates)}, ${isLockedByOther(row)}, ${isTrashedBy(row.alias, audienceId)}, ${hasCorrection(row.alias)}, ${isoTimestamp(sql`now()`)})`
}

function dateOrNull(value: unknown): Date | null {
  return value === null ? null : new Date(textOf(value))
}

function factsOf(value: unknown): ActionFacts {
  const [status, workflowState, isOwn, live, latest, ...others] = listOf(value)
  const [firstPublished, scheduled, unpublish, embargoed, locked, trashed, corrected, now] = others
  return {
    status: statuses.get(textOf(status)) ?? 'TRASHED',
    workflowState: workflowStates.get(textOf(workflowState)) ?? 'DRAFT',
    isOwn: isOwn === true,
    liveRevisionId: textOrNull(live),
    latestRevisionId: textOf(latest),
    firstPublishedAt: dateOrNull(firstPublished),
    scheduledFor: dateOrNull(scheduled),
    unpublishAt: dateOrNull(unpublish),
    embargoedUntil: dateOrNull(embargoed),
    isLockedByOther: locked === true,
    isTrashedByViewer: trashed === true,
    hasCorrection: corrected === true,
    now: new Date(textOf(now)),
  }
}

/** Article.allowedActions: the rules' answer for the viewer. */
export const allowedActionsField: Field = computed([facts], ([value], _args, { permissions }) =>
  allowedActions(factsOf(value), permissions),
)
