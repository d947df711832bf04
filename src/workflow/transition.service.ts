import type { FieldChange } from '../activity/field-change.ts'
import { NOTE } from '../contract/limits.ts'
import type { Tx } from '../database/database.ts'
import type { Violation } from '../database/violation.ts'
import type { ActivityAction, ArticleAction, Warning } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { getArticle, type LoadedArticle, type MadeArticle } from '../lifecycle/article.load.ts'
import { leaveArticle, writeArticle } from '../lifecycle/article.write.ts'
import { type ArticleAnswer, articleAnswer } from '../lifecycle/article-answer.ts'
import type { By } from '../lifecycle/going-live.write.ts'
import { changedSettings, columnsOf, type Settings } from '../lifecycle/settings.ts'
import { TRANSITIONS } from '../lifecycle/transitions.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type CommonInput, type InputRead, type InputsOf, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { text } from '../mutation/plain-text.ts'
import type { Refusal } from '../mutation/user-error.ts'
import type { ArticleEvent } from '../outbox/events.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { keepJobs } from './article-jobs.write.ts'

/** What every transition is asked with. */
export interface TransitionInput extends CommonInput {
  id: string
  version: number
  note?: string | null | undefined
}

interface CommonStep {
  readonly note?: string | null
  /** What the desk may want to fix */
  readonly warnings?: readonly Warning[]
}

/** What a transition writes in addition to the article's new state. */
export interface Change extends CommonStep {
  readonly entry: ActivityAction
  /** The revision that the audit trail names: the one that it is done with. Null: none in particular */
  readonly about: string | null
  readonly set?: Settings
  /** What it changes in addition to what it sets */
  readonly changedPaths?: readonly string[]
  /** The values of that, for people */
  readonly changedFields?: readonly FieldChange[]
  readonly event?: ArticleEvent
  /** Further writes, once the article's own is accepted */
  readonly also?: (tx: Tx, viewer: Viewer) => Promise<void>
}

/** What was asked for is so already: nothing is written. */
export interface Unchanged extends CommonStep {
  readonly isUnchanged: true
}

/** What the clock does too is written by the clock's statement (going-live.write.ts), so that both do the same. */
export interface Passage extends CommonStep {
  readonly write: (tx: Tx, by: By) => Promise<MadeArticle>
  /** What it leaves for the clock to do */
  readonly leaves: Pick<Settings, 'scheduledFor' | 'unpublishAt'>
}

export type Step<More extends object = object> = (Change | Passage | Unchanged) & {
  /** What the payload has in addition to the article */
  readonly answer?: More
}

export type ArticlePayload<More extends object = object> = Outcome<ArticleAnswer & Partial<More>>

const TRANSITION = { id: asSent, version: asSent, note: text(NOTE) } satisfies InputsOf<TransitionInput>

/** What a transition does with the article, by its input as it was read. What it finds wrong is added to `faults`. */
type Decide<Input, Reads, More extends object> = (
  article: LoadedArticle,
  read: InputRead<Input, Reads>,
  at: { readonly faults: Faults; readonly tx: Tx },
) => Step<More> | Promise<Step<More>>

/**
 * Performs an action on an article if the table of transitions allows it and `decide` agrees. `decide` is called in every state, so that
 * the caller gets all errors at once.
 * @param reads what the input has in addition to `TransitionInput`
 */
export function carryOut<
  Input extends TransitionInput,
  Reads extends InputsOf<Input, TransitionInput>,
  More extends object = object,
>(
  desk: MutationContext,
  action: ArticleAction,
  { input, reads }: { readonly input: Input; readonly reads: Reads },
  decide: Decide<Input, Reads, More>,
  explain?: (violation: Violation) => Promise<Refusal | null>,
): Promise<ArticlePayload<More>> {
  return mutate(desk, {
    name: TRANSITIONS[action].mutation,
    input,
    needs: leastPermission(action),
    async work(tx, viewer) {
      const article = await getArticle(tx, { id: uuidOf('Article', input.id), version: input.version }, viewer)
      authorizeFor(action, article, viewer)
      const faults = new Faults()
      faults.take(whyNotNow(action, article, viewer))
      const { note } = readInput<TransitionInput, typeof TRANSITION>(input, TRANSITION, faults)
      const step = await decide(article, readInput(input, reads, faults), { faults, tx })
      faults.refuse()
      const made = await takeStep(tx, article, viewer, action, { note, ...step })
      const more: Partial<More> = step.answer ?? {}
      const answer = articleAnswer(made)
      return { ...answer, warnings: [...answer.warnings, ...(step.warnings ?? [])], ...more }
    },
    ...(explain && { explain }),
  })
}

/** Writes a step that was found to be allowed, with the jobs of the clock that it makes or ends. @throws Refusal CONFLICT */
async function takeStep(
  tx: Tx,
  article: LoadedArticle,
  viewer: Viewer,
  action: ArticleAction,
  step: Step,
): Promise<MadeArticle> {
  if ('isUnchanged' in step) return leaveArticle(tx, article, viewer)
  if (!('write' in step)) return change(tx, article, viewer, action, step)
  const made = await step.write(tx, { actor: viewer, note: step.note ?? null })
  await keepJobs(tx, article, step.leaves)
  return made
}

/**
 * The same of a step that is a change. One that sets what is there already writes nothing: no version that others would have to load, and nothing
 * in the audit trail that did not happen. A note says something new, so it is written.
 */
export async function change(
  tx: Tx,
  article: LoadedArticle,
  viewer: Viewer,
  action: ArticleAction,
  { entry, about, note, set = {}, changedPaths = [], changedFields = [], event, also }: Change,
): Promise<MadeArticle> {
  const settings: Settings = { ...TRANSITIONS[action].to?.(article), ...set }
  const paths = [...changedSettings(article, settings), ...changedPaths]
  const isChange = paths.length > 0 || changedFields.length > 0 || event || also
  if (!isChange && !note) return leaveArticle(tx, article, viewer)
  const made = await writeArticle(tx, article, viewer, {
    set: columnsOf(settings),
    entry: { action: entry, note, revisionId: about, changedPaths: paths, changedFields },
    ...(event && { event }),
  })
  await also?.(tx, viewer)
  await keepJobs(tx, article, settings)
  return made
}
