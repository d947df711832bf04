import { isStorableDate, UnreadableDate, whyUnreadable } from '../lib/date.ts'
import { badForm, badTime } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Reader } from './input.ts'
import type { Path } from './user-error.ts'

const STORABLE = { earliest: new Date('0001-01-01T00:00:00Z'), latest: new Date('9999-12-31T23:59:59.999Z') }

const EXAMPLES = ['2026-11-28T10:00Z', '2026-11-28T12:00:00+02:00']

const MISSING = {
  'no date': 'is not a date with a time and an offset from UTC',
  'no time': 'has no time and no offset from UTC',
  'no offset': 'has no offset from UTC',
} as const

/** A date of an input, or what stands for none, as it came. An offset can carry a date of four digits out of the years that are stored. */
function parseDate<Sent extends Date | null | undefined>(date: Sent, path: Path, faults: Faults): Sent {
  if (date instanceof UnreadableDate) {
    faults.take(
      badForm(path, date.text, EXAMPLES, (value, examples) => {
        return `"${value}" ${MISSING[whyUnreadable(value)]}. Send a date like ${examples}.`
      }),
    )
  } else if (date && !isStorableDate(date)) {
    faults.take(badTime(path, date, STORABLE, 'This date is out of range. Send a date in the years 1 to 9999 in UTC.'))
  }
  return date
}

/** Reads a date of an input. */
export const date: Reader<Date | null, Date | null> = (sent, path, faults) => parseDate(sent, path, faults)

/** All times are the database's, so that every process means the same moment. One that cannot be stored is a fault without this. */
export function checkIsToCome(time: Date, path: Path, now: Date, faults: Faults, wayOut = 'Send a future time.'): void {
  if (time > now || !isStorableDate(time)) return
  const message = `${time.toISOString()} is in the past: the database's clock says ${now.toISOString()}. ${wayOut}`
  faults.take(badTime(path, time, { earliest: now }, message))
}
