import { type BylineCredit, byline } from '../../src/article/byline.ts'
import { readingTimeMinutes } from '../../src/content/word-count.ts'
import { direction } from '../../src/lib/locale.ts'
import { absoluteUrl, articlePath, type Site } from '../../src/site/site.ts'
import { type CaptionRow, caption, captionSql, isUsableSql } from './caption.ts'

/** An article in a list as `teaserSql` gives it. */
export interface TeaserRow {
  id: string
  slug: string
  locale: string
  kicker: string | null
  headline: string
  standfirst: string | null
  publishedAt: string
  wordCount: number
  credits: BylineCredit[]
  leadImage: CaptionRow | null
  topics: { rel: string; id: string; name: string; slug: string }[]
}

/** Of `article a join revision r`. */
export const teaserSql = `json_build_object('id', a.id, 'slug', a.slug, 'locale', a.locale, 'kicker', r.kicker, 'headline', r.headline,
  'standfirst', r.standfirst, 'publishedAt', a.published_at, 'wordCount', r.word_count,
  'credits', (select coalesce(json_agg(json_build_object('role', c.role, 'name', c.name, 'position', c.position)), '[]') from credit c
    where c.revision_id = r.id),
  'leadImage', (select ${captionSql} from caption c join image i on i.id = c.image_id where c.revision_id = r.id and c.role = 'LEAD' and ${isUsableSql}),
  'topics', (select coalesce(json_agg(json_build_object('rel', rt.rel, 'id', t.id, 'name', t.name, 'slug', t.slug) order by rt.position), '[]')
    from revision_topic rt join topic t on t.id = rt.topic_id where rt.revision_id = r.id))`

export function teaser({ publishedAt, wordCount, credits, leadImage, topics, ...article }: TeaserRow, site: Site) {
  const path = articlePath(article, site)
  return {
    ...article,
    id: `article_${article.id}`,
    path,
    url: absoluteUrl(path, site),
    byline: byline(credits, article.locale),
    publishedAt: iso(publishedAt),
    direction: direction(article.locale),
    readingTimeMinutes: readingTimeMinutes(wordCount),
    leadImage: leadImage && caption(leadImage, site),
    topics: topics.map(({ rel, id, ...topic }) => ({ rel, topic: { id: `topic_${id}`, ...topic } })),
  }
}

export function iso(timestamp: string): string {
  return new Date(timestamp).toISOString()
}
