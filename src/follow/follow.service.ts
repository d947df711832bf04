import type { Tx } from '../database/database.ts'
import { tooMuchForNow } from '../errors/errors.ts'
import type { FollowTopicsInput } from '../generated/graphql.ts'
import { enqueueMail } from '../mail/mail-queue.ts'
import { isSuppressed } from '../mail/suppression.load.ts'
import { confirmationMail } from '../mail/templates/confirmation.ts'
import { manageLinkMail } from '../mail/templates/manage-link.ts'
import { Faults } from '../mutation/faults.ts'
import { readInput } from '../mutation/input.ts'
import { mutateOpenly, type Outcome } from '../mutation/mutate.ts'
import { findKnown } from '../reference/known.load.ts'
import { addPending, addReader, holdTopics } from './follow.write.ts'
import { takeTurn } from './follow-limits.write.ts'
import { countNew, type Followed, holdReaderAt, mailsAskedFor, namesOf } from './reader.load.ts'
import { NEW_FOLLOWS, readerAddress, replyTo } from './reader.rules.ts'
import { callerIdOf, type ReaderContext } from './reader-context.ts'
import { readerLink } from './reader-links.ts'
import { keyedHash } from './reader-secret.load.ts'
import { readerTokenHash } from './reader-token.ts'
import { type AskedSettings, makeReaderToken } from './reader-token.write.ts'
import { takeSettings } from './settings.service.ts'

interface Asked {
  readonly email: string
  readonly follows: Followed
  readonly settings: AskedSettings
}

/**
 * Asks the owner of an address by mail. What is sent depends on what is stored of the address, and nothing of that may be learned: the answer has always the same
 * bytes, and the mail is sent later by another process.
 */
export function followTopics(
  context: ReaderContext,
  input: FollowTopicsInput,
): Promise<Outcome<{ accepted: boolean }>> {
  const { secret, network } = context
  const address = keyedHash('address', readerAddress(input.email) ?? '', secret)
  return mutateOpenly(context, {
    name: 'followTopics',
    // A hash without a key would reveal the address.
    input: { ...input, email: address },
    callerId: callerIdOf(address, secret),
    async work(tx) {
      const asked = await readAsked(tx, context, input)
      if (network !== null) {
        const seconds = await takeTurn(tx, keyedHash('network', network, secret), address)
        if (seconds > 0) throw tooManyAddresses(seconds)
      }
      await holdTopics(tx)
      await reply(tx, context, asked)
      return { accepted: true }
    },
  })
}

/** @throws Refusal */
async function readAsked(tx: Tx, { site }: ReaderContext, input: FollowTopicsInput): Promise<Asked> {
  const faults = new Faults()
  const { email, topicIds, authorIds, frequency = 'INSTANT', locale, timeZone } = readInput(input, NEW_FOLLOWS, faults)
  const topics = await findKnown(tx, topicIds ?? [], 'Topic', faults)
  const authors = await findKnown(tx, authorIds ?? [], 'Author', faults)
  const settings = await takeSettings(tx, site, { locale: locale ?? null, timeZone: timeZone ?? null }, faults)
  faults.refuse()
  return {
    // There were no faults.
    email: email ?? '',
    follows: { topicIds: topics.map(({ id }) => id), authorIds: authors.map(({ id }) => id) },
    settings: { frequency, locale: settings.locale ?? site.defaultLocale, timeZone: settings.timeZone ?? 'UTC' },
  }
}

async function reply(tx: Tx, context: ReaderContext, asked: Asked): Promise<void> {
  const { email, follows } = asked
  const suppressed = await isSuppressed(tx, email)
  const reader = await holdReaderAt(tx, email)
  const mails = reader ? await mailsAskedFor(tx, reader.id) : { lately: 0, today: 0 }
  const newFollows = reader
    ? await countNew(tx, reader.id, follows)
    : follows.topicIds.length + follows.authorIds.length
  const decision = replyTo({
    isSuppressed: suppressed,
    isConfirmed: reader?.status === 'CONFIRMED',
    newFollows,
    mailsLately: mails.lately,
    mailsToday: mails.today,
  })
  if (decision === 'CONFIRMATION') await sendConfirmation(tx, context, asked, reader?.id ?? null)
  if (decision === 'MANAGE_LINK' && reader) await sendManageLink(tx, context, reader)
}

async function sendConfirmation(
  tx: Tx,
  { site }: ReaderContext,
  { email, follows, settings }: Asked,
  knownId: string | null,
): Promise<void> {
  const readerId = knownId ?? (await addReader(tx, email, settings))
  const token = await makeReaderToken(tx, { readerId, purpose: 'CONFIRM', isRequested: true, asked: settings })
  const unsubscribe = await makeReaderToken(tx, { readerId, purpose: 'UNSUBSCRIBE' })
  const hash = readerTokenHash(token)
  await addPending(tx, readerId, hash, follows)
  const { locale } = settings
  const unsubscribeUrl = readerLink('UNSUBSCRIBE', unsubscribe, site)
  const texts = confirmationMail({
    locale,
    siteName: site.name,
    topics: await namesOf(tx, follows, locale),
    confirmUrl: readerLink('CONFIRM', token, site),
    unsubscribeUrl,
  })
  await enqueueMail(tx, {
    ...texts,
    ...{ kind: 'CONFIRM_FOLLOWS', to: email, locale, dedupeKey: `confirm ${hash}`, unsubscribeUrl, readerId },
  })
}

/** In the language that the reader has, whatever was asked now. */
async function sendManageLink(
  tx: Tx,
  { site }: ReaderContext,
  { id: readerId, email, locale }: { readonly id: string; readonly email: string; readonly locale: string },
): Promise<void> {
  const token = await makeReaderToken(tx, { readerId, purpose: 'MANAGE', isRequested: true })
  const unsubscribe = await makeReaderToken(tx, { readerId, purpose: 'UNSUBSCRIBE' })
  const unsubscribeUrl = readerLink('UNSUBSCRIBE', unsubscribe, site)
  const texts = manageLinkMail({
    ...{ locale, siteName: site.name, manageUrl: readerLink('MANAGE', token, site), unsubscribeUrl },
  })
  const dedupeKey = `manage ${readerTokenHash(token)}`
  await enqueueMail(tx, { ...texts, kind: 'CONFIRM_FOLLOWS', to: email, locale, dedupeKey, unsubscribeUrl, readerId })
}

function tooManyAddresses(seconds: number) {
  return tooMuchForNow(
    `From this network, 10 addresses were sent within an hour. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    seconds,
  )
}
