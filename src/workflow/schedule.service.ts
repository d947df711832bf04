import type { ScheduleArticleInput, SetEmbargoInput, UnscheduleArticleInput } from '../generated/graphql.ts'
import type { Desk } from '../mutation/mutate.ts'
import { checkEmbargo, checkSchedule, withdrawalFrom } from './schedule.rules.ts'
import { UNSCHEDULED } from './settings.ts'
import { type ArticlePayload, carryOut } from './transition.service.ts'

/** What goes live is the revision that is the latest now: who schedules has read that one. */
export function scheduleArticle(desk: Desk, input: ScheduleArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SCHEDULE', input, (article, faults) => {
    const { publishAt, unpublishAt } = input
    checkSchedule(article, { publishAt, unpublishAt }, faults)
    return {
      entry: 'SCHEDULED',
      set: {
        ...(publishAt && { scheduledFor: publishAt, scheduledRevisionId: article.latestRevisionId }),
        unpublishAt: withdrawalFrom(article, { unpublishAt }),
      },
    }
  })
}

export function unscheduleArticle(desk: Desk, input: UnscheduleArticleInput): Promise<ArticlePayload> {
  return carryOut(desk, 'UNSCHEDULE', input, () => ({ entry: 'UNSCHEDULED', set: UNSCHEDULED }))
}

export function setEmbargo(desk: Desk, input: SetEmbargoInput): Promise<ArticlePayload> {
  return carryOut(desk, 'SET_EMBARGO', input, (article, faults) => {
    const embargoedUntil = input.embargoedUntil ?? null
    checkEmbargo(article, embargoedUntil, faults)
    return { entry: 'EMBARGO_SET', set: { embargoedUntil } }
  })
}
