import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { FOLLOWS, READER } from '../contract/limits.ts'
import type {
  ConfirmFollowsInput,
  EraseReaderInput,
  FollowTopicsInput,
  UnfollowInput,
  UpdateFollowsInput,
} from '../generated/graphql.ts'
import type { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, type Reader } from '../mutation/input.ts'
import type { Plain } from '../mutation/plain-message.ts'
import { type Path, Refusal, userError } from '../mutation/user-error.ts'
import { references } from '../reference/reference.ts'

const EMAIL = z.email()

/**
 * An address as it is stored, in lower case: nobody gives out two that differ in case alone. The domain is in ASCII, as mail servers know it. Null if it is no
 * address.
 */
export function readerAddress(text: string): string | null {
  const [, local = '', domain = ''] = /^([^@]+)@([^@]+)$/.exec(text.trim().normalize('NFC')) ?? []
  const address = `${local}@${domainToASCII(domain)}`.toLowerCase()
  return EMAIL.safeParse(address).success && address.length <= READER.email.most && local.length <= 64 ? address : null
}

/** The error does not repeat what was sent. */
const email: Reader<string, string | null> = (sent, path, faults) => {
  const address = readerAddress(sent)
  if (address === null) faults.add('INVALID', path, 'This is not an e-mail address. Use the form name@daily.example.')
  return address
}

/** Intl knows names of one zone that other software does not, and offsets, which are no zones. */
function knownZone(zone: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone) || zone.length > READER.timeZone.most) return null
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return null
  }
}

const timeZone: Reader<string, string> = (sent, path, faults) => {
  const known = knownZone(sent)
  if (known === null) addUnknownZone(path, faults)
  return known ?? 'UTC'
}

export function addUnknownZone(path: Path, faults: Faults): void {
  faults.add(
    'INVALID',
    path,
    'This is not a known time zone. Send a name of the IANA time zone database, such as Asia/Jerusalem.',
  )
}

/** One that has a default: null is none sent. */
function orDefault<Sent, Clean>(read: Reader<Sent, Clean>): Reader<Sent | null, Clean | null> {
  return (sent, path, faults) => (sent === null ? null : read(sent, path, faults))
}

/** One that cannot be cleared. */
function notNull<Sent, Clean, const Message extends string>(
  message: Plain<Message>,
  read: Reader<Sent, Clean>,
): Reader<Sent | null, Clean | undefined> {
  return (sent, path, faults) => {
    if (sent !== null) return read(sent, path, faults)
    faults.add('REQUIRED', path, message)
    return undefined
  }
}

const topicIds = references('Topic', FOLLOWS.topicIds)
const authorIds = references('Author', FOLLOWS.authorIds)

export const NEW_FOLLOWS = {
  email,
  topicIds,
  authorIds,
  frequency: asSent,
  locale: asSent,
  timeZone: orDefault(timeZone),
} satisfies InputsOf<FollowTopicsInput>

export const CONFIRMED_FOLLOWS = { token: asSent } satisfies InputsOf<ConfirmFollowsInput>

export const CHANGED_FOLLOWS = {
  token: asSent,
  topicIds,
  authorIds,
  frequency: notNull(
    'A reader must have a frequency. Send one, or omit the field.',
    asSent<'INSTANT' | 'DAILY' | 'WEEKLY'>,
  ),
  paused: notNull('Send true or false, or omit the field.', asSent<boolean>),
  locale: notNull('A reader must have a language. Send one, or omit the field.', asSent<string>),
  timeZone: notNull('A reader must have a time zone. Send one, or omit the field.', timeZone),
} satisfies InputsOf<UpdateFollowsInput>

export const ENDED_FOLLOWS = { token: asSent, topicIds, authorIds } satisfies InputsOf<UnfollowInput>

export const ERASED_READER = { token: asSent, neverWrite: asSent } satisfies InputsOf<EraseReaderInput>

/** The same for a token that is unknown, that has expired, or that is of another kind of link. */
export function unknownToken(): Refusal {
  return new Refusal([
    userError(
      'NOT_FOUND',
      ['input', 'token'],
      'This link does not work, or it has expired. Ask for a new one: follow something again.',
    ),
  ])
}

/** What is sent to an address. */
export type Reply = 'NOTHING' | 'CONFIRMATION' | 'MANAGE_LINK'

/** What decides that. */
export interface Addressee {
  /** Whether the address is not to be written to */
  readonly isSuppressed: boolean
  readonly isConfirmed: boolean
  /** How many of the things named it does not follow yet */
  readonly newFollows: number
  /** Mails that were sent to it because somebody asked: in the last 10 minutes, and in the last day */
  readonly mailsLately: number
  readonly mailsToday: number
}

const MOST_MAILS_A_DAY = 3

/**
 * Nobody can have somebody else written to more than three times a day, whatever is asked for, and nobody learns from the answer which of these it was. What an
 * address does not follow yet takes a confirmation, also of who follows something else: only the owner of the address reads the mail.
 */
export function replyTo({ isSuppressed, isConfirmed, newFollows, mailsLately, mailsToday }: Addressee): Reply {
  if (isSuppressed || mailsLately > 0 || mailsToday >= MOST_MAILS_A_DAY) return 'NOTHING'
  if (newFollows > 0) return 'CONFIRMATION'
  return isConfirmed ? 'MANAGE_LINK' : 'NOTHING'
}
