import type { ScheduleArticleInput, SetEmbargoInput, UnscheduleArticleInput } from '../generated/graphql.ts'
import { date } from '../mutation/date.ts'
import { asSent, type InputsOf } from '../mutation/input.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { checkImages, warningsOf } from '../publishability/image-rights.rules.ts'
import { checkPublishable } from '../publishability/publishable.rules.ts'
import { imagesOf } from '../publishability/shown-images.load.ts'
import { cancelled, checkEmbargo, checkSchedule, withdrawalFrom } from './schedule.rules.ts'
import { type ArticlePayload, carryOut, type TransitionInput } from './transition.service.ts'

const SCHEDULE = {
  publishAt: date,
  unpublishAt: date,
  redate: asSent,
} satisfies InputsOf<ScheduleArticleInput, TransitionInput>

const UNSCHEDULE = { cancel: asSent } satisfies InputsOf<UnscheduleArticleInput, TransitionInput>

const EMBARGO = { embargoedUntil: date } satisfies InputsOf<SetEmbargoInput, TransitionInput>

/** What goes live is the revision that is the latest now: who schedules has read that one. */
export function scheduleArticle(desk: MutationContext, input: ScheduleArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SCHEDULE', { input, reads: SCHEDULE }, async (article, times, { faults, tx }) => {
    const { publishAt } = times
    checkSchedule(article, times, faults)
    if (publishAt) checkPublishable(article.content, faults)
    const images = publishAt ? await imagesOf(tx, article.latestRevisionId) : []
    if (publishAt) checkImages(images, { now: article.now, publishAt }, faults)
    return {
      entry: 'SCHEDULED',
      about: publishAt ? article.latestRevisionId : null,
      set: {
        ...(publishAt && {
          scheduledFor: publishAt,
          scheduledRevisionId: article.latestRevisionId,
          scheduledRedate: times.redate ?? false,
        }),
        unpublishAt: withdrawalFrom(article, times),
      },
      warnings: warningsOf(images),
    }
  })
}

/** One plan can be cancelled without the other: a licence that ends is no reason to publish late, nor the other way round. */
export function unscheduleArticle(desk: MutationContext, input: UnscheduleArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'UNSCHEDULE', { input, reads: UNSCHEDULE }, (article, { cancel }, { faults }) => {
    const { set, isPublication } = cancelled(article, cancel ?? null, faults)
    return { entry: 'UNSCHEDULED', about: isPublication ? article.scheduledRevisionId : null, set }
  })
}

export function setEmbargo(desk: MutationContext, input: SetEmbargoInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SET_EMBARGO', { input, reads: EMBARGO }, (article, { embargoedUntil = null }, { faults }) => {
    checkEmbargo(article, embargoedUntil, faults)
    return { entry: 'EMBARGO_SET', about: null, set: { embargoedUntil } }
  })
}
