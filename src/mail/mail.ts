/** Why a mail is sent. A CHECK of the table has the same. */
export type MailKind = 'CONFIRM_FOLLOWS' | 'ALERT' | 'DIGEST' | 'WEBHOOK_DISABLED'

/** The texts of a mail, in both of its parts. */
export interface MailTexts {
  readonly subject: string
  readonly text: string
  /** A whole document */
  readonly html: string
}

/** A mail that can be sent as it is. */
export interface NewMail extends MailTexts {
  readonly kind: MailKind
  /** One address, without a name */
  readonly to: string
  /** BCP 47: of the texts */
  readonly locale: string
  /** A mail whose key was used in the last days is not sent again */
  readonly dedupeKey: string
  /** Ends all mails of this kind by a POST (RFC 8058); null where there is nothing to end */
  readonly unsubscribeUrl: string | null
  /** Whom it is for, if that is a reader: deleted with the reader */
  readonly readerId: string | null
}
