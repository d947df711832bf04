/** PostgreSQL takes neither NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Whether a reader sees anything of it: not where it is all spaces, controls, joiners and marks of direction. */
export function isVisible(text: string): boolean {
  return /[^\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(text)
}

/** In code points, as PostgreSQL's length() counts. */
export function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
