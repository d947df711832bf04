import { FOLLOWS } from '../contract/limits.ts'
import type { Tx } from '../database/database.ts'
import type { ConfirmFollowsInput, EraseReaderInput, UnfollowInput, UpdateFollowsInput } from '../generated/graphql.ts'
import { suppressAddress } from '../mail/suppression.write.ts'
import { tooManyItems } from '../mutation/common-errors.ts'
import { Faults } from '../mutation/faults.ts'
import { type CommonInput, readInput } from '../mutation/input.ts'
import { mutateOpenly, type Outcome } from '../mutation/mutate.ts'
import type { Subject } from '../mutation/user-error.ts'
import { findKnown } from '../reference/known.load.ts'
import type { Reference } from '../reference/reference.ts'
import { confirm, endAllFollows, endFollows, removeReader, replaceFollows, saveReader } from './follow.write.ts'
import { forgetAttempts } from './follow-limits.write.ts'
import { holdReader } from './reader.load.ts'
import { CHANGED_FOLLOWS, CONFIRMED_FOLLOWS, ENDED_FOLLOWS, ERASED_READER, unknownToken } from './reader.rules.ts'
import { callerIdOf, type ReaderContext } from './reader-context.ts'
import { dropWaitingMails, forgetMails } from './reader-mails.write.ts'
import { keyedHash } from './reader-secret.load.ts'
import { readerTokenHash } from './reader-token.ts'
import { makeReaderToken } from './reader-token.write.ts'
import { takeSettings } from './settings.service.ts'

interface WithToken extends CommonInput {
  readonly token: string
}

/** Runs a mutation whose input has a token, which is stored nowhere. */
function withToken<Input extends WithToken, Answer extends object>(
  context: ReaderContext,
  input: Input,
  mutation: {
    readonly name: string
    readonly shownOnce?: readonly (keyof Answer & string)[]
    readonly work: (tx: Tx) => Promise<Answer>
  },
): Promise<Outcome<Answer>> {
  const hash = readerTokenHash(input.token)
  return mutateOpenly<Input, Answer>(context, {
    ...mutation,
    input: { ...input, token: hash },
    callerId: callerIdOf(hash, context.secret),
  })
}

const idsOf = (references: readonly Reference[]): string[] => references.map(({ id }) => id)

type Confirmed = { reader: Subject; manageToken: string | null }

/** The first use of a link confirms; a second use, also at the same time, shows that it did. */
export function confirmFollows(context: ReaderContext, input: ConfirmFollowsInput): Promise<Outcome<Confirmed>> {
  return withToken<ConfirmFollowsInput, Confirmed>(context, input, {
    name: 'confirmFollows',
    shownOnce: ['manageToken'],
    async work(tx) {
      const { token } = readInput(input, CONFIRMED_FOLLOWS, new Faults())
      const reader = await holdReader(tx, token, ['CONFIRM'])
      if (!reader) throw unknownToken()
      if (reader.isUsed) return { reader: { id: reader.id }, manageToken: null }
      const followed = await confirm(tx, reader.id, reader.hash)
      if (!followed) throw unknownToken()
      refuseTooMany(followed)
      const manageToken = await makeReaderToken(tx, { readerId: reader.id, purpose: 'MANAGE' })
      return { reader: { id: reader.id }, manageToken }
    },
  })
}

/** @throws Refusal */
function refuseTooMany({ topics, authors }: { readonly topics: number; readonly authors: number }): void {
  const faults = new Faults()
  const path = ['input', 'token']
  if (topics > FOLLOWS.topicIds.most) faults.take(tooManyItems(path, { actual: topics, limit: FOLLOWS.topicIds.most }))
  if (authors > FOLLOWS.authorIds.most)
    faults.take(tooManyItems(path, { actual: authors, limit: FOLLOWS.authorIds.most }))
  faults.refuse()
}

export function updateFollows(
  context: ReaderContext,
  input: UpdateFollowsInput,
): Promise<Outcome<{ reader: Subject }>> {
  return withToken(context, input, {
    name: 'updateFollows',
    async work(tx) {
      const faults = new Faults()
      const { token, topicIds, authorIds, frequency, paused, ...sent } = readInput(input, CHANGED_FOLLOWS, faults)
      const reader = await holdReader(tx, token, ['MANAGE'])
      if (!reader) throw unknownToken()
      const topics = topicIds && (await findKnown(tx, topicIds, 'Topic', faults))
      const authors = authorIds && (await findKnown(tx, authorIds, 'Author', faults))
      const given = { locale: sent.locale ?? null, timeZone: sent.timeZone ?? null }
      const { locale, timeZone } = await takeSettings(tx, context.site, given, faults)
      faults.refuse()
      await replaceFollows(tx, reader.id, {
        topicIds: topics ? idsOf(topics) : null,
        authorIds: authors ? idsOf(authors) : null,
      })
      await saveReader(tx, reader, {
        ...(frequency !== undefined && { frequency }),
        ...(paused !== undefined && { paused }),
        ...(locale !== null && { locale }),
        ...(timeZone !== null && { timeZone }),
      })
      return { reader: { id: reader.id } }
    },
  })
}

/** Also by the link of an unsubscribe header, which mail programs open for the reader (RFC 8058). What is not followed is no fault. */
export function unfollow(context: ReaderContext, input: UnfollowInput): Promise<Outcome<{ accepted: boolean }>> {
  return withToken(context, input, {
    name: 'unfollow',
    async work(tx) {
      const faults = new Faults()
      const { token, topicIds, authorIds } = readInput(input, ENDED_FOLLOWS, faults)
      const reader = await holdReader(tx, token, ['UNSUBSCRIBE', 'MANAGE'])
      if (!reader) throw unknownToken()
      faults.refuse()
      if (topicIds || authorIds) {
        const topics = await findKnown(tx, topicIds ?? [], 'Topic', new Faults())
        await endFollows(tx, reader.id, { topicIds: idsOf(topics), authorIds: idsOf(authorIds ?? []) })
      } else {
        await endAllFollows(tx, reader.id)
        await dropWaitingMails(tx, reader.id)
      }
      return { accepted: true }
    },
  })
}

/** If the reader asks for no more mails, only a hash of the address stays. */
export function eraseReader(context: ReaderContext, input: EraseReaderInput): Promise<Outcome<{ accepted: boolean }>> {
  return withToken(context, input, {
    name: 'eraseReader',
    async work(tx) {
      const { token, neverWrite } = readInput(input, ERASED_READER, new Faults())
      const reader = await holdReader(tx, token, ['MANAGE', 'UNSUBSCRIBE'])
      if (!reader) throw unknownToken()
      if (neverWrite) await suppressAddress(tx, reader.email, 'REQUEST')
      await forgetMails(tx, reader.id)
      await forgetAttempts(tx, keyedHash('address', reader.email, context.secret))
      await removeReader(tx, reader.id)
      return { accepted: true }
    },
  })
}
