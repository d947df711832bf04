import type { CreditInput } from '../../generated/graphql.ts'
import { foldedName } from '../../lib/text/folded-name.ts'
import type { Faults } from '../../mutation/faults.ts'
import { asSent, type InputRead, type InputsOf, readInput } from '../../mutation/input.ts'
import { parseRequiredText, parseText } from '../../mutation/plain-text.ts'
import { type Path, type UserError, userError } from '../../mutation/user-error.ts'
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
  const before: Named[] = []
  return parseList(given, PATH, faults).map((sent, index) => {
    const path = [...PATH, index]
    const earlier = faults.count
    const sentCredit = readInput(sent, READS, faults, path)
    const { role = 'WRITER' } = sentCredit
    const authorId = parseAuthor(sentCredit, authors, path, faults)
    const ownName = authorId === null ? undefined : authors.get(authorId)
    const credit = { role, authorId, name: parseName(sentCredit, ownName, path, faults) }
    const named = { ...credit, names: new Set([credit.name, ownName ?? credit.name].map(foldedName)) }
    // What was refused already has no name to compare.
    if (faults.count > earlier) return credit
    faults.take(whyRepeated(named, before, path))
    before.push(named)
    return credit
  })
}

/** A credit with what its person is called: the printed name, and that of the author's page. */
interface Named extends CreditContent {
  readonly names: ReadonlySet<string>
}

/** One person has one part once. Two pages are two people, even if both have the same name; a name without a page is nobody else. */
function whyRepeated(credit: Named, before: readonly Named[], path: Path): UserError | null {
  const sameRole = before.filter(({ role }) => role === credit.role)
  if (credit.authorId !== null && sameRole.some(({ authorId }) => authorId === credit.authorId)) {
    const message = 'This author is already credited with the same role. Remove one of the two.'
    return userError('DUPLICATE', [...path, 'authorId'], message)
  }
  const isRepeated = sameRole.some(
    ({ authorId, names }) =>
      (authorId === null || credit.authorId === null) && [...names].some((name) => credit.names.has(name)),
  )
  if (!isRepeated) return null
  const message =
    'A person of this name is already credited with the same role. Remove one of the two; if they are two people, give each an author page and send `authorId`.'
  return userError('DUPLICATE', [...path, credit.authorId === null ? 'name' : 'authorId'], message)
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
