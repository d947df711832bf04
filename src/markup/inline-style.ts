// Word processors say in `style` what text looks like, and sometimes against the element that has it: Google Docs puts everything that it copies
// into a <b> whose font-weight is normal.

export const MARKS = ['strong', 'em', 's', 'sub', 'sup'] as const

export type Mark = (typeof MARKS)[number]

/** What an element says of its text: true sets a mark, false undoes it, undefined leaves it. */
export type Marking = Readonly<Partial<Record<Mark, boolean>>>

const BY_ELEMENT: ReadonlyMap<string, Marking> = new Map<string, Marking>([
  ['b', { strong: true }],
  ['strong', { strong: true }],
  ['i', { em: true }],
  ['em', { em: true }],
  ['s', { s: true }],
  ['strike', { s: true }],
  ['del', { s: true }],
  ['sub', { sub: true }],
  ['sup', { sup: true }],
])

const NO_MARKS: Marking = {}

type Reading = (value: string) => Marking

const decoration: Reading = (value) => ({ s: /\bline-through\b/.test(value) })

/** A property with a value that is not known says nothing. */
const BY_PROPERTY: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['font-weight', (value) => marking('strong', isBold(value))],
  [
    'font-style',
    (value) => marking('em', /^(?:italic|oblique)\b/.test(value) || (value === 'normal' ? false : undefined)),
  ],
  ['text-decoration', decoration],
  ['text-decoration-line', decoration],
  // Style sheets that place <sup> by other means give it the base line of its text, so that `baseline` says nothing.
  [
    'vertical-align',
    (value) => (/^(?:sub|super)$/.test(value) ? { sub: value === 'sub', sup: value === 'super' } : NO_MARKS),
  ],
])

/** The least weight that browsers show as bold */
const BOLD = 600

function isBold(value: string): boolean | undefined {
  if (value === 'bold' || value === 'bolder') return true
  if (value === 'normal' || value === 'lighter') return false
  return /^\d+$/.test(value) ? Number(value) >= BOLD : undefined
}

function marking(mark: Mark, isSet: boolean | undefined): Marking {
  return isSet === undefined ? NO_MARKS : { [mark]: isSet }
}

/** The marks of an element. Its style decides over its name. */
export function markingOf(tag: string, style: string | undefined): Marking {
  const byElement = BY_ELEMENT.get(tag) ?? NO_MARKS
  if (style === undefined) return byElement
  return { ...byElement, ...Object.fromEntries(style.split(';').flatMap((line) => Object.entries(declared(line)))) }
}

function declared(line: string): Marking {
  const colon = line.indexOf(':')
  if (colon === -1) return NO_MARKS
  const reading = BY_PROPERTY.get(line.slice(0, colon).trim().toLowerCase())
  if (reading === undefined) return NO_MARKS
  return reading(
    line
      .slice(colon + 1)
      .replace(/!\s*important/i, '')
      .trim()
      .toLowerCase(),
  )
}
