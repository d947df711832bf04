/**
 * The translation for readers of a language: into it, or else into it without its region, or its script. For rows that were read with all their
 * translations: the same choice as that of `nearestTranslation` in statements, which a test compares.
 * @param wanted null: the site's language, which has no translation
 */
export function nearest<T extends { readonly locale: string }>(
  translations: readonly T[],
  wanted: string | null,
): T | null {
  if (wanted === null) return null
  const fitting = translations.filter(({ locale }) => wanted === locale || wanted.startsWith(`${locale}-`))
  return fitting.toSorted((one, other) => other.locale.length - one.locale.length)[0] ?? null
}
