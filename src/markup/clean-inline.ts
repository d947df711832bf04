import { MARKS } from './inline-style.ts'
import { linkTarget } from './link-target.ts'
import { BARE, escapedAddress, SPAN } from './rewrite-inline.ts'

/** Every token of clean text, and last the bare characters that none of them may contain. */
const TOKEN = new RegExp(
  [
    '&(?:amp|lt|gt);',
    '<br />',
    `<(${[...MARKS, ...BARE].join('|')})>`,
    '<(a) href="([^"<>]*)">',
    `<(span)(?= )(?: lang="${SPAN.lang}")?(?: dir="${SPAN.dir}")?>`,
    `</(${[...MARKS, ...BARE].join('|')}|a|span)>`,
    '[<>&]',
  ].join('|'),
  'g',
)

/** Not within themselves */
const ONCE = ['a', 'strong', 'em', 's']

const ELEMENT = /<\/?(?!br )[^>]*>/g

/** What the text has that is not clean, when its elements are taken away. */
const UNTIDY = /^\s|\s$|\p{Cc}|[\u2028\u2029]| {2}| <br \/>|<br \/> |^<br \/>|<br \/>$/u

/** Whether it is exactly as it would be written. */
export function isClean(html: string): boolean {
  if (html !== html.normalize('NFC')) return false
  return isWellFormed(html) && !UNTIDY.test(html.includes('<') ? html.replace(ELEMENT, '') : html)
}

function isWellFormed(html: string): boolean {
  const open: string[] = []
  let end = 0
  let before: 'text' | 'break' | 'opened' | 'closed' = 'text'
  for (const { 0: token, 1: bare, 2: link, 3: href = '', 4: span, 5: closed, index } of html.matchAll(TOKEN)) {
    if (token.length === 1 || (link !== undefined && !isAddress(href))) return false
    if (index > end) before = 'text'
    end = index + token.length
    const opened = bare ?? link ?? span
    if (opened !== undefined) {
      if (ONCE.includes(opened) && open.includes(opened)) return false
      open.push(opened)
      before = 'opened'
    } else if (closed !== undefined) {
      // A break stands outside of the elements that end or start with it, and no element is empty.
      if (open.pop() !== closed || before === 'opened' || before === 'break') return false
      before = 'closed'
    } else if (token.startsWith('&')) {
      before = 'text'
    } else {
      if (before === 'opened') return false
      before = 'break'
    }
  }
  return open.length === 0
}

/** Whether it is the address of a link as it is written. */
function isAddress(href: string): boolean {
  const target = linkTarget(href.replaceAll('&amp;', '&'))
  return target !== null && escapedAddress(target) === href
}
