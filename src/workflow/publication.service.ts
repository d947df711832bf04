import type { PublishArticleInput, WithdrawArticleInput } from '../generated/graphql.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { parseRequiredText } from '../mutation/plain-text.ts'
import { checkImages, warningsOf } from './image-rights.rules.ts'
import { checkWithdrawal, parseTimes, withdrawalFrom } from './schedule.rules.ts'
import { type Settings, UNSCHEDULED } from './settings.ts'
import { imagesOf } from './shown-images.load.ts'
import { type ArticlePayload, carryOut, NOTE, type WarningPayload, withWarnings } from './transition.service.ts'

/** Publishing again keeps the first date, since feeds and readers have it already, and ends a withdrawal. */
function live({ latestRevisionId, firstPublishedAt, now }: LoadedArticle): Settings {
  return {
    liveRevisionId: latestRevisionId,
    publishedAt: now,
    firstPublishedAt: firstPublishedAt ?? now,
    liveUpdatedAt: now,
    withdrawnAt: null,
    withdrawalReason: null,
  }
}

/** What an event has in addition to the current article: with it a cache can tell which lists the article was in. */
function before({ liveRevisionId }: LoadedArticle) {
  return { previousRevisionId: liveRevisionId }
}

export function publishArticle(desk: MutationContext, input: PublishArticleInput): Promise<WarningPayload> {
  const payload = carryOut(desk, 'PUBLISH', input, async (article, faults, tx) => {
    const times = parseTimes(input, faults)
    checkWithdrawal(article, times, faults)
    const images = await imagesOf(tx, article.latestRevisionId)
    checkImages(images, article, faults)
    return {
      entry: 'PUBLISHED',
      set: { ...UNSCHEDULED, ...live(article), unpublishAt: withdrawalFrom(article, times) },
      event: {
        type: article.liveRevisionId === null ? 'article.published' : 'article.updated',
        payload: before(article),
      },
      warnings: warningsOf(images),
    }
  })
  return withWarnings(payload)
}

export function withdrawArticle(desk: MutationContext, input: WithdrawArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'WITHDRAW', input, (article, faults) => {
    const reason = parseRequiredText(input.reason, ['input', 'reason'], NOTE, faults)
    return {
      entry: 'WITHDRAWN',
      note: reason,
      set: { ...UNSCHEDULED, liveRevisionId: null, withdrawnAt: article.now, withdrawalReason: reason },
      event: { type: 'article.withdrawn', payload: before(article) },
    }
  })
}
