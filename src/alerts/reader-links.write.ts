import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { readerLink } from '../follow/reader-links.ts'
import { DAYS, newReaderToken, readerTokenHash } from '../follow/reader-token.ts'
import type { Site } from '../site/site.ts'
import type { MakeLinks } from './compose.ts'

/** New links for the readers of a batch, by one statement. Only hashes are stored. */
export function readerLinks(database: Database, site: Pick<Site, 'followUrl'>): MakeLinks {
  return async (readerIds) => {
    const made = readerIds.map((id) => ({ id, manage: newReaderToken(), unsubscribe: newReaderToken() }))
    const rows = made.flatMap(({ id, manage, unsubscribe }) => [
      { id, hash: readerTokenHash(manage), purpose: 'MANAGE', days: DAYS.MANAGE },
      { id, hash: readerTokenHash(unsubscribe), purpose: 'UNSUBSCRIBE', days: DAYS.UNSUBSCRIBE },
    ])
    await send(
      database,
      sql`insert into reader_token (hash, reader_id, purpose, expires_at)
        select made.hash, made.id, made.purpose::reader_token_purpose, now() + make_interval(days => made.days)
        from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as made (id uuid, hash text, purpose text, days int) join reader on reader.id = made.id`,
    )
    return new Map(
      made.map(({ id, manage, unsubscribe }) => [
        id,
        {
          manageUrl: readerLink('MANAGE', manage, site),
          unsubscribeUrl: readerLink('UNSUBSCRIBE', unsubscribe, site),
        },
      ]),
    )
  }
}
