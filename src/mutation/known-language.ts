import { knownLocale } from '../lib/locale.ts'
import type { Faults } from './faults.ts'
import type { Path } from './user-error.ts'

/** A language of an input in its usual spelling; null for one that is not known, and then that is a fault. */
export function parseLanguage(locale: string, path: Path, faults: Faults): string | null {
  const known = knownLocale(locale)
  if (known === null) {
    const message = `"${locale}" is not a known language tag. Send a tag of language, script and region, e.g. "en", "he", "zh-Hant" or "pt-BR".`
    faults.add('INVALID', path, message)
  }
  return known
}
