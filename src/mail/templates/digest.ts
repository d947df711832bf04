import type { MailTexts } from '../mail.ts'
import type { ToFollower } from './alert.ts'
import { type ListedArticle, letter, type Part } from './layout.ts'
import { named, wordsOf } from './words.ts'

export interface ListedCorrection {
  readonly article: ListedArticle
  readonly text: string
}

export interface DigestContent {
  readonly frequency: 'DAILY' | 'WEEKLY'
  /** The newest first */
  readonly articles: readonly ListedArticle[]
  readonly corrections: readonly ListedCorrection[]
}

/** The longest that anybody reads; mail programs cut off after 100 KB. */
const MOST_ARTICLES = 30
const MOST_CORRECTIONS = 20

/** About everything new that the reader follows. */
export function digestMail(
  { locale, siteName, siteUrl, manageUrl, unsubscribeUrl }: ToFollower,
  { frequency, articles, corrections }: DigestContent,
): MailTexts {
  const words = wordsOf(locale)
  const [shown, corrected] = [articles.slice(0, MOST_ARTICLES), corrections.slice(0, MOST_CORRECTIONS)]
  const more = articles.length - shown.length
  const parts: Part[] = [
    { type: 'heading', text: words.digestHeading(frequency) },
    ...shown.map((article): Part => ({ type: 'article', article, size: 'small' })),
    ...(more > 0 ? [{ type: 'paragraph', text: words.more(more) } as const] : []),
    ...(corrected.length > 0 ? [{ type: 'subheading', text: words.corrections } as const] : []),
    ...corrected.flatMap(({ article, text }): Part[] => [
      { type: 'article', article: { ...article, kicker: null, standfirst: null, byline: null }, size: 'small' },
      { type: 'note', locale: article.locale, text },
    ]),
  ]
  return letter({
    locale: words.locale,
    siteName,
    siteUrl,
    subject: words.digestSubject(articles.length, corrections.length, siteName),
    preview: [...articles, ...corrections.map(({ article }) => article)]
      .map(({ headline }) => headline)
      .slice(0, 3)
      .join(' · '),
    parts,
    footer: {
      text: words.alertFooter(named(siteName)),
      links: [
        { label: words.manageLink, url: manageUrl },
        { label: words.unsubscribeLink, url: unsubscribeUrl },
      ],
    },
  })
}
