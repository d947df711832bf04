import { Parser } from 'htmlparser2'
import { MARKS, type Mark, type Marking, markingOf } from './inline-style.ts'
import { InlineWriter, type Wrapper } from './inline-writer.ts'
import { linkTarget } from './link-target.ts'

/** Elements other than the marks that have a meaning without attributes */
export const BARE = ['code', 'q']

/** Browsers show these on lines of their own; without a break the last word of one would touch the first of the next. */
const BLOCKS = namesOf(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary ul ' +
    'caption table tbody tfoot thead tr',
)

const CELLS = namesOf('td th')

/** What is in these is no text, or is text only where something else cannot be shown. */
const DROPPED = namesOf(
  'applet audio canvas datalist iframe math noembed noframes noscript object script select style svg template ' +
    'textarea title video xml xmp',
)

/** What the attributes of a span may be, as regular expressions */
export const SPAN = { lang: '[A-Za-z0-9-]+', dir: '(?:ltr|rtl|auto)' } as const

const LANG = new RegExp(`^${SPAN.lang}$`)
const DIR = new RegExp(`^${SPAN.dir}$`)

/** How deep elements may stand within one another: more than any text has, and less than browsers follow. */
export const DEEPEST = 100

function namesOf(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

type Attributes = Readonly<Record<string, string>>

/**
 * Inline HTML written again, from whatever a parser makes of it. Nothing of the source is copied: names of elements come from the lists above,
 * attributes are checked, and all text is escaped.
 */
export function rewritten(html: string): string {
  const writer = new InlineWriter()
  const around: (readonly Wrapper[])[] = []
  let wrappers: readonly Wrapper[] = []
  let dropped = 0
  const divide = (tag: string) => {
    if (BLOCKS.has(tag)) writer.edge()
    else if (CELLS.has(tag)) writer.text(' ', wrappers)
  }
  const parser = new Parser({
    ontext: (text) => {
      if (dropped === 0) writer.text(text, wrappers)
    },
    onopentag: (tag, attributes) => {
      if (DROPPED.has(tag)) dropped++
      if (dropped === 0) divide(tag)
      if (dropped === 0 && tag === 'br') writer.break()
      around.push(wrappers)
      wrappers = within(wrappers, tag, attributes)
    },
    onclosetag: (tag) => {
      wrappers = around.pop() ?? []
      if (dropped === 0) divide(tag)
      if (DROPPED.has(tag)) dropped--
    },
  })
  parser.end(html)
  return writer.end()
}

/** The elements around the text of an element, given those around the element. The same list if nothing changes. */
function within(outer: readonly Wrapper[], tag: string, attributes: Attributes): readonly Wrapper[] {
  const marking = markingOf(tag, attributes.style)
  const kept = outer.some((wrapper) => isUndone(wrapper, marking))
    ? outer.filter((one) => !isUndone(one, marking))
    : outer
  const added = [...ownWrappers(outer, tag, attributes), ...markWrappers(outer, tag, marking)]
  return added.length === 0 ? kept : [...kept, ...added].slice(0, DEEPEST)
}

/** Weight and slant are inherited, and can be undone within. A line through a text, and where it stands, cannot. */
function isUndone({ tag }: Wrapper, { strong, em }: Marking): boolean {
  return (tag === 'strong' && strong === false) || (tag === 'em' && em === false)
}

function ownWrappers(outer: readonly Wrapper[], tag: string, attributes: Attributes): Wrapper[] {
  if (BARE.includes(tag)) return [{ tag, attributes: '' }]
  if (tag === 'span') return spanWrappers(attributes)
  // A browser knows no link within a link.
  if (tag !== 'a' || attributes.href === undefined || has(outer, 'a')) return []
  const target = linkTarget(attributes.href)
  return target === null ? [] : [{ tag, attributes: ` href="${escapedAddress(target)}"` }]
}

function spanWrappers({ lang = '', dir = '' }: Attributes): Wrapper[] {
  const attributes = (LANG.test(lang) ? ` lang="${lang}"` : '') + (DIR.test(dir) ? ` dir="${dir}"` : '')
  return attributes === '' ? [] : [{ tag: 'span', attributes }]
}

function markWrappers(outer: readonly Wrapper[], tag: string, marking: Marking): Wrapper[] {
  return MARKS.filter((mark) => marking[mark] === true && isAdded(outer, mark, tag)).map((mark) => ({
    tag: mark,
    attributes: '',
  }))
}

/** A text is not bold twice, but an index may have an index, if an element says so. */
function isAdded(outer: readonly Wrapper[], mark: Mark, tag: string): boolean {
  return !has(outer, mark) || (mark === tag && (mark === 'sub' || mark === 'sup'))
}

function has(wrappers: readonly Wrapper[], tag: string): boolean {
  return wrappers.some((wrapper) => wrapper.tag === tag)
}

export function escapedAddress(address: string): string {
  return address.replaceAll('&', '&amp;')
}
