import { excerpt } from '../lib/text/stored-text.ts'
import { outOfRange, taken } from '../mutation/common-errors.ts'
import type { Path, UserError } from '../mutation/user-error.ts'
import { idPrefix } from '../reading/global-id.ts'
import type { ArticleAt } from './article-slug.load.ts'

/** Long enough to know an article by, short enough for a message. */
const EXCERPT = 60

/** An article as a message names it. */
export interface NamedArticle {
  readonly id: string
  readonly headline: string
}

/** An address that an article was to have, and the field of the input that says so. */
export interface WantedAddress {
  readonly slug: string
  readonly locale: string
  readonly path: Path
}

/** @param holder null: it has just changed its address */
export function slugTaken({ slug, locale, path }: WantedAddress, free: string, holder: ArticleAt | null): UserError {
  return taken(path, { value: slug, suggestion: free, article: holder?.id ?? null }, ({ value, suggestion }) => {
    const what = `article in ${locale} has the slug "${value}"`
    if (!holder?.isTrashed) return `Another ${what}. Use another, e.g. "${suggestion}".`
    return `An ${what}, and is in the trash. Use another slug, e.g. "${suggestion}", or change the slug of that article first.`
  })
}

/** A story has one article in each language. @param holder null: it is not known, or has just left the story */
export function languageTaken(path: Path, locale: string, holder: NamedArticle | null): UserError {
  return taken(path, { value: locale, article: holder?.id ?? null }, ({ value }) => {
    return `The story already has an article in ${value}${inWords(holder)}. Choose another language, or send \`translationOf: null\` to make this a separate story.`
  })
}

/** The same for one that is to come out of the trash: while it was there, its place in the story was free. */
export function placeTaken(path: Path, locale: string, holder: NamedArticle | null): UserError {
  return taken(path, { value: locale, article: holder?.id ?? null }, ({ value }) => {
    return `Its story now has another article in ${value}${inWords(holder)}. Send \`translationOf: null\` for that one, or move it to the trash; then restore this one.`
  })
}

/** Everybody at the desk may read every article. */
function inWords(article: NamedArticle | null): string {
  return article ? `, "${excerpt(article.headline, EXCERPT)}" (${idPrefix('Article')}${article.id})` : ''
}

export function absentRevision(
  path: Path,
  number: number,
  { latestNumber }: { readonly latestNumber: number },
): UserError {
  return outOfRange(
    path,
    number,
    { min: 1, max: latestNumber },
    (details) =>
      `The article has no revision ${details.number}. Send the number of one that it has, from ${details.min} to ${details.max}.`,
    'NOT_FOUND',
  )
}
