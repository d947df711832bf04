import { NOTE } from '../contract/limits.ts'
import { isForeignKeyViolation, type Violation } from '../database/violation.ts'
import type { RestoreRevisionInput } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { getArticle } from '../lifecycle/article.load.ts'
import { type SaveAnswer, saveAnswer } from '../lifecycle/article-answer.ts'
import { absentRevision } from '../lifecycle/article-errors.ts'
import { whyLocked } from '../lifecycle/lock.rules.ts'
import { TRANSITIONS } from '../lifecycle/transitions.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { text } from '../mutation/plain-text.ts'
import { Refusal, userError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { findContent } from './revision.load.ts'
import { save } from './save-article.service.ts'

const READS = {
  id: asSent,
  version: asSent,
  number: asSent,
  note: text(NOTE),
  takeOver: asSent,
} satisfies InputsOf<RestoreRevisionInput>

/**
 * A save whose text is an old one. All that a revision points at is still there: what any revision uses cannot be deleted, and merging topics
 * moves old revisions too.
 */
export function restoreRevision(desk: MutationContext, input: RestoreRevisionInput): Promise<Outcome<SaveAnswer>> {
  return mutate(desk, {
    name: TRANSITIONS.RESTORE_REVISION.mutation,
    input,
    needs: leastPermission('RESTORE_REVISION'),
    async work(tx, viewer) {
      const faults = new Faults()
      const { id, version, number, note = null, takeOver = false } = readInput(input, READS, faults)
      const article = await getArticle(tx, { id: uuidOf('Article', id), version }, viewer)
      authorizeFor('RESTORE_REVISION', article, viewer)
      faults.take(whyNotNow('RESTORE_REVISION', article, viewer))
      faults.take(whyLocked(article, viewer, takeOver))
      const content = await findContent(tx, article.id, number)
      if (!content) faults.take(absentRevision(['input', 'number'], number, article))
      faults.refuse()
      if (!content) throw new Error('an error that was not refused')
      const made = await save(tx, article, viewer, {
        content,
        metadata: article,
        // The trail says which, whatever else is noted.
        note: note === null ? `Revision ${number}` : `Revision ${number}: ${note}`,
        keepApproval: false,
        endsAutosave: true,
        restoredFrom: number,
        action: 'REVISION_RESTORED',
      })
      return saveAnswer(made)
    },
    explain: whyGone,
  })
}

/** A topic was merged after the old revision was read and before the new one was written. */
async function whyGone(violation: Violation): Promise<Refusal | null> {
  if (!isForeignKeyViolation(violation)) return null
  const message = 'A topic of this revision has just been merged into another. Send the request again.'
  return new Refusal([userError('NOT_FOUND', ['input', 'number'], message)])
}
