import type { SlugScript } from '../lib/text/slug.ts'
import { chosenSlug } from '../mutation/chosen-slug.ts'
import type { Faults } from '../mutation/faults.ts'
import type { Reader } from '../mutation/input.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import type { Path } from '../mutation/user-error.ts'

/** What is said of a topic or author in another language than the site's. `Texts` are what it has beside a name and an address. */
export type Translation<Texts> = Texts & {
  readonly locale: string
  readonly name: string
  readonly slug: string
}

/** The same in an input: without a slug it keeps the one it has, or gets one. */
export type SentTranslation<Texts> = Texts & {
  readonly locale: string
  readonly name: string
  readonly slug: string | undefined
}

export const TRANSLATIONS: Path = ['input', 'translations']

/** Replaces a language until the input is refused: the database could not even be asked for some. */
const REFUSED = ''

export const translatedLocale: Reader<string, string> = (sent, path, faults) =>
  parseLanguage(sent, path, faults) ?? REFUSED

/** A slug that may be omitted; null is the same. */
export function slugIfChosen(script: SlugScript): Reader<string | null, string | undefined> {
  const chosen = chosenSlug(script)
  return (sent, path, faults) => (sent === null ? undefined : chosen(sent, path, faults))
}

/** In each language once, and not in the one that the page itself is in. */
export function checkLanguages(
  translations: readonly { readonly locale: string }[],
  defaultLocale: string,
  faults: Faults,
): void {
  for (const [index, { locale }] of translations.entries()) {
    const path = [...TRANSLATIONS, index, 'locale']
    if (locale === REFUSED) continue
    if (locale === defaultLocale) {
      const message =
        "This is the site's default language. Set the name and the other texts in it as fields of the input itself."
      faults.add('INVALID', path, message)
    } else if (translations.findIndex((other) => other.locale === locale) < index) {
      faults.add(
        'DUPLICATE',
        path,
        'There is already a translation into this language in the list. Remove one of the two.',
      )
    }
  }
}

/** As they are compared and shown. */
export function inOrder<One extends { readonly locale: string }>(translations: readonly One[]): One[] {
  return translations.toSorted((one, other) => (one.locale < other.locale ? -1 : 1))
}
