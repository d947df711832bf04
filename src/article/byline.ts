import { LRUCache } from 'lru-cache'
import type { CreditRole } from '../generated/prisma/enums.ts'
import { canonicalLocale, languageOf } from '../lib/locale.ts'

export interface BylineCredit {
  role: CreditRole
  /** As printed */
  name: string
  position: number
}

interface Wording {
  /** What stands before the names, in the order in which newspapers print it */
  before: readonly (readonly [CreditRole, string])[]
  /** More than one name as a list */
  list: (names: readonly string[]) => string
}

// Agency and British style alike set no comma before the last "and".
const english = new Intl.ListFormat('en-GB')

const hebrew = new Intl.ListFormat('he')

// Editors are not in the words below: newsrooms thank them in the credits and print no byline for them.
const WORDINGS: Readonly<Record<string, Wording>> = {
  en: {
    before: [
      ['WRITER', 'by'],
      ['CONTRIBUTOR', 'additional reporting by'],
      ['PHOTOGRAPHER', 'photographs by'],
      ['ILLUSTRATOR', 'illustrations by'],
      ['VIDEOGRAPHER', 'video by'],
      ['TRANSLATOR', 'translated by'],
      ['RESEARCHER', 'research by'],
    ],
    list: (names) => english.format(names),
  },
  he: {
    // Nouns, since verbs would have to know how many there are and of which gender.
    before: [
      ['WRITER', 'מאת'],
      ['CONTRIBUTOR', 'בהשתתפות'],
      ['PHOTOGRAPHER', 'צילום:'],
      ['ILLUSTRATOR', 'איור:'],
      ['VIDEOGRAPHER', 'וידאו:'],
      ['TRANSLATOR', 'תרגום:'],
      ['RESEARCHER', 'תחקיר:'],
    ],
    list: inHebrew,
  },
}

/**
 * The byline in the words of the article's language: "By Jack Khoury", "By A, B and C; photographs by D". In a language that has no
 * words here it is only the writers' names, because others would be taken for writers. Null if nobody is credited.
 */
export function byline(credits: readonly BylineCredit[], locale: string): string | null {
  const names = namesByRole(credits)
  const wording = WORDINGS[languageOf(locale)]
  if (!wording) return namesAlone(names.get('WRITER'), locale)
  const clauses: string[] = []
  for (const [role, words] of wording.before) {
    const named = names.get(role)
    if (named) clauses.push(`${words} ${named.length === 1 ? named.join() : wording.list(named)}`)
  }
  return clauses.length === 0 ? null : capitalised(clauses.join('; '))
}

function namesByRole(credits: readonly BylineCredit[]): ReadonlyMap<CreditRole, string[]> {
  const names = new Map<CreditRole, string[]>()
  for (const { role, name } of credits.toSorted((one, other) => one.position - other.position)) {
    const printed = name.trim()
    if (printed !== '') names.set(role, [...(names.get(role) ?? []), printed])
  }
  return names
}

// A format takes longer to make than a page of bylines to write.
const formats = new LRUCache<string, Intl.ListFormat>({
  max: 100,
  memoMethod: (locale) => new Intl.ListFormat(canonicalLocale(locale) ?? 'und'),
})

function namesAlone(names: readonly string[] | undefined, locale: string): string | null {
  return names ? formats.memo(locale).format(names) : null
}

/** Hebrew's "and" is a letter joined to the next word; before foreign letters with a hyphen, which Hebrew writes as a maqaf. */
function inHebrew(names: readonly string[]): string {
  return hebrew
    .formatToParts(names)
    .map(({ type, value }) => (type === 'literal' ? value.replace('ו-', 'ו־') : value))
    .join('')
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
