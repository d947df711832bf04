import { escapeText } from 'entities'

/** What the search statement sets around a match (StartSel and StopSel of ts_headline): private-use characters, which no text should hold. */
export const START = '\uE000'
export const STOP = '\uE001'

/**
 * Marked text as HTML: matches in `<mark>`, all else escaped. The marks are balanced whatever the text holds; were the two characters
 * in the source itself, the worst they do is mark a word too many.
 */
export function highlightHtml(text: string): string {
  let html = ''
  let marked = false
  for (const part of text.split(/([\uE000\uE001])/)) {
    if (part === START || part === STOP) marked = part === START
    else if (part !== '') html += marked ? `<mark>${escapeText(part)}</mark>` : escapeText(part)
  }
  return html
}
