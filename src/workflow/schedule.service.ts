import type { ScheduleArticleInput, SetEmbargoInput, UnscheduleArticleInput } from '../generated/graphql.ts'
import { UNSCHEDULED } from '../lifecycle/settings.ts'
import { date } from '../mutation/date.ts'
import type { InputsOf } from '../mutation/input.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { checkImages, warningsOf } from '../publishability/image-rights.rules.ts'
import { checkPublishable } from '../publishability/publishable.rules.ts'
import { imagesOf } from '../publishability/shown-images.load.ts'
import { checkEmbargo, checkSchedule, withdrawalFrom } from './schedule.rules.ts'
import {
  type ArticlePayload,
  carryOut,
  type TransitionInput,
  type WarningPayload,
  withWarnings,
} from './transition.service.ts'

const SCHEDULE = { publishAt: date, unpublishAt: date } satisfies InputsOf<ScheduleArticleInput, TransitionInput>

const UNSCHEDULE = {} satisfies InputsOf<UnscheduleArticleInput, TransitionInput>

const EMBARGO = { embargoedUntil: date } satisfies InputsOf<SetEmbargoInput, TransitionInput>

/** What goes live is the revision that is the latest now: who schedules has read that one. */
export function scheduleArticle(desk: MutationContext, input: ScheduleArticleInput): Promise<WarningPayload> {
  const payload = carryOut(desk, 'SCHEDULE', { input, reads: SCHEDULE }, async (article, times, { faults, tx }) => {
    const { publishAt } = times
    checkSchedule(article, times, faults)
    if (publishAt) checkPublishable(article.content, faults)
    const images = publishAt ? await imagesOf(tx, article.latestRevisionId) : []
    if (publishAt) checkImages(images, { now: article.now, publishAt }, faults)
    return {
      entry: 'SCHEDULED',
      about: publishAt ? article.latestRevisionId : null,
      set: {
        ...(publishAt && { scheduledFor: publishAt, scheduledRevisionId: article.latestRevisionId }),
        unpublishAt: withdrawalFrom(article, times),
      },
      warnings: warningsOf(images),
    }
  })
  return withWarnings(payload)
}

export function unscheduleArticle(desk: MutationContext, input: UnscheduleArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'UNSCHEDULE', { input, reads: UNSCHEDULE }, (article) => ({
    entry: 'UNSCHEDULED',
    about: article.scheduledRevisionId,
    set: UNSCHEDULED,
  }))
}

export function setEmbargo(desk: MutationContext, input: SetEmbargoInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SET_EMBARGO', { input, reads: EMBARGO }, (article, { embargoedUntil = null }, { faults }) => {
    checkEmbargo(article, embargoedUntil, faults)
    return { entry: 'EMBARGO_SET', about: null, set: { embargoedUntil } }
  })
}
