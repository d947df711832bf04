import type { MailTexts } from '../mail.ts'
import { type ListedArticle, letter } from './layout.ts'
import { named, wordsOf } from './words.ts'

/** What all mails to followers have. */
export interface ToFollower {
  /** The reader's */
  readonly locale: string
  readonly siteName: string
  readonly siteUrl: string
  readonly manageUrl: string
  readonly unsubscribeUrl: string
}

/** About one article. Its headline is the subject, in its own language. */
export function alertMail(
  { locale, siteName, siteUrl, manageUrl, unsubscribeUrl }: ToFollower,
  article: ListedArticle,
): MailTexts {
  const words = wordsOf(locale)
  return letter({
    locale: words.locale,
    siteName,
    siteUrl,
    subject: article.headline,
    preview: article.standfirst ?? siteName,
    parts: [
      { type: 'article', article, size: 'large' },
      { type: 'button', link: { label: words.readOn, url: article.url } },
    ],
    footer: {
      text: words.alertFooter(named(siteName)),
      links: [
        { label: words.manageLink, url: manageUrl },
        { label: words.unsubscribeLink, url: unsubscribeUrl },
      ],
    },
  })
}
