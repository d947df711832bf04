import { sql } from 'kysely'
import { nearestPlace, type TranslatedKind, translatedAt } from '../language/localized.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'
import { entityIn } from '../reading/tags/tag.ts'

// Several objects can have had one address (slug_alias). It leads to the newest of those that are there. An address that readers know never leads to
// an article that they did not find at it: not even when what they found is gone.

/** An address as three expressions; the locale is null for the own addresses of topics and authors. */
export interface AddressParts {
  readonly kind: Sql
  readonly slug: Sql
  readonly locale: Sql
}

const given = ({ kind, slug, locale }: AddressParts): Sql =>
  sql`(select ${kind} as kind, ${slug} as slug, coalesce(${locale}, '') as locale) at`

/** The rows of slug_alias as `s` that are about the address `at`. */
const claims = sql`slug_alias s where s.kind = at.kind::alias_kind and s.slug = at.slug and s.locale = at.locale`

/** Whether readers ever found something at the address. */
const isKnown = sql`(exists (select 1 from ${claims} and s.was_live)
  or exists (select 1 from article h where at.kind = 'ARTICLE' and h.slug = at.slug and h.locale = at.locale and h.first_published_at is not null))`

/** [kind, locale, slug] of an article `a`, a topic `t` or an author `w`: where it is now, so that there are no chains. */
export const placeOfAny = sql`case
      when a.id is not null then json_build_array('ARTICLE', a.locale, a.slug)
      when t.id is not null then json_build_array('TOPIC', '', t.slug)
      else json_build_array('AUTHOR', '', w.slug) end`

/** The same, of a topic or author in the language of the address `at`, as near as there is one. */
const placeInLanguage = sql`coalesce(${nearestPlace('TOPIC', sql`t.id`, sql`at.locale`)}, ${nearestPlace('AUTHOR', sql`w.id`, sql`at.locale`)}, ${placeOfAny})`

/** [kind, locale, slug] of what an old address leads to. */
export const leadsTo = (address: AddressParts): Sql => newestAt(address, placeInLanguage)

/** The topic or author that is at an address. */
export function idAt(kind: TranslatedKind, slug: Sql, locale: Sql): Sql {
  const own = sql`(select own.id from ${sql.table(kind === 'TOPIC' ? 'topic' : 'author')} own where own.slug = ${slug})`
  return sql`(case when ${locale} is null then ${own} else ${translatedAt(kind, slug, locale)} end)`
}

/** What a slug leads to in a language that it is no slug of, such as that of the page in the site's language. */
const named = (kind: TranslatedKind): Sql =>
  kind === 'TOPIC'
    ? sql`case when at.kind = 'TOPIC' and at.locale <> '' then topic_in_language(at.slug, at.locale) end`
    : sql`case when at.kind = 'AUTHOR' and at.locale <> '' then author_in_language(at.slug, at.locale) end`

/** [kind, locale, slug] of the topic or author that has the slug of an address, but no page in its language. */
export function inOtherLanguage(address: AddressParts): Sql {
  return sql`(select ${placeInLanguage} from ${given(address)} left join article a on false
    left join topic t on t.id = ${named('TOPIC')} left join author w on w.id = ${named('AUTHOR')} where coalesce(t.id, w.id) is not null)`
}

/** A value of what an old address leads to, which is an article `a`, a topic `t` or an author `w`. */
export function newestAt(address: AddressParts, value: Sql): Sql {
  return sql`(select ${value}
    from ${given(address)}, lateral (select * from ${claims}) s
      left join article a on a.id = s.article_id and a.live_revision_id is not null
      left join topic t on t.id = s.topic_id left join author w on w.id = s.author_id
    where coalesce(a.id, t.id, w.id) is not null and (s.was_live or not ${isKnown})
    order by s.created_at desc, s.id limit 1)`
}

/**
 * When the last of what was at the address was withdrawn or deleted, even if it is scheduled again. An article that was never live was
 * never there.
 */
export function goneSince(address: AddressParts): Sql {
  const taken = sql`select coalesce(a.withdrawn_at, a.trashed_at) as since from article a
    where at.kind = 'ARTICLE' and a.live_revision_id is null and a.first_published_at is not null
      and ((a.slug = at.slug and a.locale = at.locale) or a.id in (select s.article_id from ${claims}))`
  const deleted = sql`select s.gone_at from ${claims}`
  return sql`(select ${isoTimestamp(sql`max(gone.since)`)} from ${given(address)}, lateral (${taken} union all ${deleted}) gone)`
}

/** The tags of all that had the address, or its slug in another language: where it leads changes with where they are now. */
export function claimTags(address: AddressParts): Sql {
  const tag = sql`coalesce(${entityIn('a', sql`s.article_id`)}, ${entityIn('t', sql`s.topic_id`)}, ${entityIn('u', sql`s.author_id`)})`
  return sql`(select string_agg(${tag}, ' ') from ${given(address)}, lateral (select s.article_id, s.topic_id, s.author_id from ${claims}
    union all select null, ${named('TOPIC')}, ${named('AUTHOR')}) s)`
}
