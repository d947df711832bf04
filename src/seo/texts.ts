/** As search engines show about two lines of a description. */
const MOST_IN_DESCRIPTION = 200

/** On one line, for an attribute of the head of a page. */
const onOneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** The first of these texts that says something, on one line; null if none does. */
export function firstOf(...texts: readonly (string | null)[]): string | null {
  for (const text of texts) {
    const line = onOneLine(text ?? '')
    if (line !== '') return line
  }
  return null
}

/** The start of a long text, up to the end of a word. */
export function startOf(text: string): string | null {
  const line = onOneLine(text)
  if (line === '') return null
  if (line.length <= MOST_IN_DESCRIPTION) return line
  const cut = line.slice(0, MOST_IN_DESCRIPTION)
  const end = cut.lastIndexOf(' ')
  return `${(end > 0 ? cut.slice(0, end) : cut).toWellFormed()}…`
}
