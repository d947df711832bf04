import { sql } from 'kysely'
import { type Sender, send } from '../database/sender.ts'
import type { FollowFrequency } from '../generated/graphql.ts'
import { DAYS, newReaderToken, type Purpose, readerTokenHash } from './reader-token.ts'

/** What was asked for together with follows. */
export interface AskedSettings {
  readonly frequency: FollowFrequency
  readonly locale: string
  readonly timeZone: string
}

interface NewToken {
  readonly readerId: string
  readonly purpose: Purpose
  /** Whether followTopics makes it: only so many are sent to one address */
  readonly isRequested?: boolean
  /** Of a token to confirm */
  readonly asked?: AskedSettings
}

/** Makes a token, and gives it this once. */
export async function makeReaderToken(
  sender: Sender,
  { readerId, purpose, isRequested = false, asked }: NewToken,
): Promise<string> {
  const token = newReaderToken()
  await send(
    sender,
    sql`insert into reader_token (hash, reader_id, purpose, expires_at, is_requested, frequency, locale, time_zone)
      values (${readerTokenHash(token)}, ${readerId}::uuid, ${purpose}::reader_token_purpose, now() + make_interval(days => ${DAYS[purpose]}::int),
        ${isRequested}::boolean, ${asked?.frequency ?? null}::follow_frequency, ${asked?.locale ?? null}::text, ${asked?.timeZone ?? null}::text)`,
  )
  return token
}
