import { setTimeout as pause } from 'node:timers/promises'
import { SpanKind } from '@opentelemetry/api'
import type { Database } from '../database/database.ts'
import { pauseAfter } from '../lib/backoff.ts'
import { type Pulse, pulse, withOutages } from '../lib/pulse.ts'
import { inOwnTrace, markFailed } from '../tracing/tracing.ts'
import { addressHash } from './address-hash.ts'
import {
  type ClaimedMail,
  claimMails,
  type FinishedMail,
  finishMails,
  LEASE_SECONDS,
  postponeMails,
} from './claim.write.ts'
import { gathered } from './gathered.ts'
import { suppressedOf } from './suppression.load.ts'
import { suppressHash } from './suppression.write.ts'
import type { MailTransport, Outcome, OutgoingMail } from './transport.ts'

/** Finds address and texts of mails that are stored without; what is not to be sent any more is left out. */
export type ComposeMails = (mails: readonly ClaimedMail[]) => Promise<readonly OutgoingMail[]>

export interface MailSenderOptions {
  readonly database: Database
  readonly transport: MailTransport
  /** Mails a second at most, of all processes together */
  readonly rate: number
  /** Of the database, for hashes of addresses */
  readonly secret: string
  readonly compose: ComposeMails
  readonly log: SenderLog
}

interface SenderLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

const IDLE_MS = 1000
const MOST_AT_ONCE = 200
/** A mail may take so long; then the lease of all that were claimed with it still holds. */
const MARGIN_MS = 150_000

const MINUTE = 60_000
/** Of a mail that is refused for now: within a day some ten attempts. */
const PAUSES_MS = [1, 5, 15, 30, 60, 120, 240].map((minutes) => minutes * MINUTE)
/** While no mail can be sent. */
const OUTAGE = { firstMs: 1000, longestMs: MINUTE }

/** The mail server takes no mail at all. */
class NoService extends Error {
  override name = 'NoService'
}

/** A mail that has no answer. */
interface Lost {
  readonly id: string
  readonly fault: string
}

/** Stores that a mail is over. */
type Finish = (mail: FinishedMail) => Promise<void>

/**
 * Sends the mails that wait, by any number of processes. Looks for them every second. A mail that is on its way when the process is killed is sent again after the
 * lease, with the same Message-ID; all others are sent once.
 */
export function startMailSender(options: MailSenderOptions): Pulse {
  const { database, rate, log } = options
  const most = Math.min(rate, MOST_AT_ONCE)
  const finish = gathered<FinishedMail>((mails) => finishMails(database, mails))

  async function round(): Promise<number> {
    const claimed = await claimMails(database, { most, rate })
    if (claimed.length === 0) return IDLE_MS
    const until = performance.now() + LEASE_SECONDS * 1000 - MARGIN_MS
    const outgoing = await composed(claimed, options, finish)
    const { lost, isAnswered } = await sendAll(outgoing, until, options, finish)
    await tryAgain(database, lost, isAnswered)
    const [first] = lost
    if (first && !isAnswered) throw new NoService(first.fault)
    return 0
  }

  const rounds = pulse(
    withOutages(round, {
      pauseMs: (_error, failures) => pauseAfter(failures, OUTAGE),
      began: (err) => log.error({ err }, 'mails cannot be sent; they wait'),
      ended: () => log.warn({}, 'mails can be sent again'),
    }),
  )
  void rounds.now()
  return rounds
}

/** With address and texts, without those that are not to be sent: their rows are over then. */
async function composed(
  claimed: readonly ClaimedMail[],
  { database, secret, compose }: MailSenderOptions,
  finish: Finish,
): Promise<OutgoingMail[]> {
  const whole = claimed.flatMap((mail) => asOutgoing(mail) ?? [])
  const others = claimed.filter((mail) => asOutgoing(mail) === null)
  const found = [...whole, ...(others.length > 0 ? await compose(others) : [])]
  const suppressed = await suppressedOf(
    database,
    found.map(({ to }) => addressHash(to, secret)),
  )
  const outgoing = found.filter(({ to }) => !suppressed.has(addressHash(to, secret)))
  const sendable = new Set(outgoing.map(({ id }) => id))
  const dropped = claimed.filter(({ id }) => !sendable.has(id))
  await Promise.all(dropped.map(({ id }) => finish({ id, state: 'DROPPED', addressHash: null, fault: null })))
  return outgoing
}

function asOutgoing({ id, kind, to, locale, subject, text, html, unsubscribeUrl }: ClaimedMail): OutgoingMail | null {
  if (to === null || locale === null || subject === null || text === null || html === null) return null
  return { id, kind, to, locale, subject, text, html, unsubscribeUrl }
}

/**
 * Spread over the time that the rate gives them. A mail begins when a connection is free, and has it until its end is stored: after a kill no more are sent
 * again than there are connections. What has not begun by `until` waits for the end of the lease, since another process may send it then.
 */
async function sendAll(
  mails: readonly OutgoingMail[],
  until: number,
  options: MailSenderOptions,
  finish: Finish,
): Promise<{ lost: Lost[]; isAnswered: boolean }> {
  const { transport, rate } = options
  const began = performance.now()
  const turns = mails.entries()
  const lost: Lost[] = []
  let isAnswered = false

  async function sendOneAfterTheOther(): Promise<void> {
    for (const [index, mail] of turns) {
      const early = began + (index * 1000) / rate - performance.now()
      if (early > 0) await pause(early)
      if (performance.now() > until) return
      const outcome = await sendTraced(mail, options, finish)
      if (outcome.type === 'UNAVAILABLE') lost.push({ id: mail.id, fault: outcome.fault })
      else isAnswered = true
    }
  }

  const connections = Array.from({ length: transport.atOnce }, sendOneAfterTheOther)
  // All, also if one fails: the next round needs their connections.
  const failures = (await Promise.allSettled(connections)).filter(({ status }) => status === 'rejected')
  if (failures[0]?.status === 'rejected') throw failures[0].reason
  return { lost, isAnswered }
}

/** If other mails had an answer, the fault is with these: they wait as if they were refused, so that they hold up no others. */
async function tryAgain(database: Database, lost: readonly Lost[], isAnswered: boolean): Promise<void> {
  const pausesMs = isAnswered ? PAUSES_MS : [OUTAGE.firstMs]
  for (const [fault, mails] of Map.groupBy(lost, (mail) => mail.fault)) {
    const ids = mails.map(({ id }) => id)
    await postponeMails(database, ids, { fault, pausesMs, isRefusal: isAnswered })
  }
}

/** The span has neither address nor texts. */
function sendTraced(mail: OutgoingMail, options: MailSenderOptions, finish: Finish): Promise<Outcome> {
  const attributes = { 'copydesk.mail.id': mail.id, 'copydesk.mail.kind': mail.kind }
  return inOwnTrace('send mail', { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const outcome = await sendOne(mail, options, finish)
    if (outcome.type !== 'SENT') markFailed(span, outcome.type)
    return outcome
  })
}

async function sendOne(mail: OutgoingMail, options: MailSenderOptions, finish: Finish): Promise<Outcome> {
  const { database, transport, secret, log } = options
  const { id, kind } = mail
  const hash = addressHash(mail.to, secret)
  const outcome = await transport.send(mail)
  if (outcome.type === 'SENT') {
    await finish({ id, state: 'SENT', addressHash: hash, fault: null })
  } else if (outcome.type === 'REFUSED' && outcome.isForNow) {
    log.info({ mail: id, kind, fault: outcome.fault }, 'a mail was refused for now; it is tried again')
    await postponeMails(database, [id], { fault: outcome.fault, pausesMs: PAUSES_MS, isRefusal: true })
  } else if (outcome.type === 'REFUSED') {
    log.warn({ mail: id, kind, fault: outcome.fault }, 'a mail was refused')
    if (outcome.isNoAddress) await suppressHash(database, hash, 'BOUNCE')
    await finish({ id, state: 'FAILED', addressHash: hash, fault: outcome.fault })
  }
  return outcome
}
