import type { CreditInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import { parseRequiredText, parseText } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import type { CreditContent } from '../lists/credits.ts'
import { LIST_LIMITS } from '../lists/limits.ts'
import { parseList } from './article-input.ts'
import type { References } from './references.ts'

const PATH: Path = ['input', 'credits']
const NAME = { most: LIST_LIMITS.creditName }

export function parseCredits(
  given: readonly CreditInput[] | null,
  { authors }: References,
  faults: Faults,
): CreditContent[] {
  const parts = new Set<string>()
  return parseList(given, PATH, faults).map((credit, index) => {
    const path = [...PATH, index]
    const { role = 'WRITER' } = credit
    const authorId = parseAuthor(credit, authors, path, faults)
    const part = `${authorId} ${role}`
    if (authorId !== null && parts.has(part)) {
      faults.add(
        'DUPLICATE',
        [...path, 'authorId'],
        'This author is credited with the same role already. Remove one of the two.',
      )
    }
    parts.add(part)
    return {
      role,
      authorId,
      name: parseName(credit, authorId === null ? undefined : authors.get(authorId), path, faults),
    }
  })
}

function parseAuthor(
  { authorId }: CreditInput,
  authors: References['authors'],
  path: Path,
  faults: Faults,
): string | null {
  if (authorId === null || authorId === undefined) return null
  const uuid = uuidOf('Author', authorId)
  if (uuid !== null && authors.has(uuid)) return uuid
  faults.add(
    'NOT_FOUND',
    [...path, 'authorId'],
    'There is no such author. Name them without an id, or make their page first.',
  )
  return null
}

/** The name as printed: an author's own where nothing else is said, as it is today. */
function parseName({ authorId, name }: CreditInput, ownName: string | undefined, path: Path, faults: Faults): string {
  if (authorId === null || authorId === undefined) {
    if (name !== null && name !== undefined) return parseRequiredText(name, [...path, 'name'], NAME, faults)
    faults.add('REQUIRED', path, 'A credit needs `authorId`, `name` or both.')
  }
  return parseText(name, [...path, 'name'], NAME, faults) ?? ownName ?? ''
}
