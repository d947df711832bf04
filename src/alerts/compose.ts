import { byline } from '../article/byline.ts'
import type { Database } from '../database/database.ts'
import type { ComposeMails } from '../mail/mail-sender.ts'
import { alertMail, type ToFollower } from '../mail/templates/alert.ts'
import { digestMail } from '../mail/templates/digest.ts'
import type { ListedArticle } from '../mail/templates/layout.ts'
import { wordsOf } from '../mail/templates/words.ts'
import type { OutgoingMail } from '../mail/transport.ts'
import { absoluteUrl, articlePath, type Site } from '../site/site.ts'
import { loadAlerts, loadDigests, loadSiteName, type ToldArticle } from './followed.load.ts'

/** The links at the end of a reader's mail. */
export interface ReaderLinks {
  readonly manageUrl: string
  readonly unsubscribeUrl: string
}

/** Makes links for these readers, by their ids. */
export type MakeLinks = (readerIds: readonly string[]) => Promise<ReadonlyMap<string, ReaderLinks>>

interface ComposerOptions {
  readonly database: Database
  readonly site: Site
  readonly makeLinks: MakeLinks
}

/**
 * Finds what alerts and digests say when they are sent. 50,000 alerts are 50,000 narrow rows and no texts, and an article that is withdrawn while they are sent
 * reaches nobody any more.
 */
export function alertComposer({ database, site, makeLinks }: ComposerOptions): ComposeMails {
  return async (mails) => {
    const alerts = await loadAlerts(database, mails)
    const digests = await loadDigests(database, mails)
    const links = await makeLinks([...alerts, ...digests].map(({ readerId }) => readerId))
    const siteName = (await loadSiteName(database)) ?? site.name

    function followerOf({
      readerId,
      locale,
    }: {
      readonly readerId: string
      readonly locale: string
    }): ToFollower | null {
      const own = links.get(readerId)
      return own ? { ...own, locale, siteName, siteUrl: site.url } : null
    }

    const listed = (article: ToldArticle): ListedArticle => ({
      ...article,
      byline: byline(article.credits, article.locale),
      url: absoluteUrl(articlePath(article, site), site),
    })

    return [
      ...alerts.flatMap((alert): OutgoingMail[] => {
        const follower = followerOf(alert)
        return follower ? [outgoing('ALERT', alert, follower, alertMail(follower, listed(alert.article)))] : []
      }),
      ...digests.flatMap((digest): OutgoingMail[] => {
        const follower = followerOf(digest)
        if (!follower) return []
        const texts = digestMail(follower, {
          frequency: digest.frequency,
          articles: digest.articles.map(listed),
          corrections: digest.corrections.map(({ article, text }) => ({ article: listed(article), text })),
        })
        return [outgoing('DIGEST', digest, follower, texts)]
      }),
    ]
  }
}

function outgoing(
  kind: 'ALERT' | 'DIGEST',
  { id, email }: { readonly id: string; readonly email: string },
  { locale, unsubscribeUrl }: ToFollower,
  texts: ReturnType<typeof alertMail>,
): OutgoingMail {
  return { ...texts, id, kind, to: email, locale: wordsOf(locale).locale, unsubscribeUrl }
}
