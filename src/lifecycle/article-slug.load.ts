import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import { MOST_IN_SLUG } from '../lib/text/slug.ts'

/** Room for a hyphen and a number behind it. */
const MOST_IN_STEM = MOST_IN_SLUG - 8

/** The article that has a slug. */
export interface ArticleAt {
  readonly id: string
  readonly isTrashed: boolean
}

/** Null where no article has the slug in that language. */
export async function articleAt(sender: Sender, slug: string, locale: string): Promise<ArticleAt | null> {
  const [found] = await send<ArticleAt>(
    sender,
    sql`select id, status = 'TRASHED' as "isTrashed" from article where slug = ${slug}::text and locale = ${locale}::text`,
  )
  return found ?? null
}

/** The article of a story in a language, except those in the trash. @param articleId of any article of the story */
export async function articleInStory(
  sender: Sender,
  articleId: string,
  locale: string | null,
): Promise<{ id: string; locale: string; headline: string } | null> {
  const [found] = await send<{ id: string; locale: string; headline: string }>(
    sender,
    sql`select other.id, other.locale, r.headline from article a join article other on other.translation_group_id = a.translation_group_id
        join revision r on r.id = other.latest_revision_id
      where a.id = ${articleId}::uuid and other.locale = coalesce(${locale}::text, a.locale) and other.status <> 'TRASHED'`,
  )
  return found ?? null
}

/**
 * The first slug for a headline ("storm", "storm-2", "storm-3" …) that no article in that language has or had: old addresses must continue
 * to redirect. If another transaction takes it before it is written, the database refuses it.
 */
export async function freeArticleSlug(sender: Sender, slug: string, locale: string): Promise<string> {
  const stem = [...slug].slice(0, MOST_IN_STEM).join('').replace(/-$/, '')
  const statement = sql`
    with recursive candidate (number, slug) as (
      select 1, ${slug}::text union all select number + 1, ${stem}::text || '-' || (number + 1) from candidate c
      where exists (select 1 from article a where a.slug = c.slug and a.locale = ${locale}::text)
        or exists (select 1 from slug_alias s where s.kind = 'ARTICLE' and s.slug = c.slug and s.locale = ${locale}::text))
    select slug from candidate order by number desc limit 1`
  const [free] = await send<{ slug: string }>(sender, statement)
  return free?.slug ?? slug
}
