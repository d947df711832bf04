import type { CreditInput } from '../../generated/graphql.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputRead, type InputsOf, readInput } from '../../mutation/input.ts'
import { parseRequiredText, parseText } from '../../mutation/plain-text.ts'
import type { Path } from '../../mutation/user-error.ts'
import { uuidOf } from '../../reading/global-id.ts'
import type { CreditContent } from '../lists/credits.ts'
import { LIST_LIMITS } from '../lists/limits.ts'
import { parseList } from './article-input.ts'
import type { References } from './references.ts'

const PATH: Path = ['input', 'credits']
const NAME = { most: LIST_LIMITS.creditName }

const READS = { authorId: asSent, name: asSent, role: asSent } satisfies InputsOf<CreditInput>

type Credit = InputRead<CreditInput, typeof READS>

export function parseCredits(
  given: readonly CreditInput[] | null,
  { authors }: References,
  faults: Faults,
): CreditContent[] {
  const parts = new Set<string>()
  return parseList(given, PATH, faults).map((sent, index) => {
    const path = [...PATH, index]
    const credit = readInput(sent, READS, faults, path)
    const { role = 'WRITER' } = credit
    const authorId = parseAuthor(credit, authors, path, faults)
    const part = `${authorId} ${role}`
    if (authorId !== null && parts.has(part)) {
      faults.add(
        'DUPLICATE',
        [...path, 'authorId'],
        'This author is already credited with the same role. Remove one of the two.',
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

function parseAuthor({ authorId }: Credit, authors: References['authors'], path: Path, faults: Faults): string | null {
  if (authorId === null || authorId === undefined) return null
  const uuid = uuidOf('Author', authorId)
  if (uuid !== null && authors.has(uuid)) return uuid
  faults.add(
    'NOT_FOUND',
    [...path, 'authorId'],
    'There is no author with this id. Send only `name`, or create the author page first.',
  )
  return null
}

/** The name as printed; by default the author's current name. */
function parseName({ authorId, name }: Credit, ownName: string | undefined, path: Path, faults: Faults): string {
  if (authorId === null || authorId === undefined) {
    if (name !== null && name !== undefined) return parseRequiredText(name, [...path, 'name'], NAME, faults)
    faults.add('REQUIRED', path, 'A credit needs `authorId`, `name` or both.')
  }
  return parseText(name, [...path, 'name'], NAME, faults) ?? ownName ?? ''
}
