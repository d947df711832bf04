import type { Env } from '../../src/config/env.ts'

/** @throws Error with what to use instead */
export function refusePostgresql({ databaseUrl }: Pick<Env, 'databaseUrl'>): void {
  if (databaseUrl === null) return
  throw new Error(
    [
      'DATABASE_URL is set, and this command is for the embedded database. For PostgreSQL use its own programs:',
      '  pg_dump --format=custom --file=copydesk.dump "$DATABASE_URL"',
      '  pg_restore --exit-on-error --no-owner --dbname="$DATABASE_URL" copydesk.dump',
      'and back up MEDIA_DIR or the bucket after the database: docs/deployment.md, section Backup.',
    ].join('\n'),
  )
}
