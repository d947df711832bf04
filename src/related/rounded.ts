import { sql } from 'kysely'
import type { Sql } from '../reading/sql.ts'

/**
 * A score with six digits after the point, so that a cursor meets the same number again. In floating point: as decimals, to round the scores took a quarter of the
 * time that related topics take.
 */
export function rounded(score: Sql): Sql {
  return sql`round((${score}) * 1000000) / 1000000`
}
