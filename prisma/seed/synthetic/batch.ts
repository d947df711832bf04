import { articleId, type SyntheticArticle } from './article.ts'
import { numberedId } from './numbered.ts'

/** Rows of several tables on their way into the database: one list a column. */
export interface Columns {
  table: string
  /** Column names and their SQL types */
  types: Record<string, string>
  values: Record<string, (string | null)[]>
}

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
  withdrawn_at: 'timestamptz',
  trashed_at: 'timestamptz',
  translation_group_id: 'uuid',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  live_updated_at: 'timestamptz',
}

type Row<Types> = { [Column in keyof Types]: string | number | null }

function columns<Types extends Record<string, string>>(table: string, types: Types, rows: Row<Types>[]): Columns {
  const values: Columns['values'] = {}
  for (const column of Object.keys(types)) {
    values[column] = rows.map((row) => {
      const value = row[column]
      return value === null || value === undefined ? null : String(value)
    })
  }
  return { table, types, values }
}

/** @param authorNames by number */
export function batchOf(
  articles: SyntheticArticle[],
  authorNames: readonly string[],
): { parts: Columns[]; articles: Columns } {
  const written = articles.flatMap((article) => revisionsOf(article).map((revision) => ({ article, ...revision })))
  const parts = [
    columns(
      'revision',
      REVISION,
      written.map(({ article, id, number }) => revisionRow(article, id, number)),
    ),
    columns(
      'credit',
      CREDIT,
      written.flatMap(({ article, id }) =>
        article.authors.map((author, position) => ({
          revision_id: id,
          position,
          role: position === 2 ? 'PHOTOGRAPHER' : 'WRITER',
          author_id: numberedId('author', author),
          name: authorNames[author] ?? '',
        })),
      ),
    ),
    columns(
      'caption',
      CAPTION,
      written.flatMap(({ article, id }) => captionRows(article, id)),
    ),
    columns(
      'revision_topic',
      TOPIC,
      written.flatMap(({ article, id }) =>
        article.topics.map((topic, position) => ({
          revision_id: id,
          topic_id: numberedId('topic', topic),
          rel: position < 2 ? 'ABOUT' : 'MENTIONS',
          position,
        })),
      ),
    ),
  ]
  return { parts, articles: columns('article', ARTICLE, articles.map(articleRow)) }
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
  const published = when('PUBLISHED') ?? when('WITHDRAWN')
  return {
    id: articleId(number),
    locale: 'en',
    slug,
    status,
    version: revisions.length,
    live_revision_id: status === 'PUBLISHED' ? numberedId('revision', number) : null,
    latest_revision_id: revisions.at(-1)?.id ?? null,
    first_published_at: published,
    published_at: published,
    scheduled_for: status === 'SCHEDULED' ? '2099-01-01T00:00:00Z' : null,
    withdrawn_at: when('WITHDRAWN'),
    trashed_at: when('TRASHED'),
    translation_group_id: numberedId('translations', number),
    created_at: at,
    updated_at: at,
    live_updated_at: when('PUBLISHED'),
  }
}
