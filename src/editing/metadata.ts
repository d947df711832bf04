import type { MetadataInput } from '../content/input/article-input.ts'
import type { References } from '../content/input/references.ts'
import { NOTE } from '../contract/limits.ts'
import { chosenSlug } from '../mutation/chosen-slug.ts'
import { date } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import { text } from '../mutation/plain-text.ts'
import type { Path } from '../mutation/user-error.ts'
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

/** Reads what an input says of the article around its text. A language that is refused is absent. */
const READS = {
  slug: chosenSlug,
  locale: articleLocale,
  editorNote: text(NOTE),
  embargoedUntil: date,
  translationOf: asSent,
} satisfies InputsOf<MetadataInput>

/** The article around the text after the input. `articleId` is null for a new one. */
export function parseMetadata(
  input: MetadataInput,
  before: ArticleMetadata,
  articleId: string | null,
  references: References,
  faults: Faults,
): ArticleMetadata {
  const { slug, locale, editorNote, embargoedUntil, translationOf } = readInput(input, READS, faults)
  const placed = { ...before, locale: locale ?? before.locale }
  return {
    slug: slug ?? before.slug,
    locale: placed.locale,
    editorNote: editorNote === undefined ? before.editorNote : editorNote,
    embargoedUntil: embargoedUntil === undefined ? before.embargoedUntil : embargoedUntil,
    translationGroupId: parseStory({ translationOf, locale: input.locale }, placed, articleId, references, faults),
  }
}

function articleLocale(locale: string | null, path: Path, faults: Faults): string | undefined {
  if (locale === null) {
    faults.add('REQUIRED', path, 'An article must have a language. Omit the field to keep the current one.')
    return undefined
  }
  return parseLanguage(locale, path, faults) ?? undefined
}
