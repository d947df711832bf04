/** Whether PostgreSQL reads the date as JavaScript writes it: ISO 8601 with a year of four digits, of which there is no year 0. */
export function isStorableDate(date: Date): boolean {
  const year = date.getUTCFullYear()
  return year >= 1 && year <= 9999
}

/** What stands for a text that is no date, until it is refused at its place in the input: `getTime()` is NaN. */
export class UnreadableDate extends Date {
  readonly text: string

  constructor(text: string) {
    super(Number.NaN)
    this.text = text
  }

  override toJSON(): string {
    return this.text
  }
}

/** A date and a time of day, the seconds and their fraction being optional, and the offset from UTC. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)$/

const MINUTE = 60_000

/** Reads ISO 8601 as people and programs write it: "2026-11-28T10:00Z", "2026-11-28T12:00:00.000+02:00", "2026-11-28 12:00+0200". */
export function readDateTime(text: string): Date {
  const match = DATE_TIME.exec(text.trim())
  if (!match) return new UnreadableDate(text)
  const [, year, month, day, hour, minute, second = '00', fraction = '', , sign, hours = '00', minutes = '00'] = match
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
  const date = new Date(local)
  // JavaScript takes February 30 for March 2.
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString() === local
  if (!isReal || Number(hours) > 23 || Number(minutes) > 59) return new UnreadableDate(text)
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  return new Date(date.getTime() - offset * MINUTE)
}

/** What such a text lacks. */
export function whyUnreadable(text: string): 'no time' | 'no offset' | 'no date' {
  if (/^\d{4}-\d\d-\d\d$/.test(text.trim())) return 'no time'
  return Number.isNaN(readDateTime(`${text.trim()}Z`).getTime()) ? 'no date' : 'no offset'
}
