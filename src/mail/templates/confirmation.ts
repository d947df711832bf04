import type { MailTexts } from '../mail.ts'
import { letter } from './layout.ts'
import { named, wordsOf } from './words.ts'

interface Confirmation {
  /** BCP 47: the reader's; English where there are no words for it */
  readonly locale: string
  readonly siteName: string
  /** The names of the topics and authors to follow */
  readonly topics: readonly string[]
  /** A page with a button: opening it confirms nothing */
  readonly confirmUrl: string
  /** A page by which nobody can have this address written to again */
  readonly unsubscribeUrl: string
}

/** Asks whether the owner of an address wants alerts. */
export function confirmationMail({ locale, siteName, topics, confirmUrl, unsubscribeUrl }: Confirmation): MailTexts {
  const words = wordsOf(locale)
  return letter({
    locale: words.locale,
    siteName,
    subject: words.confirmSubject(siteName),
    preview: words.confirmText(siteName),
    parts: [
      { type: 'heading', text: words.confirmHeading },
      { type: 'paragraph', text: words.confirmText(named(siteName)) },
      { type: 'names', names: topics },
      { type: 'button', link: { label: words.confirmButton, url: confirmUrl } },
      { type: 'paragraph', text: words.confirmIgnore },
    ],
    footer: { text: words.confirmFooter, links: [{ label: words.neverButton, url: unsubscribeUrl }] },
  })
}
