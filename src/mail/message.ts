import type { SendMailOptions } from 'nodemailer'
import type { MailSettings } from '../config/env-mail.ts'
import type { OutgoingMail } from './transport.ts'
import { verpAddress } from './verp.ts'

export interface MessageOptions {
  readonly settings: Pick<MailSettings, 'from' | 'bounceAddress'>
  /** The site's name and host */
  readonly siteName: string
  readonly siteHost: string
  /** The database's, for marks of bounces */
  readonly secret: string
}

/**
 * The message of a mail. The same mail has the same Message-ID whenever it is sent, so that mail programs show a mail once that was sent twice.
 * No header contains more about the reader than the address.
 */
export function messageOf(mail: OutgoingMail, options: MessageOptions): SendMailOptions {
  const { settings, siteName, secret } = options
  const { from, bounceAddress } = settings
  return {
    envelope: {
      from: bounceAddress === null ? from.address : verpAddress(bounceAddress, mail.id, secret),
      to: mail.to,
    },
    from: { name: from.name ?? siteName, address: from.address },
    // As an object, so that nothing in the address is taken for a list of addresses.
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    headers: {
      // RFC 3834: no automatic reply is sent to it.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': mail.locale,
      ...(mail.unsubscribeUrl !== null && listHeaders(mail.unsubscribeUrl, options)),
    },
    // Templates have texts only: nothing is read from a file or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** RFC 2369, 2919 and 8058: mail programs show a button that ends the mails by a POST. */
function listHeaders(
  unsubscribeUrl: string,
  { siteHost }: MessageOptions,
): Record<string, { prepared: true; value: string }> {
  // Prepared: a long address must not be divided.
  const prepared = (value: string) => ({ prepared: true as const, value })
  return {
    'List-Id': prepared(`<alerts.${siteHost}>`),
    'List-Unsubscribe': prepared(`<${unsubscribeUrl}>`),
    'List-Unsubscribe-Post': prepared('List-Unsubscribe=One-Click'),
  }
}
