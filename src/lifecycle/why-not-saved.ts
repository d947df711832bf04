import type { MetadataInput } from '../content/input/article-input.ts'
import type { Database } from '../database/database.ts'
import { isForeignKeyViolation, UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import { type Path, Refusal, userError } from '../mutation/user-error.ts'
import { freeArticleSlug } from './article-slug.load.ts'

/** An address that an article was to have, and the field of the input that says so. */
export interface WantedAddress {
  readonly slug: string
  readonly locale: string
  readonly path: Path
}

export function slugTaken({ slug, locale, path }: WantedAddress, free: string): Refusal {
  const message = `Another article in ${locale} has the slug "${slug}". Use another, e.g. "${free}".`
  return new Refusal([userError('TAKEN', path, message)])
}

/** Another transaction was faster: otherwise it would have been found before (input/story.ts). */
function storyTaken(path: Path): Refusal {
  const message =
    'The story already has an article in this language. Choose another language, or send `translationOf: null` to make this a separate story.'
  return new Refusal([userError('TAKEN', path, message)])
}

/** What an input named and somebody deleted before it was written. */
const DELETED: Readonly<Record<string, { list: string; message: string }>> = {
  credit_author_id_fkey: {
    list: 'credits',
    message: 'One of these authors has just been deleted. Remove it and try again.',
  },
  caption_image_id_fkey: {
    list: 'captions',
    message: 'One of these images has just been deleted. Remove it and try again.',
  },
  revision_topic_topic_id_fkey: {
    list: 'topics',
    message: 'One of these topics has just been deleted. Remove it and try again.',
  },
}

/** Whether a story would have had two articles in one language. */
function isSecondInStory({ code, constraint }: Violation): boolean {
  return code === UNIQUE_VIOLATION && constraint === 'article_story_locale_key'
}

/** What the database refused of a save, in the words of its input. */
export async function whyNotSaved(
  database: Database,
  violation: Violation,
  { translationOf }: Pick<MetadataInput, 'translationOf'>,
  address: WantedAddress | null,
): Promise<Refusal | null> {
  if (isSecondInStory(violation)) return storyTaken(['input', translationOf ? 'translationOf' : 'locale'])
  const constraint = violation.constraint ?? ''
  if (violation.code === UNIQUE_VIOLATION && constraint === 'article_slug_locale_key' && address) {
    return slugTaken(address, await freeArticleSlug(database, address.slug, address.locale))
  }
  const deleted = isForeignKeyViolation(violation) ? DELETED[constraint] : undefined
  return deleted ? new Refusal([userError('NOT_FOUND', ['input', deleted.list], deleted.message)]) : null
}
