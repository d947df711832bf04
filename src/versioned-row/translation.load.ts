import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { type SlugScript, slugOf } from '../lib/text/slug.ts'
import type { Faults } from '../mutation/faults.ts'
import { freeSlug } from './free-slug.load.ts'
import { whySlugTaken } from './page-slug.load.ts'
import { inOrder, type SentTranslation, TRANSLATIONS, type Translation } from './translation.rules.ts'
import type { PageType } from './versioned-row.ts'

interface TranslatedPage<Texts> {
  readonly type: PageType
  /** Null: a new one */
  readonly ownId: string | null
  /** Its translations before the change */
  readonly before: readonly Translation<Texts>[]
  readonly script: SlugScript
  /** For names of which nothing can be said in the letters of an address */
  readonly nameless: string
}

/** Until the transaction ends, no other gives slugs to translations: of two that want the same, the second finds it taken. */
export async function holdTranslations(tx: Tx, type: PageType): Promise<void> {
  await send(tx, sql`select 1 from pg_advisory_xact_lock(hashtext(${`${type} translations`}::text))`)
}

/** The translations with their slugs: the one that was chosen, else the one that it has, else a free one. Those that are taken are noted. */
export async function withSlugs<Texts>(
  tx: Tx,
  sent: readonly SentTranslation<Texts>[],
  { type, ownId, before, script, nameless }: TranslatedPage<Texts>,
  faults: Faults,
): Promise<Translation<Texts>[]> {
  if (sent.length > 0) await holdTranslations(tx, type)
  const translations: Translation<Texts>[] = []
  for (const [index, one] of sent.entries()) {
    const { locale, name } = one
    const kept = before.find((other) => other.locale === locale)?.slug
    if (one.slug !== undefined && one.slug !== kept) {
      const place = { type, locale, path: [...TRANSLATIONS, index, 'slug'] }
      faults.take(await whySlugTaken(tx, place, one.slug, ownId))
    }
    const slug = one.slug ?? kept ?? (await freeSlug(tx, { type, locale }, slugOf(name, script) || nameless))
    translations.push({ ...one, slug })
  }
  return inOrder(translations)
}
