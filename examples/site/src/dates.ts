/** The time zone in which the site prints its dates. */
const TIME_ZONE = 'UTC'

export function printedDate(instant: string, locale: string): string {
  return new Intl.DateTimeFormat(regional(locale), { dateStyle: 'long', timeZone: TIME_ZONE }).format(new Date(instant))
}

export function printedTime(instant: string, locale: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: TIME_ZONE } as const
  return new Intl.DateTimeFormat(regional(locale), options).format(new Date(instant))
}

/** English dates as 12 March 2016. */
function regional(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale
}
