import { outOfRange, taken } from '../mutation/common-errors.ts'
import type { Path, UserError } from '../mutation/user-error.ts'
import type { ArticleAt } from './article-slug.load.ts'

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

/** A story has one article in each language. @param articleId null: it is not known, or has just left the story */
export function languageTaken(path: Path, locale: string, articleId: string | null): UserError {
  return taken(path, { value: locale, article: articleId }, ({ value }) => {
    return `The story already has an article in ${value}. Choose another language, or send \`translationOf: null\` to make this a separate story.`
  })
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
