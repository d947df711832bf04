import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation, type Violation } from '../database/violation.ts'
import type { SetRelatedArticlesInput } from '../generated/graphql.ts'
import { authorizeFor, leastPermission, whyNotNow } from '../lifecycle/allowed-actions.ts'
import { getArticle, type LoadedArticle, type MadeArticle } from '../lifecycle/article.load.ts'
import { leaveArticle, writeArticle } from '../lifecycle/article.write.ts'
import { type ArticleAnswer, articleAnswer } from '../lifecycle/article-answer.ts'
import { Faults } from '../mutation/faults.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, userError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import { findKnown } from '../reference/known.load.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { loadRelated } from './related.load.ts'
import { changedFields, changedLists, checkRelated, parseRelated, type RelatedState } from './related.rules.ts'
import { replaceRelated } from './related.write.ts'

/** Pins and exclusions belong to the article and not to a revision: beside a live one readers see them at once. */
export function setRelatedArticles(
  desk: MutationContext,
  input: SetRelatedArticlesInput,
): Promise<Outcome<ArticleAnswer>> {
  return mutate(desk, {
    name: 'setRelatedArticles',
    input,
    needs: leastPermission('SET_RELATED'),
    async work(tx, viewer) {
      const article = await getArticle(tx, { id: uuidOf('Article', input.id), version: input.version }, viewer)
      authorizeFor('SET_RELATED', article, viewer)
      const before = await loadRelated(tx, article.id)
      const after = await relatedAfter(tx, input, article, before, viewer)
      return articleAnswer(await write(tx, article, viewer, { before, after }))
    },
    explain: whyNotWritten,
  })
}

/** @throws Refusal */
async function relatedAfter(
  tx: Tx,
  input: SetRelatedArticlesInput,
  article: LoadedArticle,
  before: RelatedState,
  viewer: Viewer,
): Promise<RelatedState> {
  const faults = new Faults()
  faults.take(whyNotNow('SET_RELATED', article, viewer))
  const change = parseRelated(input, faults)
  const { pinned, excluded } = change
  await findKnown(tx, [...(pinned ?? []), ...(excluded ?? [])], 'Article', faults)
  const after = {
    pinnedIds: pinned?.map(({ id }) => id) ?? before.pinnedIds,
    excludedIds: excluded?.map(({ id }) => id) ?? before.excludedIds,
  }
  checkRelated(article.id, change, after, faults)
  faults.refuse()
  return after
}

/** Where nothing changes, nothing is written. */
async function write(
  tx: Tx,
  article: LoadedArticle,
  viewer: Viewer,
  { before, after }: { before: RelatedState; after: RelatedState },
): Promise<MadeArticle> {
  const changedPaths = changedLists(before, after)
  if (changedPaths.length === 0) return leaveArticle(tx, article, viewer)
  const { liveRevisionId } = article
  const made = await writeArticle(tx, article, viewer, {
    entry: { action: 'RELATED_SET', changedPaths, changedFields: changedFields(before, after, changedPaths) },
    ...(liveRevisionId !== null && {
      event: {
        type: 'article.updated',
        payload: { previousRevisionId: liveRevisionId, changedFields: ['relatedArticles'] },
      },
    }),
  })
  await replaceRelated(tx, article.id, after)
  return made
}

/** Deleted between the look and the write. */
async function whyNotWritten(violation: Violation): Promise<Refusal | null> {
  if (!isForeignKeyViolation(violation)) return null
  const list = violation.constraint === 'article_pin_related_id_fkey' ? 'pinnedIds' : 'excludedIds'
  const message = 'One of these articles has just been deleted. Remove it and try again.'
  return new Refusal([userError('NOT_FOUND', ['input', list], message)])
}
