import { articleId, type SyntheticArticle } from './article.ts'
import { type Columns, columnsOf, inputsOf } from './columns.ts'
import { DOCUMENTS } from './documents.ts'
import { numberedId } from './numbered.ts'

const LOCALE = 'en'

const REVISION = {
  id: 'uuid',
  article_id: 'uuid',
  number: 'int',
  kicker: 'text',
  headline: 'text',
  standfirst: 'text',
  body: 'jsonb',
  plain_text: 'text',
  word_count: 'int',
  created_at: 'timestamptz',
}
const CREDIT = { revision_id: 'uuid', position: 'int', role: 'credit_role', author_id: 'uuid', name: 'text' }
const CAPTION = { id: 'uuid', revision_id: 'uuid', image_id: 'uuid', role: 'caption_role', position: 'int' }
const TOPIC = { revision_id: 'uuid', topic_id: 'uuid', rel: 'topic_rel', position: 'int' }
const ARTICLE = {
  id: 'uuid',
  locale: 'text',
  slug: 'text',
  status: 'article_status',
  version: 'int',
  live_revision_id: 'uuid',
  latest_revision_id: 'uuid',
  first_published_at: 'timestamptz',
  published_at: 'timestamptz',
  scheduled_for: 'timestamptz',
  scheduled_revision_id: 'uuid',
  withdrawn_at: 'timestamptz',
  trashed_at: 'timestamptz',
  translation_group_id: 'uuid',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  live_updated_at: 'timestamptz',
}

type Row<Types> = Record<keyof Types, string | number | null>

/** The search function's arguments */
const TEXTS = { article_id: 0, locale: 0, headline: 0, kicker: 0, standfirst: 0, names: 0, plain_text: 0 }

export interface Batch {
  /** Everything that belongs to the revisions */
  parts: Columns[]
  articles: Columns
  /** What search is to find the live ones by */
  texts: Columns
}

/** Names of authors and topics, by number. */
export interface Names {
  authors: readonly string[]
  topics: readonly string[]
}

export function batchOf(articles: SyntheticArticle[], names: Names): Batch {
  const written = articles.flatMap((article) => revisionsOf(article).map((revision) => ({ article, ...revision })))
  const parts = [
    columnsOf(
      'revision',
      REVISION,
      written.map(({ article, id, number }) => revisionRow(article, id, number)),
    ),
    columnsOf(
      'credit',
      CREDIT,
      written.flatMap(({ article, id }) => creditRows(article, id, names)),
    ),
    columnsOf(
      'caption',
      CAPTION,
      written.flatMap(({ article, id }) => captionRows(article, id)),
    ),
    columnsOf(
      'revision_topic',
      TOPIC,
      written.flatMap(({ article, id }) => topicRows(article, id)),
    ),
  ]
  return { parts, articles: columnsOf('article', ARTICLE, articles.map(articleRow)), texts: textsOf(articles, names) }
}

function creditRows({ authors }: SyntheticArticle, revision: string, names: Names): Row<typeof CREDIT>[] {
  return authors.map((author, position) => ({
    revision_id: revision,
    position,
    role: position === 2 ? 'PHOTOGRAPHER' : 'WRITER',
    author_id: numberedId('author', author),
    name: names.authors[author] ?? '',
  }))
}

function topicRows({ topics }: SyntheticArticle, revision: string): Row<typeof TOPIC>[] {
  return topics.map((topic, position) => ({
    revision_id: revision,
    topic_id: numberedId('topic', topic),
    rel: position < 2 ? 'ABOUT' : 'MENTIONS',
    position,
  }))
}

function textsOf(articles: SyntheticArticle[], names: Names): Columns {
  const config = 'text_search_config(locale)'
  const live = articles.filter(({ status }) => status === 'PUBLISHED')
  return {
    table: DOCUMENTS,
    columns: {
      article_id: 'article_id::uuid',
      config,
      document: `search_document(${config}, headline, kicker, standfirst, names, plain_text)`,
      as_written: 'search_as_written(headline, kicker, standfirst, names, plain_text)',
      form: 'search_form_number()',
    },
    inputs: inputsOf(
      TEXTS,
      live.map((article) => searchedTexts(article, names)),
    ),
  }
}

/** Names twice: as printed and as the page has them, which here are the same. */
function searchedTexts(article: SyntheticArticle, { authors, topics }: Names): Row<typeof TEXTS> {
  const printed = article.authors.map((author) => authors[author]).sort()
  return {
    article_id: articleId(article.number),
    locale: LOCALE,
    headline: article.headline,
    kicker: article.kicker,
    standfirst: article.standfirst,
    names: [...article.topics.map((topic) => topics[topic]), ...printed, ...printed].join(' '),
    plain_text: article.plainText,
  }
}

function revisionsOf({ number, hasNewerDraft }: SyntheticArticle) {
  const first = { id: numberedId('revision', number), number: 1 }
  return hasNewerDraft ? [first, { id: numberedId('newer revision', number), number: 2 }] : [first]
}

function revisionRow(article: SyntheticArticle, id: string, number: number): Row<typeof REVISION> {
  return {
    id,
    article_id: articleId(article.number),
    number,
    kicker: article.kicker,
    headline: number === 1 ? article.headline : `${article.headline}, continued`,
    standfirst: article.standfirst,
    body: JSON.stringify(article.body),
    plain_text: article.plainText,
    word_count: article.wordCount,
    created_at: article.publishedAt.toISOString(),
  }
}

function captionRows({ number, leadImage }: SyntheticArticle, revision: string): Row<typeof CAPTION>[] {
  if (leadImage === null) return []
  const [id, image] = [numberedId('caption', number), numberedId('image', leadImage)]
  return [{ id, revision_id: revision, image_id: image, role: 'LEAD', position: 0 }]
}

function articleRow(article: SyntheticArticle): Row<typeof ARTICLE> {
  const { number, slug, status } = article
  const at = article.publishedAt.toISOString()
  const when = <S extends string>(one: S) => (status === one ? at : null)
  const revisions = revisionsOf(article)
  const latest = revisions.at(-1)?.id ?? null
  const published = when('PUBLISHED') ?? when('WITHDRAWN')
  return {
    id: articleId(number),
    locale: LOCALE,
    slug,
    status,
    version: revisions.length,
    live_revision_id: status === 'PUBLISHED' ? numberedId('revision', number) : null,
    latest_revision_id: latest,
    first_published_at: published,
    published_at: published,
    scheduled_for: status === 'SCHEDULED' ? '2099-01-01T00:00:00Z' : null,
    scheduled_revision_id: status === 'SCHEDULED' ? latest : null,
    withdrawn_at: when('WITHDRAWN'),
    trashed_at: when('TRASHED'),
    translation_group_id: numberedId('translations', number),
    created_at: at,
    updated_at: at,
    live_updated_at: when('PUBLISHED'),
  }
}
