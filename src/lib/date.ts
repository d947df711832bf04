/** Whether PostgreSQL reads the date as JavaScript writes it: ISO 8601 with a year of four digits, of which there is no year 0. */
export function isStorableDate(date: Date): boolean {
  const year = date.getUTCFullYear()
  return year >= 1 && year <= 9999
}
