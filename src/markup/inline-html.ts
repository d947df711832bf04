import { Parser } from 'htmlparser2'
import sanitizeHtml from 'sanitize-html'

// Running text in the body is HTML of these few elements. What comes in is cleaned before it is stored; what goes out passes the same
// function again, which recognises clean text at a glance, so that a row written past this code cannot reach a reader as it is.

const BARE = ['strong', 'em', 's', 'sub', 'sup', 'code', 'q']

/** Pasted text is divided by these; dropping them would glue the last word of a line to the first of the next. */
const DIVIDING = ['p', 'div', 'li', 'ul', 'ol', 'tr', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']

const LANG = /^[A-Za-z0-9-]+$/
const DIR = /^(?:ltr|rtl|auto)$/

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [...BARE, 'a', 'br', 'span'],
  allowedAttributes: { a: ['href'], span: ['lang', 'dir'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    b: 'strong',
    i: 'em',
    del: 's',
    span: (tagName, { lang = '', dir = '' }) => ({
      tagName,
      attribs: { ...(LANG.test(lang) && { lang }), ...(DIR.test(dir) && { dir }) },
    }),
    ...Object.fromEntries(DIVIDING.map((tag) => [tag, 'br'])),
  },
  exclusiveFilter: ({ tag, attribs }) => (tag === 'a' && attribs.href === undefined ? 'excludeTag' : false),
}

/**
 * Every token of clean text, and last the bare characters that none of them may contain. It is narrower than what sanitize-html
 * lets through: what it does not know goes the long way and comes out right all the same.
 */
const TOKEN = new RegExp(
  [
    '&(?:amp|lt|gt|quot);',
    '<br />',
    `<(${BARE.join('|')})>`,
    String.raw`<(a) href="(?:https?://|mailto:|/(?!/)|[#?])(?:[^\0-\x20"<>&\\]|&amp;)*">`,
    '<(span)(?: lang="[A-Za-z0-9-]+")?(?: dir="(?:ltr|rtl|auto)")?>',
    `</(${BARE.join('|')}|a|span)>`,
    '[<>&]',
  ].join('|'),
  'g',
)

/** Inline HTML with nothing in it but the elements, attributes and schemes that running text may have, well nested. */
export function sanitizeInline(html: string): string {
  if (isClean(html)) return html
  const once = sanitizeHtml(html, OPTIONS)
  // A link in an element that is dropped (a template) may stand within another now. Parsed again it stands behind it.
  return withoutOuterBreaks(isClean(once) ? once : sanitizeHtml(once, OPTIONS))
}

function isClean(html: string): boolean {
  const open: string[] = []
  for (const [token, bare, link, span, closed] of html.matchAll(TOKEN)) {
    if (token.length === 1) return false
    const opened = bare ?? link ?? span
    if (link !== undefined && open.includes(link)) return false
    if (opened !== undefined) open.push(opened)
    if (closed !== undefined && open.pop() !== closed) return false
  }
  return open.length === 0
}

/** More than any text has, and less than browsers follow. */
export const DEEPEST = 100

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

function withoutOuterBreaks(html: string): string {
  const lines = html.trim().split('<br />')
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return lines
    .slice(Math.max(0, first), last + 1)
    .join('<br />')
    .trim()
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
