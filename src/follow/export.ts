import { sql } from 'kysely'
import { idPrefix } from '../reading/global-id.ts'
import { isoTimestamp, type Sql } from '../reading/sql.ts'

/** A topic or an author, as a row names it. */
const thing = (alias: string): Sql =>
  sql`'type', case when ${sql.ref(`${alias}.topic_id`)} is null then 'AUTHOR' else 'TOPIC' end,
    'id', coalesce(${sql.lit(idPrefix('Topic'))} || ${sql.ref(`${alias}.topic_id`)}, ${sql.lit(idPrefix('Author'))} || ${sql.ref(`${alias}.author_id`)}),
    'name', coalesce((select name from topic where id = ${sql.ref(`${alias}.topic_id`)}), (select name from author where id = ${sql.ref(`${alias}.author_id`)}))`

const time = (alias: string, name: string): Sql => isoTimestamp(sql.ref(`${alias}.${name}`))

const list = (object: Sql, order: Sql, from: Sql): Sql =>
  sql`(select coalesce(json_agg(json_build_object(${object}) order by ${order}), '[]'::json) from ${from})`

/** Everything that is stored of a reader, as JSON. Of a link there is only its hash, which is of no use to anybody. */
export function exportOf(reader: string): Sql {
  const own = (name: string) => sql.ref(`${reader}.${name}`)
  const asked = list(thing('p'), sql`p.id`, sql`pending_follow p where p.token_hash = k.hash`)
  const link = sql`'purpose', k.purpose, 'createdAt', ${time('k', 'created_at')}, 'expiresAt', ${time('k', 'expires_at')},
    'usedAt', ${time('k', 'used_at')}, 'frequency', k.frequency, 'locale', k.locale, 'timeZone', k.time_zone, 'asksFor', ${asked}`
  const mail = sql`'kind', m.kind, 'state', m.state, 'subject', m.subject, 'createdAt', ${time('m', 'created_at')}, 'finishedAt', ${time('m', 'finished_at')}`
  return sql`json_build_object(
    'email', ${own('email')}, 'status', ${own('status')}, 'frequency', ${own('frequency')}, 'locale', ${own('locale')},
    'timeZone', ${own('time_zone')}, 'paused', ${own('paused')}, 'createdAt', ${time(reader, 'created_at')},
    'confirmedAt', ${time(reader, 'confirmed_at')}, 'changedAt', ${time(reader, 'changed_at')},
    'lastDigestAt', ${time(reader, 'last_digest_at')}, 'nextDigestAt', ${time(reader, 'next_digest_at')},
    'follows', ${list(sql`${thing('f')}, 'since', ${time('f', 'since')}`, sql`f.since, f.topic_id is null, f.id`, sql`reader_follow f where f.reader_id = ${own('id')}`)},
    'links', ${list(link, sql`k.created_at, k.hash`, sql`reader_token k where k.reader_id = ${own('id')}`)},
    'mails', ${list(mail, sql`m.created_at, m.id`, sql`mail m where m.reader_id = ${own('id')}`)})`
}
