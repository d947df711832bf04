import { isSlug, MOST_IN_SLUG, type SlugScript } from '../lib/text/slug.ts'
import { characters } from '../lib/text/stored-text.ts'
import { tooManyCharacters } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Reader } from './input.ts'
import type { Path } from './user-error.ts'

const RULES = {
  ascii: 'A slug has lower-case letters a to z, digits, and single hyphens between them, e.g. "storm-over-cairo".',
  unicode:
    'A slug has lower-case letters of any script, digits, and single hyphens between them, e.g. "storm-over-cairo".',
} as const satisfies Record<SlugScript, string>

/** A slug that the caller chose. Whether it is free is for the database to say. */
function parseSlug(slug: string, script: SlugScript, path: Path, faults: Faults): string {
  if (slug === '') faults.add('REQUIRED', path, `This cannot be empty. ${RULES[script]}`)
  else if (characters(slug) > MOST_IN_SLUG) {
    faults.take(tooManyCharacters(path, { actual: characters(slug), limit: MOST_IN_SLUG }))
  } else if (!isSlug(slug, script)) faults.add('INVALID', path, RULES[script])
  return slug
}

/** Reads a slug of an input. */
export function chosenSlug(script: SlugScript): Reader<string | null, string> {
  return (sent, path, faults) => parseSlug((sent ?? '').normalize('NFC'), script, path, faults)
}
