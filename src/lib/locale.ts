import { LRUCache } from 'lru-cache'
import type { TextDirection } from '../generated/graphql.ts'

export type Direction = TextDirection

/** Scripts in use today that run from right to left, after Unicode's ScriptMetadata. Runtimes know it too, but not yet all by one name. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(
  'Adlm Arab Aran Gara Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi'.split(' '),
)

/** A BCP 47 tag in its proper form ("zh-Hant" for "ZH-hant"); null when it is none. */
export function canonicalLocale(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null
  }
}

// The form that the database allows: language, perhaps script, perhaps region.
const FORM = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/

// Two letters are one of ISO 639-1's languages, of which Unicode knows all, or a slip. Of the thousands with three letters it knows some.
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** A tag as articles have it, of language, script and region; null for what none can have. */
export function knownLocale(tag: string): string | null {
  const locale = canonicalLocale(tag)
  if (locale === null || !FORM.test(locale)) return null
  return /^[a-z]{2}\b/.test(locale) && languages.of(locale) === undefined ? null : locale
}

/** "he" for "he-IL" and for its old name "iw"; "und" (undetermined) for an invalid locale. */
export function languageOf(locale: string): string {
  return known(locale).language
}

/** Which way text of this locale runs: by its script, named or likely. If unknown, it runs from left to right. */
export function direction(locale: string): Direction {
  return known(locale).direction
}

// Asked for each article of a list, while a newsroom has a handful of locales.
const cache = new LRUCache<string, { language: string; direction: Direction }>({ max: 1000, memoMethod: read })

function known(locale: string): { language: string; direction: Direction } {
  return cache.memo(locale)
}

function read(locale: string): { language: string; direction: Direction } {
  const parsed = new Intl.Locale(canonicalLocale(locale) ?? 'und')
  const rightToLeft = RIGHT_TO_LEFT.has(parsed.maximize().script ?? '')
  // V8 has no language for "und", whatever the types say.
  return { language: parsed.language ?? 'und', direction: rightToLeft ? 'RTL' : 'LTR' }
}
