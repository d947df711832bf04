import { listOf, textOf } from '../lib/json.ts'
import { pathOf, type Site } from '../site/site.ts'

/** The path of [kind, locale, slug] as the database gives it (`placeOfAny`); null for anything else. */
export function placeIn(value: unknown, site: Site): string | null {
  if (value === null) return null
  const [kind, locale, slug] = listOf(value).map(textOf)
  const isKind = kind === 'ARTICLE' || kind === 'TOPIC' || kind === 'AUTHOR'
  return isKind && slug !== undefined ? pathOf({ kind, locale: locale || null, slug }, site) : null
}
