import { knownLocale } from '../lib/locale.ts'
import { badForm } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Path } from './user-error.ts'

const EXAMPLES = ['en', 'he', 'zh-Hant', 'pt-BR']

/** A language of an input in its usual spelling; null for one that is not known, and then that is a fault. */
export function parseLanguage(locale: string, path: Path, faults: Faults): string | null {
  const known = knownLocale(locale)
  if (known === null) {
    faults.take(
      badForm(path, locale, EXAMPLES, (value, examples) => {
        return `"${value}" is not a known language tag. Send a tag of language, script and region, e.g. ${examples}.`
      }),
    )
  }
  return known
}
