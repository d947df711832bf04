import { badUserInput } from '../errors/errors.ts'
import { textOf } from '../lib/json.ts'
import { knownLocale } from '../lib/locale.ts'
import type { Argument } from '../reading/argument.ts'
import type { Sql } from '../reading/sql.ts'

/** A locale as articles have it. Throws BAD_USER_INPUT for what none can have. */
export function parseLocale(tag: unknown): string {
  const locale = knownLocale(textOf(tag))
  if (locale !== null) return locale
  throw badUserInput(`"${textOf(tag)}" is not a known language tag.`, {
    argument: 'locale',
    allowed: 'a BCP 47 tag of language, script and region, e.g. "en", "he", "zh-Hant" or "pt-BR"',
  })
}

/** The argument `locale` as a parameter. */
export function boundLocale(locale: Argument): Sql {
  return locale.bind('text', parseLocale)
}
