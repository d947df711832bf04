import type { MailTexts } from '../mail.ts'
import { letter } from './layout.ts'
import { wordsOf } from './words.ts'

interface ManageLink {
  readonly locale: string
  readonly siteName: string
  /** A page with what the reader follows */
  readonly manageUrl: string
  readonly unsubscribeUrl: string
}

/** The answer to a reader who already follows and asks again: the link to what is followed. */
export function manageLinkMail({ locale, siteName, manageUrl, unsubscribeUrl }: ManageLink): MailTexts {
  const words = wordsOf(locale)
  return letter({
    locale: words.locale,
    siteName,
    subject: words.manageSubject(siteName),
    preview: words.manageText,
    parts: [
      { type: 'heading', text: words.manageHeading },
      { type: 'paragraph', text: words.manageText },
      { type: 'button', link: { label: words.manageButton, url: manageUrl } },
    ],
    footer: { text: words.manageFooter, links: [{ label: words.unsubscribeLink, url: unsubscribeUrl }] },
  })
}
