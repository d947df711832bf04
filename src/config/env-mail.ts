import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { text, wholeNumber } from './env-values.ts'

/** Under which name and address mails are sent. */
export interface MailSender {
  /** Null: the site's name */
  readonly name: string | null
  readonly address: string
}

export interface DkimSettings {
  readonly domain: string
  readonly selector: string
  /** A private key in PEM */
  readonly key: string
}

/** How mails are sent. */
export interface MailSettings {
  /** Null: mails are written to `outboxDir` */
  readonly smtpUrl: string | null
  readonly outboxDir: string
  /** Mails a second at most, of all processes together */
  readonly rate: number
  readonly from: MailSender
  /** Where mail servers report that a mail did not arrive; its local part gets a mark of the mail. Null: to the sender, without a mark */
  readonly bounceAddress: string | null
  /** What reports of bounces are signed with; null: none are taken */
  readonly eventsSecret: string | null
  /** Null: mails are not signed */
  readonly dkim: DkimSettings | null
  /** How long an alert waits after the publication, in seconds */
  readonly alertDelay: number
}

const ADDRESS = /^[^\s"<>@,;:\\]+@[^\s"<>@,;:\\]+$/

const sender = z.string().transform((value, context): MailSender => {
  const [, name = '', inBrackets] = /^"?([^"<>\r\n]*?)"?\s*<([^<>]+)>$/.exec(value.trim()) ?? []
  const address = inBrackets ?? value.trim()
  if (ADDRESS.test(address)) return { name: name === '' ? null : name, address }
  context.addIssue('an address such as alerts@daily.example, or with a name: The Daily <alerts@daily.example>')
  return z.NEVER
})

/** A local part has 64 characters at most, and the mark of a mail takes 45. */
const bounceAddress = z.string().transform((value, context) => {
  const address = value.trim()
  if (ADDRESS.test(address) && address.lastIndexOf('@') <= 19) return address
  context.addIssue('an address with at most 19 characters before the @, such as bounces@daily.example')
  return z.NEVER
})

const privateKey = z.string().transform((value, context) => {
  const pem = value.replaceAll('\\n', '\n')
  try {
    createPrivateKey(pem)
    return pem
  } catch {
    context.addIssue('a private key in PEM, with \\n for the ends of lines')
    return z.NEVER
  }
})

const eventsSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, { error: 'whsec_ and at least 24 random bytes in base64' })

const domain = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, { error: 'the name of a domain, such as daily.example' })

export const mailVariables = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'an address like smtp://user:password@host:587 or smtps://…' })
    .optional(),
  SMTP_RATE: wholeNumber(1, 10_000).default(10),
  MAIL_FROM: sender.optional(),
  MAIL_BOUNCE_ADDRESS: bounceAddress.optional(),
  MAIL_EVENTS_SECRET: eventsSecret.optional(),
  DKIM_KEY: privateKey.optional(),
  DKIM_DOMAIN: domain.optional(),
  DKIM_SELECTOR: text.default('copydesk'),
  ALERT_DELAY: wholeNumber(0, 86_400).default(120),
}

/** A mail server takes no mail from nobody. */
export function missingOfMail(given: Record<string, string | undefined>): string[] {
  if (given.SMTP_URL === undefined || given.MAIL_FROM !== undefined) return []
  return ['MAIL_FROM is missing. Allowed: with SMTP_URL it must be set, e.g. The Daily <alerts@daily.example>.']
}

type Given = z.output<z.ZodObject<typeof mailVariables>>

export function mailFrom(given: Given, dataDir: string): MailSettings {
  const from = given.MAIL_FROM ?? { name: null, address: 'alerts@localhost' }
  const ownDomain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return {
    smtpUrl: given.SMTP_URL ?? null,
    outboxDir: join(dataDir, 'outbox'),
    rate: given.SMTP_RATE,
    from,
    bounceAddress: given.MAIL_BOUNCE_ADDRESS ?? null,
    eventsSecret: given.MAIL_EVENTS_SECRET ?? null,
    dkim:
      given.DKIM_KEY === undefined
        ? null
        : { key: given.DKIM_KEY, domain: given.DKIM_DOMAIN ?? ownDomain, selector: given.DKIM_SELECTOR },
    alertDelay: given.ALERT_DELAY,
  }
}
