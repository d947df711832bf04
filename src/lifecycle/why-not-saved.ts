import type { MetadataInput } from '../content/input/article-input.ts'
import type { Database } from '../database/database.ts'
import type { Sender } from '../database/sender.ts'
import { isForeignKeyViolation, UNIQUE_VIOLATION, type Violation } from '../database/violation.ts'
import { Refusal, type UserError, userError } from '../mutation/user-error.ts'
import { languageTaken, slugTaken, type WantedAddress } from './article-errors.ts'
import { articleAt, freeArticleSlug } from './article-slug.load.ts'

/** What refuses an address: the database decides, and this says who has it. */
export async function addressTaken(sender: Sender, address: WantedAddress): Promise<Refusal> {
  const { slug, locale } = address
  const free = await freeArticleSlug(sender, slug, locale)
  return new Refusal([slugTaken(address, free, await articleAt(sender, slug, locale))])
}

/** What an input named and somebody deleted before it was written. */
const DELETED: Readonly<Record<string, UserError>> = {
  credit_author_id_fkey: userError(
    'NOT_FOUND',
    ['input', 'credits'],
    'One of these authors has just been deleted. Remove it and try again.',
  ),
  caption_image_id_fkey: userError(
    'NOT_FOUND',
    ['input', 'captions'],
    'One of these images has just been deleted. Remove it and try again.',
  ),
  revision_topic_topic_id_fkey: userError(
    'NOT_FOUND',
    ['input', 'topics'],
    'One of these topics has just been deleted. Remove it and try again.',
  ),
}

/** Whether a story would have had two articles in one language. */
export function isSecondInStory({ code, constraint }: Violation): boolean {
  return code === UNIQUE_VIOLATION && constraint === 'article_story_locale_key'
}

/** What the database refused of a save, in the words of its input. */
export async function whyNotSaved(
  database: Database,
  violation: Violation,
  { translationOf }: Pick<MetadataInput, 'translationOf'>,
  address: WantedAddress | null,
): Promise<Refusal | null> {
  // Another transaction was faster: otherwise it would have been found before (editing/story.ts).
  if (isSecondInStory(violation)) {
    return new Refusal([
      languageTaken(['input', translationOf ? 'translationOf' : 'locale'], address?.locale ?? '', null),
    ])
  }
  const constraint = violation.constraint ?? ''
  if (violation.code === UNIQUE_VIOLATION && constraint === 'article_slug_locale_key' && address) {
    return addressTaken(database, address)
  }
  const deleted = isForeignKeyViolation(violation) ? DELETED[constraint] : undefined
  return deleted ? new Refusal([deleted]) : null
}
