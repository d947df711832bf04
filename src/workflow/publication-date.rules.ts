import { isStorableDate } from '../lib/date.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import { badTime } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'

const PUBLISHED_AT = ['input', 'publishedAt']

/** Readers are never shown a date that is still to come, by the clock of the database. One that cannot be stored is a fault without this. */
export function checkPublishedAt(publishedAt: Date, now: Date, faults: Faults): void {
  if (publishedAt <= now || !isStorableDate(publishedAt)) return
  const message = `${publishedAt.toISOString()} is in the future: the database's clock says ${now.toISOString()}. Send a date that is not later.`
  faults.take(badTime(PUBLISHED_AT, publishedAt, { latest: now }, message))
}

/** The date that an editor sets. An article that was live once has a date for good; only one that was given before can be taken back. */
export function checkNewDate(
  { firstPublishedAt, now }: Pick<LoadedArticle, 'firstPublishedAt' | 'now'>,
  publishedAt: Date | null | undefined,
  faults: Faults,
): void {
  if (publishedAt) checkPublishedAt(publishedAt, now, faults)
  else if (publishedAt === undefined)
    faults.add(
      'REQUIRED',
      PUBLISHED_AT,
      'Send the date that readers are shown, or null to remove it before the first publication.',
    )
  else if (firstPublishedAt !== null)
    faults.add(
      'REQUIRED',
      PUBLISHED_AT,
      'An article that was live must have a date. Send the date that readers are shown.',
    )
}
