import { badUserInput } from '../errors.ts'
import { textOf } from '../lib/json.ts'
import { canonicalLocale } from '../lib/locale.ts'
import type { Argument } from '../reading/argument.ts'
import type { Sql } from '../reading/sql.ts'

// The form that the database allows: language, perhaps script, perhaps region.
const FORM = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/

// Two letters are one of ISO 639-1's languages, of which Unicode knows all, or a slip. Of the thousands with three letters it knows some.
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** A locale as articles have it. Throws BAD_USER_INPUT for what none can have. */
function parseLocale(tag: unknown): string {
  const locale = canonicalLocale(textOf(tag))
  if (locale !== null && FORM.test(locale) && (!/^[a-z]{2}\b/.test(locale) || languages.of(locale) !== undefined))
    return locale
  throw badUserInput(`No language is known as "${textOf(tag)}".`, {
    argument: 'locale',
    allowed: 'a BCP 47 tag of language, script and region, as "en", "he", "zh-Hant" or "pt-BR"',
  })
}

/** The argument `locale` as a parameter. */
export function boundLocale(locale: Argument): Sql {
  return locale.bind('text', parseLocale)
}
