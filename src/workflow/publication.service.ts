import { NOTE } from '../contract/limits.ts'
import type { PublishArticleInput, WithdrawArticleInput } from '../generated/graphql.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import { date } from '../mutation/date.ts'
import type { InputsOf } from '../mutation/input.ts'
import type { Desk } from '../mutation/mutate.ts'
import { requiredText } from '../mutation/plain-text.ts'
import { checkPictures, warningsOf } from './image-rights.rules.ts'
import { checkWithdrawal, withdrawalFrom } from './schedule.rules.ts'
import { type Settings, UNSCHEDULED } from './settings.ts'
import { picturesOf } from './shown-images.load.ts'
import {
  type ArticlePayload,
  carryOut,
  type TransitionInput,
  type WarningPayload,
  withWarnings,
} from './transition.service.ts'

const PUBLICATION = { unpublishAt: date } satisfies InputsOf<PublishArticleInput, TransitionInput>

const WITHDRAWAL = { reason: requiredText(NOTE) } satisfies InputsOf<WithdrawArticleInput, TransitionInput>

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

/** What an event tells besides the article as it is now: with it a cache can tell which lists the article was in. */
function before({ liveRevisionId }: LoadedArticle) {
  return { previousRevisionId: liveRevisionId }
}

export function publishArticle(desk: Desk, input: PublishArticleInput): Promise<WarningPayload> {
  const payload = carryOut(desk, 'PUBLISH', { input, reads: PUBLICATION }, async (article, times, { faults, tx }) => {
    checkWithdrawal(article, times, faults)
    const pictures = await picturesOf(tx, article.latestRevisionId)
    checkPictures(pictures, article, faults)
    return {
      entry: 'PUBLISHED',
      set: { ...UNSCHEDULED, ...live(article), unpublishAt: withdrawalFrom(article, times) },
      event: {
        type: article.liveRevisionId === null ? 'article.published' : 'article.updated',
        payload: before(article),
      },
      warnings: warningsOf(pictures),
    }
  })
  return withWarnings(payload)
}

export function withdrawArticle(desk: Desk, input: WithdrawArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'WITHDRAW', { input, reads: WITHDRAWAL }, (article, { reason }) => {
    return {
      entry: 'WITHDRAWN',
      note: reason,
      set: { ...UNSCHEDULED, liveRevisionId: null, withdrawnAt: article.now, withdrawalReason: reason },
      event: { type: 'article.withdrawn', payload: before(article) },
    }
  })
}
