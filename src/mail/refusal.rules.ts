import type { Outcome } from './transport.ts'

/** What a mail server answered, as nodemailer reports it. */
export interface SmtpFault {
  /** Nodemailer's own word for what went wrong, as "EENVELOPE" */
  readonly code?: string | undefined
  /** The command that was refused, as "RCPT TO" */
  readonly command?: string | undefined
  /** Of the reply, as 550 */
  readonly responseCode?: number | undefined
  /** The whole reply */
  readonly response?: string | undefined
}

/** The address does not exist (RFC 3463, 3.2), except for 5.1.7 and 5.1.8, which are about the sender's address. */
const NO_ADDRESS = /^5\.1\.(?!7$|8$)\d+$/

/** Commands that are about the mail or its recipient. What is refused before them is about us, and all mails would have the same answer. */
const ABOUT_THE_MAIL = /^(RCPT|DATA|BDAT|\.)|^$/i

/**
 * A reply 4xx is for now, 5xx for good (RFC 5321, 4.2.1), except 503, which says that the session was in a wrong state. Without a reply, or where the server does not
 * take us as a sender, no mail is lost: all are tried again.
 */
export function outcomeOf({ code = 'UNKNOWN', command = '', responseCode, response = '' }: SmtpFault): Outcome {
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null
  const fault = [responseCode ?? code, ...(status === null ? [] : [status])].join(' ')
  if (responseCode === undefined || code === 'EAUTH' || !ABOUT_THE_MAIL.test(command))
    return { type: 'UNAVAILABLE', fault }
  const isForNow = responseCode < 500 || responseCode === 503
  return { type: 'REFUSED', fault, isForNow, isNoAddress: !isForNow && status !== null && NO_ADDRESS.test(status) }
}
