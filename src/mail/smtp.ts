import { createTransport, type NodemailerError } from 'nodemailer'
import type { MailSettings } from '../config/env-mail.ts'
import { type MessageOptions, messageOf } from './message.ts'
import { outcomeOf } from './refusal.rules.ts'
import type { MailTransport } from './transport.ts'

/** In milliseconds. */
const TIMES = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000, dnsTimeout: 15_000 }

/** What a signature covers: RFC 8058 asks for the two headers of the list. */
const SIGNED = [
  ...['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Language'],
  ...['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Auto-Submitted'],
].join(':')

/** Of one process. A mail is sent twice only if it was on one of them when the process was killed. */
export const MAX_CONNECTIONS = 20

/** With a server that takes a fifth of a second for a mail, each connection sends five a second. */
const connectionsFor = (rate: number): number => Math.min(Math.max(Math.ceil(rate / 5), 1), MAX_CONNECTIONS)

/** Sends over a few connections that stay open. What is repeated, and when, is for the queue: nodemailer repeats nothing. */
export function smtpTransport(smtpUrl: string, settings: MailSettings, options: MessageOptions): MailTransport {
  const { dkim, rate } = settings
  const atOnce = connectionsFor(rate)
  const transporter = createTransport({
    ...TIMES,
    url: smtpUrl,
    pool: true,
    maxConnections: atOnce,
    maxMessages: 1000,
    maxRequeues: 0,
    ...(dkim && {
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key, headerFieldNames: SIGNED },
    }),
  })
  return {
    atOnce,
    async send(mail) {
      try {
        await transporter.sendMail(messageOf(mail, options))
        return { type: 'SENT' }
      } catch (error) {
        return outcomeOf(isSmtpError(error) ? error : {})
      }
    },
    close: () => transporter.close(),
  }
}

function isSmtpError(error: unknown): error is NodemailerError {
  return error instanceof Error
}
