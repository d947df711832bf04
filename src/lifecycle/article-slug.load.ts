import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import { MOST_IN_SLUG } from '../lib/slug.ts'

/** Room for a hyphen and a number behind it. */
const MOST_IN_STEM = MOST_IN_SLUG - 8

/**
 * The first of the addresses that an article can have by its headline ("storm", "storm-2", "storm-3" …) at which there is none in that language,
 * and never was: what leads to an old address goes on leading there. Somebody may take it before it is written, which the database then refuses.
 */
export async function freeArticleSlug(sender: Sender, slug: string, locale: string): Promise<string> {
  const stem = slug.slice(0, MOST_IN_STEM).replace(/-$/, '')
  const statement = sql`
    with recursive candidate (number, slug) as (
      select 1, ${slug}::text union all select number + 1, ${stem}::text || '-' || (number + 1) from candidate c
      where exists (select 1 from article a where a.slug = c.slug and a.locale = ${locale}::text)
        or exists (select 1 from slug_alias s where s.kind = 'ARTICLE' and s.slug = c.slug and s.locale = ${locale}::text))
    select slug from candidate order by number desc limit 1`
  const [free] = await send<{ slug: string }>(sender, statement)
  return free?.slug ?? slug
}
