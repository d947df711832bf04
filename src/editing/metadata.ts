import type { MetadataInput } from '../content/input/article-input.ts'
import type { References } from '../content/input/references.ts'
import { ARTICLE_ADDRESS, NOTE } from '../contract/limits.ts'
import type { SlugScript } from '../lib/text/slug.ts'
import { chosenSlug } from '../mutation/chosen-slug.ts'
import { date } from '../mutation/date.ts'
import type { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, type Reader, readInput } from '../mutation/input.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import { text } from '../mutation/plain-text.ts'
import type { Path } from '../mutation/user-error.ts'
import { pageAddress } from '../mutation/web-address.ts'
import { parseStory } from './story.ts'

/** An article without its text, as an input can change it. */
export interface ArticleMetadata {
  readonly slug: string
  readonly locale: string
  readonly editorNote: string | null
  readonly embargoedUntil: Date | null
  /** Null: a new story */
  readonly translationGroupId: string | null
  /** Where search engines find it instead of at its own address */
  readonly canonicalUrl: string | null
  /** Whether search engines are asked not to list its page */
  readonly noIndex: boolean
}

const noIndex: Reader<boolean | null, boolean | null> = (sent, path, faults) => {
  if (sent === null) faults.add('REQUIRED', path, 'Send true or false, or omit the field.')
  return sent
}

/** Reads what an input says of the article around its text. A language that is refused is absent. */
const readsIn = (script: SlugScript) =>
  ({
    slug: chosenSlug(script),
    locale: articleLocale,
    editorNote: text(NOTE),
    embargoedUntil: date,
    translationOf: asSent,
    canonicalUrl: pageAddress(ARTICLE_ADDRESS.canonicalUrl),
    noIndex,
  }) satisfies InputsOf<MetadataInput>

/** What an input is about. */
interface Subject {
  /** Null: a new article */
  readonly articleId: string | null
  /** The letters of a slug that is chosen. Omitted where an input cannot choose one */
  readonly slugScript?: SlugScript
}

/** The article around the text after the input. */
export function parseMetadata(
  input: MetadataInput,
  before: ArticleMetadata,
  { articleId, slugScript = 'ascii' }: Subject,
  references: References,
  faults: Faults,
): ArticleMetadata {
  const { slug, locale, editorNote, embargoedUntil, translationOf, canonicalUrl, noIndex } = readInput(
    input,
    readsIn(slugScript),
    faults,
  )
  const placed = { ...before, locale: locale ?? before.locale }
  return {
    slug: slug ?? before.slug,
    locale: placed.locale,
    editorNote: editorNote === undefined ? before.editorNote : editorNote,
    embargoedUntil: embargoedUntil === undefined ? before.embargoedUntil : embargoedUntil,
    canonicalUrl: canonicalUrl === undefined ? before.canonicalUrl : canonicalUrl,
    noIndex: noIndex ?? before.noIndex,
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
