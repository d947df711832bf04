import type { MetadataInput } from '../content/input/article-input.ts'
import type { References } from '../content/input/references.ts'
import { NOTE } from '../contract/limits.ts'
import { knownLocale } from '../lib/locale.ts'
import { parseSlug } from '../mutation/chosen-slug.ts'
import { parseDate } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { parseText } from '../mutation/plain-text.ts'
import { parseStory } from './story.ts'

/** An article without its text, as an input can change it. */
export interface ArticleMetadata {
  readonly slug: string
  readonly locale: string
  readonly editorNote: string | null
  readonly embargoedUntil: Date | null
  /** Null: a new story */
  readonly translationGroupId: string | null
}

/** The article around the text after the input. `articleId` is null for a new one. */
export function parseMetadata(
  input: MetadataInput,
  before: ArticleMetadata,
  articleId: string | null,
  references: References,
  faults: Faults,
): ArticleMetadata {
  const { slug } = input
  const embargoedUntil = parseDate(input.embargoedUntil, ['input', 'embargoedUntil'], faults)
  const locale = parseLocale(input, before, faults)
  return {
    slug: slug === undefined ? before.slug : parseSlug(slug ?? '', ['input', 'slug'], faults),
    locale,
    editorNote: parseNote(input, before, faults),
    embargoedUntil: embargoedUntil === undefined ? before.embargoedUntil : embargoedUntil,
    translationGroupId: parseStory(input, { ...before, locale }, articleId, references, faults),
  }
}

function parseLocale({ locale }: MetadataInput, before: ArticleMetadata, faults: Faults): string {
  const path = ['input', 'locale']
  if (locale === undefined) return before.locale
  if (locale === null)
    faults.add('REQUIRED', path, 'An article must have a language. Omit the field to keep the current one.')
  const known = locale === null ? null : knownLocale(locale)
  if (locale !== null && known === null) {
    const message = `"${locale}" is not a known language tag. Send a tag of language, script and region, e.g. "en", "he", "zh-Hant" or "pt-BR".`
    faults.add('INVALID', path, message)
  }
  return known ?? before.locale
}

function parseNote({ editorNote }: MetadataInput, before: ArticleMetadata, faults: Faults): string | null {
  if (editorNote === undefined) return before.editorNote
  return parseText(editorNote, ['input', 'editorNote'], NOTE, faults)
}
