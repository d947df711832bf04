import { sql } from 'kysely'
import { idAt, newestAt } from '../address/former-addresses.ts'
import { type Sender, send } from '../database/sender.ts'
import { bySlug } from '../language/by-slug.ts'
import { topicLedTo } from '../reference/known-as.ts'
import type { SiteAddress } from '../site/site.ts'
import type { Destination } from './destination.ts'

/** What is at an address of the site. */
export interface AtAddress extends Pick<Destination, 'articleId' | 'topicId' | 'authorId'> {
  /** Whether readers find it there, or are led to it from there */
  readonly isReached: boolean
}

/** What is at each of the addresses: what is there now, also as a draft, or else what was there before. Null if nothing is. */
export async function findAtAddresses(
  sender: Sender,
  addresses: readonly SiteAddress[],
): Promise<(AtAddress | null)[]> {
  if (addresses.length === 0) return []
  const asked = JSON.stringify(addresses.map(({ kind, slug, locale }) => ({ kind, slug, locale })))
  const moved = newestAt(
    { kind: sql`q.kind`, slug: sql`q.slug`, locale: sql`q.locale` },
    sql`jsonb_build_object('articleId', a.id, 'topicId', t.id, 'authorId', w.id, 'isReached', true)`,
  )
  const rows = await send<{ found: AtAddress | null }>(
    sender,
    sql`select case
        when here.live_revision_id is not null or topic.id is not null or author.id is not null
          then jsonb_build_object('articleId', here.id, 'topicId', topic.id, 'authorId', author.id, 'isReached', true)
        else coalesce(${moved}, case when here.id is not null then
          jsonb_build_object('articleId', here.id, 'topicId', null, 'authorId', null, 'isReached', false) end) end as found
      from jsonb_array_elements(${asked}::text::jsonb) with ordinality as each (value, place)
        cross join lateral jsonb_to_record(each.value) as q (kind text, slug text, locale text)
        left join article here on q.kind = 'ARTICLE' and here.slug = q.slug and here.locale = q.locale
        left join topic on q.kind = 'TOPIC' and topic.id = ${idAt('TOPIC', sql`q.slug`, sql`q.locale`)}
        left join author on q.kind = 'AUTHOR' and author.id = ${idAt('AUTHOR', sql`q.slug`, sql`q.locale`)}
      order by each.place`,
  )
  return rows.map(({ found }) => found)
}

/** The redirects at these paths. */
export async function findRedirects(sender: Sender, paths: readonly string[]): Promise<Map<string, Destination>> {
  if (paths.length === 0) return new Map()
  const rows = await send<Destination & { path: string }>(
    sender,
    sql`select path, article_id as "articleId", topic_id as "topicId", author_id as "authorId", target, target_path as "targetPath"
      from redirect where path = any (${[...paths]}::text[])`,
  )
  return new Map(rows.map((row) => [row.path, row]))
}

/** By its slug: in this language, or else in the site's, or else the one that was published first, as Query.article finds it. */
export async function findArticleBySlug(
  sender: Sender,
  slug: string,
  { locale, defaultLocale }: { readonly locale: string | null; readonly defaultLocale: string },
): Promise<string | null> {
  const { where, orderBy } = bySlug({
    alias: 'article',
    slug: sql`${slug}::text`,
    locale: locale === null ? null : sql`${locale}::text`,
    defaultLocale: sql`${defaultLocale}::text`,
  })
  const [article] = await send<{ id: string }>(
    sender,
    sql`select id from article where ${where} ${orderBy ? sql`order by ${orderBy}` : sql``} limit 1`,
  )
  return article?.id ?? null
}

/** A topic that was merged is the one that it became. */
export async function findObject(
  sender: Sender,
  { articleId, topicId, authorId }: Pick<Destination, 'articleId' | 'topicId' | 'authorId'>,
): Promise<Pick<Destination, 'articleId' | 'topicId' | 'authorId'> | null> {
  const [found] = await send<Pick<Destination, 'articleId' | 'topicId' | 'authorId'>>(
    sender,
    sql`select (select id from article where id = ${articleId}::uuid) as "articleId",
      (select id from topic where id = ${topicLedTo(sql`${topicId}::uuid`)}) as "topicId",
      (select id from author where id = ${authorId}::uuid) as "authorId"`,
  )
  return found && (found.articleId ?? found.topicId ?? found.authorId) !== null ? found : null
}
