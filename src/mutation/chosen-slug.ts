import { isSlug, MOST_IN_SLUG } from '../lib/slug.ts'
import { tooManyCharacters } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Reader } from './input.ts'
import type { Path } from './user-error.ts'

const RULE = 'A slug has lower-case letters a to z, digits, and single hyphens between them, e.g. "storm-over-cairo".'

/** A slug that the caller chose. Whether it is free is for the database to say. */
function parseSlug(slug: string, path: Path, faults: Faults): string {
  if (slug === '') faults.add('REQUIRED', path, `This cannot be empty. ${RULE}`)
  else if (slug.length > MOST_IN_SLUG) {
    faults.take(tooManyCharacters(path, { actual: slug.length, limit: MOST_IN_SLUG }))
  } else if (!isSlug(slug)) faults.add('INVALID', path, RULE)
  return slug
}

/** Reads a slug of an input. */
export const chosenSlug: Reader<string | null, string> = (sent, path, faults) => parseSlug(sent ?? '', path, faults)
