import type { LimitUnit } from '../generated/graphql.ts'
import { excerpt } from '../lib/text/stored-text.ts'
import type { Details } from './error-details.ts'
import { detailedError, type Path, type UserError } from './user-error.ts'

/** What of a bad value is repeated: enough to know it by. */
const MOST_OF_A_VALUE = 100

interface TooLong {
  readonly actual: number
  readonly limit: number
}

function tooLong(
  path: Path,
  unit: LimitUnit,
  { actual, limit }: TooLong,
  words: (actual: number) => string,
): UserError {
  return detailedError(
    'TOO_LONG',
    path,
    { __typename: 'LimitDetails', unit, actual, limit },
    () => `${words(actual)}. Shorten it to at most ${limit}.`,
  )
}

/** A text with too many characters. */
export function tooManyCharacters(path: Path, length: TooLong): UserError {
  return tooLong(path, 'CHARACTERS', length, (actual) => `This has ${actual} characters`)
}

/** A value that takes too many bytes. */
export function tooManyBytes(path: Path, length: TooLong): UserError {
  return tooLong(path, 'BYTES', length, (actual) => `This has ${actual} bytes`)
}

/** A list with too many items. @param items what they are called */
export function tooManyItems(
  path: Path,
  length: TooLong,
  items?: 'blocks' | 'rows' | 'cells' | 'tags and entities',
): UserError {
  return tooLong(path, 'ITEMS', length, (actual) =>
    items ? `This has ${actual} ${items}` : `This list has ${actual} items`,
  )
}

export interface Range {
  readonly min?: number
  readonly max?: number
  /** Both are, when absent */
  readonly minIncluded?: boolean
  readonly maxIncluded?: boolean
}

/** A number out of its range. @param message a sentence of all that the details say, for people */
export function outOfRange(
  path: Path,
  number: number,
  { min, max, minIncluded = true, maxIncluded = true }: Range,
  message: (details: Details<'RangeDetails'>) => string,
  code: 'INVALID' | 'NOT_FOUND' = 'INVALID',
): UserError {
  const details = {
    __typename: 'RangeDetails',
    number,
    min: min ?? null,
    minIncluded,
    max: max ?? null,
    maxIncluded,
  } as const
  return detailedError(code, path, details, message)
}

/** A value that is not written as it must be. @param message gets the start of the value, and the examples in quotation marks */
export function badForm(
  path: Path,
  value: string,
  examples: readonly string[],
  message: (value: string, examples: string) => string,
): UserError {
  const details = { __typename: 'FormatDetails', value: excerpt(value, MOST_OF_A_VALUE), examples } as const
  return detailedError('INVALID', path, details, (given) =>
    message(given.value, inWords(given.examples.map((each) => `"${each}"`))),
  )
}

interface Times {
  readonly earliest?: Date
  readonly latest?: Date
}

/** A time that is too early or too late. */
export function badTime(path: Path, time: Date, { earliest, latest }: Times, message: string): UserError {
  const details = {
    __typename: 'TimeDetails',
    time: time.toISOString(),
    earliest: earliest?.toISOString() ?? null,
    latest: latest?.toISOString() ?? null,
  } as const
  return detailedError('INVALID', path, details, () => message)
}

/** Something that is not among the values that are allowed. */
export function notAllowed(path: Path, allowed: readonly string[], message: (allowed: string) => string): UserError {
  const details = { __typename: 'ChoiceDetails', allowed } as const
  return detailedError('INVALID', path, details, (given) => message(inWords(given.allowed)))
}

/** "a", "a or b", "a, b or c" */
function inWords(choices: readonly string[]): string {
  if (choices.length < 2) return choices[0] ?? ''
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
}

/** What a `TAKEN` error names: the value, a free one, and at most one object, by its uuid. */
interface Taken {
  readonly value: string
  readonly suggestion?: string
  readonly article?: string | null
  readonly author?: string | null
  readonly topic?: string | null
  readonly user?: string | null
}

/** A value that must be unique, and something else has it. */
export function taken(
  path: Path,
  { value, suggestion, ...holders }: Taken,
  message: (details: Details<'TakenDetails'>) => string,
): UserError {
  const subject = (id: string | null | undefined) => (id ? { id } : null)
  const details = {
    __typename: 'TakenDetails',
    value,
    suggestion: suggestion ?? null,
    article: subject(holders.article),
    author: subject(holders.author),
    topic: subject(holders.topic),
    user: subject(holders.user),
  } as const
  return detailedError('TAKEN', path, details, message)
}

/** A change that was made on another version than the one that is current. */
export function otherVersion(sentVersion: number, currentVersion: number): UserError {
  const details = { __typename: 'VersionDetails', sentVersion, currentVersion } as const
  return detailedError(
    'CONFLICT',
    ['input', 'version'],
    details,
    (version) =>
      `The current version is ${version.currentVersion}, but this change is based on version ${version.sentVersion}. Look at what has changed, then send it with version ${version.currentVersion}.`,
  )
}
