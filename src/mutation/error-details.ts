import type { ResolversUnionTypes, UserErrorCode } from '../generated/graphql.ts'
import type { Subject } from './subject.ts'

type Given = ResolversUnionTypes<Record<string, Subject>>['UserErrorDetails']

type Name = NonNullable<Given['__typename']>

type Complete<Type> = {
  readonly [Field in keyof Type]-?: Type[Field] extends (infer Item)[] ? readonly Item[] : Type[Field]
}

/** The details of an error as code gives them: every field, and objects by their ids, which are read back. */
export type Details<Type extends Name = Name> = Complete<Extract<Given, { __typename?: Type }>>

/** The details that a code can have: a message that has values comes with one of these. docs/errors.md lists them. */
export const DETAILS_OF_CODES = {
  INVALID: [
    'RangeDetails',
    'LimitDetails',
    'TimeDetails',
    'FormatDetails',
    'ChoiceDetails',
    'MissingDetails',
    'FileDetails',
    'ImageRightsDetails',
  ],
  REQUIRED: ['MissingDetails'],
  TOO_LONG: ['LimitDetails'],
  TAKEN: ['TakenDetails'],
  NOT_FOUND: ['RangeDetails', 'MergedDetails'],
  CONFLICT: ['VersionDetails'],
  LOCKED: ['LockDetails'],
  NOT_ALLOWED_IN_STATE: ['StateDetails'],
  NOT_PUBLISHABLE: ['UnfinishedDetails'],
  IN_USE: ['UsesDetails'],
} as const satisfies Partial<Record<UserErrorCode, readonly Name[]>>

export type DetailsByCode = {
  readonly [Code in keyof typeof DETAILS_OF_CODES]: (typeof DETAILS_OF_CODES)[Code][number]
}

/** Codes that say nothing without their details. */
type AlwaysDetailed = 'TOO_LONG' | 'TAKEN' | 'CONFLICT' | 'LOCKED' | 'NOT_PUBLISHABLE' | 'IN_USE'

export type PlainCode = Exclude<UserErrorCode, AlwaysDetailed>
