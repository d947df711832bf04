import type { Tx } from '../database/database.ts'
import { badForm } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import type { Site } from '../site/site.ts'
import { knownSettings } from './reader.load.ts'
import { addUnknownZone } from './reader.rules.ts'

interface Settings {
  /** Null where none is sent */
  readonly locale: string | null
  readonly timeZone: string | null
}

const LOCALE = ['input', 'locale']

/** Checks what only the database knows: which languages the site has, and whether a zone is one that digests can be planned in. */
export async function takeSettings(
  tx: Tx,
  { defaultLocale }: Pick<Site, 'defaultLocale'>,
  { locale: sent, timeZone }: Settings,
  faults: Faults,
): Promise<Settings> {
  const locale = sent === null ? null : parseLanguage(sent, LOCALE, faults)
  const { isLocale, isZone } = await knownSettings(tx, { locale, timeZone })
  if (!isZone) addUnknownZone(['input', 'timeZone'], faults)
  if (locale !== null && locale !== defaultLocale && !isLocale) {
    faults.take(
      badForm(LOCALE, locale, [defaultLocale], (value, examples) => {
        return `The site has nothing in "${value}". Send one of its languages (Site.locales), e.g. ${examples}.`
      }),
    )
  }
  return { locale, timeZone }
}
