import { sql } from 'kysely'
import type { BylineCredit } from '../article/byline.ts'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import type { FollowFrequency } from '../generated/prisma/enums.ts'
import type { Sql } from '../reading/sql.ts'
import { newsSince } from './news.load.ts'

/** An article as mails show it. */
export interface ToldArticle {
  readonly locale: string
  readonly slug: string
  readonly kicker: string | null
  readonly headline: string
  readonly standfirst: string | null
  readonly credits: readonly BylineCredit[]
}

interface Recipient {
  /** Of the mail */
  readonly id: string
  readonly readerId: string
  readonly email: string
  /** The reader's */
  readonly locale: string
}

export interface AlertToSend extends Recipient {
  readonly article: ToldArticle
}

export interface DigestToSend extends Recipient {
  readonly frequency: Exclude<FollowFrequency, 'INSTANT'>
  readonly articles: readonly ToldArticle[]
  readonly corrections: readonly { readonly article: ToldArticle; readonly text: string }[]
}

const ids = (mails: readonly { readonly id: string }[]): Sql => sql`${`{${mails.map(({ id }) => id).join()}}`}::uuid[]`

/** Columns of readers who get mails. Only those of a frequency, since it may have been changed. */
const RECIPIENT = sql`m.id, r.id as "readerId", r.email, r.locale`

const articleJson = sql`json_build_object('locale', s.locale, 'slug', s.slug, 'kicker', v.kicker, 'headline', v.headline, 'standfirst', v.standfirst,
    'credits', (select coalesce(json_agg(json_build_object('role', c.role, 'name', c.name, 'position', c.position) order by c.position), '[]'::json) from credit c where c.revision_id = v.id))`

/** The language version of a story for a reader: in the reader's language, else the one that was published first. */
function versionFor(story: Sql, locale: Sql): Sql {
  return sql`select ${articleJson} as article from article s join revision v on v.id = s.live_revision_id
    where s.translation_group_id = ${story}
    order by (s.locale = ${locale}) desc, (split_part(s.locale, '-', 1) = split_part(${locale}, '-', 1)) desc, s.first_published_at, s.id limit 1`
}

/** Those of these mails that are still to be sent: the article is live, and the reader wants alerts. */
export function loadAlerts(database: Database, mails: readonly { readonly id: string }[]): Promise<AlertToSend[]> {
  return send<AlertToSend>(
    database,
    sql`select ${RECIPIENT}, version.article from mail m
      join reader r on r.id = m.reader_id and r.status = 'CONFIRMED' and not r.paused and r.frequency = 'INSTANT'
      join article a on a.id = m.article_id and a.live_revision_id is not null
      cross join lateral (${versionFor(sql`a.translation_group_id`, sql`r.locale`)}) version
      where m.id = any (${ids(mails)}) and m.kind = 'ALERT'`,
  )
}

/** Those of these mails that still have content. A story is sent to a reader once: as an alert or in a digest. */
export function loadDigests(database: Database, mails: readonly { readonly id: string }[]): Promise<DigestToSend[]> {
  return send<DigestToSend>(
    database,
    sql`with asked as materialized (select ${RECIPIENT}, r.frequency, m.covers_after, m.covers_until from mail m
        join reader r on r.id = m.reader_id and r.status = 'CONFIRMED' and not r.paused and r.frequency <> 'INSTANT'
        where m.id = any (${ids(mails)}) and m.kind = 'DIGEST'),
      news as materialized (${newsSince(sql`(select min(covers_after) from asked)`)}),
      told as (select distinct asked.id, news.kind, news.story_id, news.correction_id, news.at from asked
        join reader_follow f on f.reader_id = asked."readerId"
        join news on (news.topic_id = f.topic_id or news.author_id = f.author_id) and news.at > asked.covers_after and news.at <= asked.covers_until),
      stories as (select id, story_id, max(at) as at from told where kind = 'ARTICLE' group by id, story_id),
      digests as (select asked.*,
        (select coalesce(json_agg(version.article order by stories.at desc), '[]'::json) from stories
          cross join lateral (${versionFor(sql`stories.story_id`, sql`asked.locale`)}) version
          where stories.id = asked.id
            and not exists (select from mail sent where sent.dedupe_key = 'alert ' || stories.story_id || ' ' || asked."readerId" and sent.state = 'SENT')) as articles,
        (select coalesce(json_agg(json_build_object('text', c.text, 'article', ${articleJson}) order by c.published_at desc), '[]'::json)
          from told join correction c on c.id = told.correction_id join article s on s.id = c.article_id join revision v on v.id = s.live_revision_id
          where told.id = asked.id) as corrections
        from asked)
    select id, "readerId", email, locale, frequency, articles, corrections from digests
      where json_array_length(articles) + json_array_length(corrections) > 0`,
  )
}

/** What the newsroom calls its site; null: as the server's variables say. */
export async function loadSiteName(database: Database): Promise<string | null> {
  const [row] = await send<{ name: string | null }>(database, sql`select name from site`)
  return row?.name ?? null
}
