import { writeActivity } from '../activity/activity.write.ts'
import { type FieldChange, fieldChange } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import type { ActivityAction, LockArticleInput, UnlockArticleInput } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { articleAsIs, findArticle, type LoadedArticle } from '../lifecycle/article.load.ts'
import { type ArticleAnswer, articleAnswer } from '../lifecycle/article-answer.ts'
import { whyLocked } from '../lifecycle/lock.rules.ts'
import { TRANSITIONS } from '../lifecycle/transitions.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, type Subject } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { findLock } from './lock.load.ts'
import { releaseLock, takeLock } from './lock.write.ts'

const LOCK = { id: asSent, takeOver: asSent } satisfies InputsOf<LockArticleInput> & InputsOf<UnlockArticleInput>

/** A lock is of the article's id, and no change of the article: no version is asked for, and none comes of it. */
export function lockArticle(
  desk: MutationContext,
  input: LockArticleInput,
): Promise<Outcome<ArticleAnswer & { lock: Subject }>> {
  return mutate(desk, {
    name: TRANSITIONS.LOCK.mutation,
    input,
    needs: leastPermission('LOCK'),
    async work(tx, viewer) {
      const faults = new Faults()
      const { id: globalId, takeOver = false } = readInput(input, LOCK, faults)
      const article = await getCurrent(tx, globalId, viewer)
      const { id } = article
      authorizeFor('LOCK', article, viewer)
      faults.take(whyNotNow('LOCK', article, viewer))
      faults.refuse()
      await take(tx, id, viewer, takeOver)
      return { lock: { id }, ...articleAnswer(await articleAsIs(tx, id)) }
    },
  })
}

async function take(tx: Tx, id: string, viewer: Viewer, takeOver: boolean): Promise<void> {
  const taken = await takeLock(tx, id, viewer)
  if (taken?.isNew) await note(tx, viewer, id, 'LOCK_TAKEN', fieldChange('lock', null, viewer.name))
  if (taken) return
  const other = await findLock(tx, id)
  const faults = new Faults()
  if (other) faults.take(whyLocked(other, viewer, takeOver))
  faults.refuse()
  await takeLock(tx, id, viewer, true)
  const change = fieldChange('lock', other?.lockHolderName, viewer.name)
  await note(tx, viewer, id, other ? 'LOCK_TAKEN_OVER' : 'LOCK_TAKEN', change, other?.lockHolderId)
}

/** What a desk sends when somebody leaves an article, whether it locked it or not: never does it end a colleague's lock by a slip. */
export function unlockArticle(desk: MutationContext, input: UnlockArticleInput): Promise<Outcome<ArticleAnswer>> {
  return mutate(desk, {
    name: 'unlockArticle',
    input,
    needs: leastPermission('LOCK'),
    async work(tx, viewer) {
      const faults = new Faults()
      const { id: globalId, takeOver = false } = readInput(input, LOCK, faults)
      const article = await getCurrent(tx, globalId, viewer)
      const { id, lockHolderId } = article
      // A user who may no longer edit the article can still release their own lock.
      if (lockHolderId !== viewer.id) authorizeFor('LOCK', article, viewer)
      faults.take(whyLocked(article, viewer, takeOver))
      faults.refuse()
      if (await releaseLock(tx, id, lockHolderId ?? viewer.id))
        await note(tx, viewer, id, 'LOCK_RELEASED', fieldChange('lock', article.lockHolderName, null), lockHolderId)
      return articleAnswer(await articleAsIs(tx, id))
    },
  })
}

/** @throws Refusal NOT_FOUND */
async function getCurrent(tx: Tx, globalId: string, viewer: Viewer): Promise<LoadedArticle> {
  const id = uuidOf('Article', globalId)
  const article = id === null ? null : await findArticle(tx, id, viewer)
  if (!article) throw absent('article')
  return article
}

/** @param holderId whose lock it was */
async function note(
  tx: Tx,
  viewer: Viewer,
  id: string,
  action: ActivityAction,
  change: FieldChange,
  holderId: string | null = null,
): Promise<void> {
  const lostById = holderId === viewer.id ? null : holderId
  await writeActivity(tx, viewer, { type: 'Article', id, action, lostById, changedFields: [change] })
}
