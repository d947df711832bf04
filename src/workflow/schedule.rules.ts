import type { PlannedStep } from '../generated/graphql.ts'
import { isStorableDate } from '../lib/date.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import { type Settings, UNSCHEDULED } from '../lifecycle/settings.ts'
import { isUpToDate } from '../lifecycle/transitions.ts'
import { badTime } from '../mutation/common-errors.ts'
import { checkIsToCome } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'

const PUBLISH_AT = ['input', 'publishAt']
const UNPUBLISH_AT = ['input', 'unpublishAt']
const EMBARGOED_UNTIL = ['input', 'embargoedUntil']
const CANCEL = ['input', 'cancel']

/** The times that a schedule names: undefined, left out; null, cleared. */
export interface Times {
  readonly publishAt?: Date | null | undefined
  readonly unpublishAt?: Date | null | undefined
  /** Whether the publication moves `publishedAt` */
  readonly redate?: boolean | null | undefined
}

/** When the clock withdraws the article: as asked, or else as planned before. A plan that is past already has nothing left to do. */
export function withdrawalFrom(
  { unpublishAt, now }: Pick<LoadedArticle, 'unpublishAt' | 'now'>,
  asked: Times,
): Date | null {
  if (asked.unpublishAt !== undefined) return asked.unpublishAt
  return unpublishAt !== null && unpublishAt > now ? unpublishAt : null
}

export function checkWithdrawal({ now }: Pick<LoadedArticle, 'now'>, { unpublishAt }: Times, faults: Faults): void {
  if (unpublishAt) checkIsToCome(unpublishAt, UNPUBLISH_AT, now, faults)
}

/** A schedule leads from now over the embargo's end to going live, and from there to the withdrawal. */
export function checkSchedule(article: LoadedArticle, times: Times, faults: Faults): void {
  const { embargoedUntil, now } = article
  const { publishAt } = times
  checkWithdrawal(article, times, faults)
  if (publishAt) {
    checkIsToCome(publishAt, PUBLISH_AT, now, faults)
    if (embargoedUntil && embargoedUntil > publishAt) {
      const message = `The article is under embargo until ${embargoedUntil.toISOString()}. Schedule it for that time or later.`
      faults.take(badTime(PUBLISH_AT, publishAt, { earliest: embargoedUntil }, message))
    }
    if (isUpToDate(article)) {
      const message = 'The latest revision is already live, so there is nothing to schedule. Save a change first.'
      faults.add('NOT_ALLOWED_IN_STATE', PUBLISH_AT, message)
    }
  } else {
    checkWithdrawalAlone(article, times, faults)
    // It belongs to a publication: alone it would silently do nothing.
    if (times.redate)
      faults.add('REQUIRED', PUBLISH_AT, 'Send `redate` together with the time when the article goes live.')
  }
  checkOrder(article, times, faults)
}

/** Without a time to go live, only a withdrawal can be meant, of what is live or will be. */
function checkWithdrawalAlone(
  { liveRevisionId, scheduledFor }: LoadedArticle,
  { unpublishAt }: Times,
  faults: Faults,
): void {
  if (liveRevisionId === null && scheduledFor === null) {
    faults.add('REQUIRED', PUBLISH_AT, 'Send the time when the article goes live.')
  } else if (unpublishAt === undefined) {
    faults.add(
      'REQUIRED',
      PUBLISH_AT,
      'Send the time when the article goes live, or `unpublishAt` for the time when it is withdrawn.',
    )
  }
}

function checkOrder(article: LoadedArticle, times: Times, faults: Faults): void {
  const goesLive = times.publishAt ?? article.scheduledFor
  const withdrawn = withdrawalFrom(article, times)
  if (!goesLive || !withdrawn || withdrawn > goesLive || !isStorableDate(withdrawn) || !isStorableDate(goesLive)) return
  if (times.unpublishAt) {
    const message = `The article goes live at ${goesLive.toISOString()}. Send a later time.`
    faults.take(badTime(UNPUBLISH_AT, withdrawn, { earliest: goesLive }, message))
  } else {
    const message = `The article will be withdrawn at ${withdrawn.toISOString()}. Schedule it before that time, or send another \`unpublishAt\` or null.`
    faults.take(badTime(PUBLISH_AT, goesLive, { latest: withdrawn }, message))
  }
}

export function checkEmbargo(
  { now, scheduledFor }: Pick<LoadedArticle, 'now' | 'scheduledFor'>,
  embargoedUntil: Date | null,
  faults: Faults,
): void {
  if (embargoedUntil === null) return
  checkIsToCome(embargoedUntil, EMBARGOED_UNTIL, now, faults)
  if (scheduledFor === null || embargoedUntil <= scheduledFor || !isStorableDate(embargoedUntil)) return
  const message = `The article is scheduled for ${scheduledFor.toISOString()}. Send an earlier end of the embargo, or reschedule the article first.`
  faults.take(badTime(EMBARGOED_UNTIL, embargoedUntil, { latest: scheduledFor }, message))
}

const CANCELS: Readonly<Record<PlannedStep, { readonly publication: boolean; readonly withdrawal: boolean }>> = {
  PUBLICATION: { publication: true, withdrawal: false },
  WITHDRAWAL: { publication: false, withdrawal: true },
  BOTH: { publication: true, withdrawal: true },
}

interface Cancelled {
  readonly set: Settings
  /** Whether a publication is among it */
  readonly isPublication: boolean
}

/**
 * What remains of the plans. Without `asked` it is the publication, or the withdrawal where no publication is planned. The withdrawal of what is
 * not live goes with its publication: there would be nothing to withdraw.
 */
export function cancelled(article: LoadedArticle, asked: PlannedStep | null, faults: Faults): Cancelled {
  const { scheduledFor, unpublishAt, liveRevisionId, status } = article
  const step = asked ?? (scheduledFor === null ? 'WITHDRAWAL' : 'PUBLICATION')
  // The table of transitions refuses what has nothing planned.
  const isNothingPlanned = scheduledFor === null && unpublishAt === null
  if (step === 'PUBLICATION' && scheduledFor === null && !isNothingPlanned)
    faults.add('NOT_ALLOWED_IN_STATE', CANCEL, 'No publication is planned, only a withdrawal. Send WITHDRAWAL.')
  if (step === 'WITHDRAWAL' && unpublishAt === null && !isNothingPlanned)
    faults.add('NOT_ALLOWED_IN_STATE', CANCEL, 'No withdrawal is planned, only a publication. Send PUBLICATION.')
  const { publication, withdrawal } = CANCELS[step]
  if (!publication) return { set: { status, unpublishAt: null }, isPublication: false }
  const isKept = !withdrawal && liveRevisionId !== null
  return { set: { ...UNSCHEDULED, ...(isKept && { unpublishAt }) }, isPublication: scheduledFor !== null }
}
