import { type Block, BODY } from '../../src/content/blocks/blocks.ts'
import { parseBody } from '../../src/content/body.ts'
import type { ShareChannel } from '../../src/generated/graphql.ts'
import type { CreditRole } from '../../src/generated/prisma/enums.ts'
import { blockText } from '../../src/markup/inline-html.ts'
import { shareLink } from '../../src/share/share.rules.ts'
import { absoluteUrl, articlePath, authorPath, type Site, topicPath } from '../../src/site/site.ts'
import { type CaptionRow, caption, captionSql, figure, imageUrl, isUsableSql, wordsSql } from './caption.ts'
import type { Ceiling, PageHandler } from './handler.ts'
import { relatedArticlesSql } from './related-articles.ts'
import { relatedTopicsSql } from './related-topics.ts'
import { iso, type TeaserRow, teaser, teaserSql } from './teaser.ts'

const CHANNELS: readonly ShareChannel[] = [
  'EMAIL',
  'WHATSAPP',
  'X',
  'FACEBOOK',
  'TELEGRAM',
  'LINKEDIN',
  'BLUESKY',
  'COPY',
]

interface CreditRow {
  role: CreditRole
  position: number
  name: string
  author: {
    id: string
    name: string
    slug: string
    jobTitle: string | null
    image: { id: string; file: string; altText: string | null; words: string | null } | null
  } | null
}

interface ArticleRow extends Omit<TeaserRow, 'leadImage' | 'credits'> {
  updatedAt: string
  firstPublishedAt: string
  body: unknown
  bodyText: string
  credits: CreditRow[]
  captions: CaptionRow[]
  corrections: { kind: string; text: string; publishedAt: string }[]
  relatedTopics: { score: number; node: { id: string; name: string; slug: string } }[]
  relatedArticles: { score: number; reasons: string[]; node: TeaserRow }[]
  translations: { locale: string; slug: string; headline: string }[]
}

const ARTICLE_PAGE = `
  with own as materialized (
    select * from article where slug = $1 and live_revision_id is not null order by locale = 'en' desc, first_published_at, id limit 1
  ),
  related_topics as (${relatedTopicsSql('select rt.topic_id from own join revision_topic rt on rt.revision_id = own.live_revision_id', 6)}),
  related_articles as (${relatedArticlesSql})
  select json_build_object('id', o.id, 'slug', o.slug, 'locale', o.locale, 'kicker', v.kicker, 'headline', v.headline, 'standfirst', v.standfirst,
    'publishedAt', o.published_at, 'updatedAt', o.live_updated_at, 'firstPublishedAt', o.first_published_at, 'wordCount', v.word_count,
    'body', v.body, 'bodyText', v.plain_text,
    'credits', (select coalesce(json_agg(json_build_object('role', c.role, 'position', c.position, 'name', c.name,
        'author', case when w.id is null then null else json_build_object('id', w.id, 'name', w.name, 'slug', w.slug, 'jobTitle', w.job_title,
          'image', case when i.id is null then null else json_build_object('id', i.id, 'file', i.file, 'altText', i.alt_text, 'words', ${wordsSql}) end) end
      ) order by c.position), '[]')
      from credit c left join author w on w.id = c.author_id left join image i on i.id = w.image_id and ${isUsableSql} where c.revision_id = v.id),
    'captions', (select coalesce(json_agg(${captionSql} order by c.position), '[]')
      from caption c join image i on i.id = c.image_id where c.revision_id = v.id and ${isUsableSql}),
    'topics', (select coalesce(json_agg(json_build_object('rel', rt.rel, 'id', t.id, 'name', t.name, 'slug', t.slug) order by rt.position), '[]')
      from revision_topic rt join topic t on t.id = rt.topic_id where rt.revision_id = v.id),
    'corrections', (select coalesce(json_agg(json_build_object('kind', c.kind, 'text', c.text, 'publishedAt', c.published_at)
      order by c.published_at desc, c.id desc), '[]') from correction c where c.article_id = o.id),
    'relatedTopics', (select coalesce(json_agg(json_build_object('score', s.score, 'node',
      json_build_object('id', t.id, 'name', t.name, 'slug', t.slug)) order by s.rank desc, s.id desc), '[]') from related_topics s join topic t on t.id = s.id),
    'relatedArticles', (select coalesce(json_agg(json_build_object('score', s.score, 'reasons', s.reasons, 'node', ${teaserSql})
      order by s.score desc, s.id desc), '[]')
      from related_articles s join article a on a.id = s.id join revision r on r.id = a.live_revision_id),
    'translations', (select coalesce(json_agg(json_build_object('locale', a.locale, 'slug', a.slug, 'headline', r.headline) order by a.locale), '[]')
      from article a join revision r on r.id = a.live_revision_id where a.translation_group_id = o.translation_group_id and a.id <> o.id)
  ) as article
  from own o join revision v on v.id = o.live_revision_id`

export const articlePage: PageHandler = async (ceiling, query) => {
  const row = await ceiling.row<{ article: ArticleRow }>({
    name: 'article',
    text: ARTICLE_PAGE,
    values: [query.get('slug') ?? ''],
  })
  return { article: row ? article(row.article, ceiling) : null }
}

function article({ body, ...row }: ArticleRow, { site, images }: Ceiling) {
  const { wordCount, captions, corrections, credits, firstPublishedAt, updatedAt, bodyText } = row
  const blocks = parseBody(body)
  const figures = new Map(captions.map((each) => [each.id, figure(each, images)]))
  const shown = new Map(captions.map((each) => [each.id, caption(each, site)]))
  const shared = { ...row, path: articlePath(row, site) }
  return {
    ...teaser(teaserOf(row), site),
    updatedAt: iso(updatedAt),
    firstPublishedAt: iso(firstPublishedAt),
    wordCount,
    bodyText,
    credits: credits.map((each) => credit(each, site)),
    body: blocks.map((each) => block(each, shown)),
    bodyHtml: BODY.html(blocks, figures),
    captions: [...shown.values()],
    corrections: corrections.map(({ publishedAt, ...rest }) => ({ ...rest, publishedAt: iso(publishedAt) })),
    relatedTopics: { edges: row.relatedTopics.map(({ score, node }) => ({ score, node: topic(node, site) })) },
    relatedArticles: { edges: row.relatedArticles.map(({ node, ...edge }) => ({ ...edge, node: teaser(node, site) })) },
    shareLinks: CHANNELS.map((channel) => shareLink(channel, shared, site)),
    translations: row.translations.map(({ headline, ...other }) => ({
      locale: other.locale,
      article: { slug: other.slug, url: absoluteUrl(articlePath(other, site), site), headline },
    })),
  }
}

function teaserOf(row: Omit<ArticleRow, 'body'>): TeaserRow {
  const { id, slug, locale, kicker, headline, standfirst, publishedAt, wordCount, credits, topics, captions } = row
  const leadImage = captions.find(({ role }) => role === 'LEAD') ?? null
  return { id, slug, locale, kicker, headline, standfirst, publishedAt, wordCount, credits, topics, leadImage }
}

function topic(row: { id: string; name: string; slug: string }, site: Site) {
  return { ...row, id: `topic_${row.id}`, url: absoluteUrl(topicPath(row), site) }
}

function credit({ author, ...row }: CreditRow, site: Site) {
  if (!author) return { ...row, author }
  const { id, image, ...rest } = author
  return {
    ...row,
    author: {
      ...rest,
      id: `author_${id}`,
      url: absoluteUrl(authorPath(author), site),
      image: image && { id: `image_${image.id}`, url: imageUrl(image.file, image.words, site), altText: image.altText },
    },
  }
}

function block(stored: Block, captions: ReadonlyMap<string, ReturnType<typeof caption>>) {
  switch (stored.type) {
    case 'paragraph':
      return { __typename: 'ParagraphBlock', html: stored.html, text: blockText(stored.html) }
    case 'heading':
      return { __typename: 'HeadingBlock', level: stored.level, text: stored.text }
    case 'image':
      return { __typename: 'ImageBlock', caption: captions.get(stored.captionId) ?? null }
    case 'quote':
      return { __typename: 'QuoteBlock', text: stored.text, attribution: stored.attribution }
    case 'list':
      return {
        __typename: 'ListBlock',
        ordered: stored.ordered,
        items: stored.items.map(({ html }) => blockText(html)),
      }
    case 'embed':
      return { __typename: 'EmbedBlock', url: stored.url, provider: stored.provider, title: stored.title }
  }
}
