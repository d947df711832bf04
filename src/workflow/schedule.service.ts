import type { ScheduleArticleInput, SetEmbargoInput, UnscheduleArticleInput } from '../generated/graphql.ts'
import { UNSCHEDULED } from '../lifecycle/settings.ts'
import { date } from '../mutation/date.ts'
import type { InputsOf } from '../mutation/input.ts'
import type { Desk } from '../mutation/mutate.ts'
import { checkPictures, warningsOf } from './image-rights.rules.ts'
import { checkEmbargo, checkSchedule, withdrawalFrom } from './schedule.rules.ts'
import { picturesOf } from './shown-images.load.ts'
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
export function scheduleArticle(desk: Desk, input: ScheduleArticleInput): Promise<WarningPayload> {
  const payload = carryOut(desk, 'SCHEDULE', { input, reads: SCHEDULE }, async (article, times, { faults, tx }) => {
    const { publishAt } = times
    checkSchedule(article, times, faults)
    const pictures = publishAt ? await picturesOf(tx, article.latestRevisionId) : []
    if (publishAt) checkPictures(pictures, { now: article.now, publishAt }, faults)
    return {
      entry: 'SCHEDULED',
      set: {
        ...(publishAt && { scheduledFor: publishAt, scheduledRevisionId: article.latestRevisionId }),
        unpublishAt: withdrawalFrom(article, times),
      },
      warnings: warningsOf(pictures),
    }
  })
  return withWarnings(payload)
}

export function unscheduleArticle(desk: Desk, input: UnscheduleArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'UNSCHEDULE', { input, reads: UNSCHEDULE }, () => ({ entry: 'UNSCHEDULED', set: UNSCHEDULED }))
}

export function setEmbargo(desk: Desk, input: SetEmbargoInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SET_EMBARGO', { input, reads: EMBARGO }, (article, { embargoedUntil = null }, { faults }) => {
    checkEmbargo(article, embargoedUntil, faults)
    return { entry: 'EMBARGO_SET', set: { embargoedUntil } }
  })
}
