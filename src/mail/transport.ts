import type { MailKind, MailTexts } from './mail.ts'

/** A mail on its way out. */
export interface OutgoingMail extends MailTexts {
  readonly id: string
  readonly kind: MailKind
  readonly to: string
  readonly locale: string
  readonly unsubscribeUrl: string | null
}

/** What became of an attempt. */
export type Outcome =
  | { readonly type: 'SENT' }
  | {
      readonly type: 'REFUSED'
      /** Codes, never the text: it may repeat the address */
      readonly fault: string
      /** Whether the same mail may be taken later */
      readonly isForNow: boolean
      /** Whether there is no such address */
      readonly isNoAddress: boolean
    }
  /** Nothing is known of the mail: no mail can be sent at this time */
  | { readonly type: 'UNAVAILABLE'; readonly fault: string }

/** Where mails go. */
export interface MailTransport {
  /** How many mails it sends at a time; more would wait */
  readonly atOnce: number
  /** Never throws for what the mail server does. */
  send(mail: OutgoingMail): Promise<Outcome>
  close(): void
}
