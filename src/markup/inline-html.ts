import { Parser } from 'htmlparser2'
import { isClean } from './clean-inline.ts'
import { DEEPEST, rewritten } from './rewrite-inline.ts'

// Running text in the body is HTML of these few elements. What comes in is cleaned before it is stored; what goes out passes the same
// function again, which recognises clean text at a glance, so that a row written past this code cannot reach a reader as it is.

/** Inline HTML with nothing in it but the elements, attributes and schemes that running text may have, well nested. */
export function sanitizeInline(html: string): string {
  if (isClean(html)) return html
  // No input is that deep, and no parser takes it in reasonable time.
  return rewritten(isTooDeep(html) ? html.replace(/<[^>]*>?/g, ' ') : html)
}

/** Elements within elements beyond the deepest: a parser keeps a list of those that are open, and each further one costs it the whole list. */
export function isTooDeep(html: string): boolean {
  if (html.split('<', DEEPEST + 2).length <= DEEPEST + 1) return false
  let open = 0
  let deepest = 0
  const parser = new Parser({
    onopentag: () => {
      open++
      deepest = Math.max(deepest, open)
      if (open > DEEPEST) parser.pause()
    },
    onclosetag: () => {
      open--
    },
  })
  parser.write(html)
  return deepest > DEEPEST
}

/** What a reader sees of inline HTML, as plain text: entities decoded, `<br>` a line break. It may hold "<": escape it before use in HTML. */
export function blockText(html: string): string {
  if (!/[<&]/.test(html)) return html
  let text = ''
  let hidden = 0
  const parser = new Parser({
    ontext: (data) => {
      if (hidden === 0) text += data
    },
    onopentag: (tag) => {
      if (isHidden(tag)) hidden++
      if (tag === 'br') text += '\n'
    },
    onclosetag: (tag) => {
      if (isHidden(tag)) hidden--
    },
  })
  parser.end(html)
  return text
}

function isHidden(tag: string): boolean {
  return tag === 'script' || tag === 'style'
}
