import { writeActivity } from '../activity/activity.write.ts'
import type { Violation } from '../database/violation.ts'
import type { DeleteArticleInput, RestoreFromTrashInput, TrashArticleInput } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { getArticle, type LoadedArticle } from '../lifecycle/article.load.ts'
import { placeTaken } from '../lifecycle/article-errors.ts'
import { articleInStory } from '../lifecycle/article-slug.load.ts'
import { UNSCHEDULED } from '../lifecycle/settings.ts'
import { statusWithoutSchedule, TRANSITIONS } from '../lifecycle/transitions.ts'
import { isSecondInStory } from '../lifecycle/why-not-saved.ts'
import { Faults } from '../mutation/faults.ts'
import { type InputsOf, ROW, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { deleteArticleRow } from './delete-article.write.ts'
import { type ArticlePayload, type Change, carryOut, type TransitionInput } from './transition.service.ts'

const TRASH = {} satisfies InputsOf<TrashArticleInput & RestoreFromTrashInput, TransitionInput>

const DELETION = ROW satisfies InputsOf<DeleteArticleInput>

export function trashing({ now }: LoadedArticle): Change {
  return { entry: 'TRASHED', about: null, set: { ...UNSCHEDULED, trashedAt: now } }
}

export function trashArticle(desk: MutationContext, input: TrashArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'TRASH', { input, reads: TRASH }, trashing)
}

export function restoreFromTrash(desk: MutationContext, input: RestoreFromTrashInput): Promise<ArticlePayload> {
  return carryOut(desk, 'RESTORE_FROM_TRASH', { input, reads: TRASH }, restoring, (violation) =>
    whyNotRestored(desk, input, violation),
  )
}

function restoring(article: LoadedArticle): Change {
  return {
    entry: 'RESTORED_FROM_TRASH',
    about: null,
    set: {
      trashedAt: null,
      // Whatever took it from the readers, that was when they last had it.
      ...(statusWithoutSchedule(article) === 'WITHDRAWN' && { withdrawnAt: article.withdrawnAt ?? article.trashedAt }),
    },
  }
}

/** While it was in the trash its place in the story was free. */
async function whyNotRestored(
  { database }: MutationContext,
  { id }: RestoreFromTrashInput,
  violation: Violation,
): Promise<Refusal | null> {
  const uuid = uuidOf('Article', id)
  if (uuid === null || !isSecondInStory(violation)) return null
  const other = await articleInStory(database, uuid, null)
  return new Refusal([placeTaken(['input', 'id'], other?.locale ?? '', other)])
}

/**
 * The row is deleted with everything that belongs to it. The audit trail remains, and the address answers Gone if readers ever saw the
 * article.
 */
export function deleteArticle(
  desk: MutationContext,
  input: DeleteArticleInput,
): Promise<Outcome<{ deletedId: string }>> {
  return mutate(desk, {
    name: TRANSITIONS.DELETE.mutation,
    input,
    needs: leastPermission('DELETE'),
    async work(tx, viewer) {
      const { id, version } = readInput(input, DELETION, new Faults())
      const article = await getArticle(tx, { id: uuidOf('Article', id), version }, viewer)
      authorizeFor('DELETE', article, viewer)
      const faults = new Faults()
      faults.take(whyNotNow('DELETE', article, viewer))
      faults.refuse()
      await deleteArticleRow(tx, article.id, version)
      const note = `${article.content.headline} (${article.locale}, ${article.slug})`
      await writeActivity(tx, viewer, { type: 'Article', id: article.id, action: 'DELETED', note, changedFields: [] })
      return { deletedId: id }
    },
  })
}
