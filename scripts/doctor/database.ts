import type { Env } from '../../src/config/env.ts'
import { trigramsOf } from '../../src/database/capabilities.ts'
import type { Database } from '../../src/database/database.ts'
import { editedMigrations, isMigrated, migrationState, unknownMigrations } from '../../src/database/migrate.ts'
import { outboxState } from '../../src/metrics/outbox-state.load.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

interface Facts {
  readonly version: string
  readonly collation: string
  readonly mayCreate: boolean
  readonly maySchemas: boolean
  readonly connections: number
  readonly used: number
  readonly databaseMb: number
  readonly buffersMb: number
  readonly now: Date
}

/** The version, encoding and role of the server were judged when it was connected to. */
const FACTS = `
  SELECT current_setting('server_version') AS version, datcollate AS collation, has_schema_privilege('public', 'CREATE') AS "mayCreate",
    has_database_privilege(current_database(), 'CREATE') AS "maySchemas", current_setting('max_connections')::int AS connections,
    (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
    (pg_database_size(current_database()) >> 20)::int AS "databaseMb", (pg_size_bytes(current_setting('shared_buffers')) >> 20)::int AS "buffersMb",
    clock_timestamp() AS now
  FROM pg_database WHERE datname = current_database()`

export async function server(database: Database, env: Env): Promise<readonly Finding[]> {
  const sent = Date.now()
  const [facts] = await database.query<Facts>({ text: FACTS, parameters: [] })
  if (!facts) return [fault('The database says nothing of itself.')]
  if (database.engine === 'pglite')
    return [ok(`embedded, PostgreSQL ${facts.version}, in ${env.dataDir}: for development, not for the internet`)]
  return [
    ok(`PostgreSQL ${facts.version}, collation ${facts.collation}`),
    ...rights(facts),
    ...connections(facts, env),
    ...buffers(facts),
    ...clock(facts, sent, Date.now()),
    ...((await isMigrated(database)) ? await extensions(database) : []),
  ]
}

function rights({ mayCreate, maySchemas }: Facts): Finding[] {
  if (mayCreate && maySchemas) return []
  return [
    fault(
      'The role of DATABASE_URL may not create tables or schemas, so migrations and jobs cannot be installed: GRANT CREATE ON SCHEMA public, and ON DATABASE, to it.',
    ),
  ]
}

/** Each process has a pool, and a connection of its own for notifications. */
function connections({ connections, used }: Facts, { poolSize, processes }: Env): Finding[] {
  const needed = (poolSize + 1) * processes
  if (needed <= connections - 3) return [ok(`${needed} of ${connections} connections for this machine, ${used} in use`)]
  return [
    fault(
      `${processes} processes with DATABASE_POOL_SIZE=${poolSize} need ${needed} connections, and the server takes ${connections}. Make the pools smaller, or put a pooler in between.`,
    ),
  ]
}

/** With more data for each byte of shared buffers, reads copy pages from the operating system all the time. */
const MUCH_DATA = 8

function buffers({ databaseMb, buffersMb }: Facts): Finding[] {
  if (databaseMb <= MUCH_DATA * buffersMb) return [ok(`${buffersMb} MB of shared buffers for ${databaseMb} MB of data`)]
  return [
    warning(
      `The database has ${databaseMb} MB, and PostgreSQL only ${buffersMb} MB of shared buffers, so reads are slower than they could be. Set shared_buffers to a quarter of its machine's memory, and restart PostgreSQL.`,
    ),
  ]
}

const LITTLE_MS = 1000

/** What is due is judged by the database's clock, tokens and signatures by this machine's. */
function clock({ now }: Facts, sent: number, received: number): Finding[] {
  const at = Number(now)
  const off = at < sent ? sent - at : Math.max(0, at - received)
  if (off <= LITTLE_MS) return [ok('its clock and the clock of this machine agree')]
  return [
    fault(
      `Its clock and the clock of this machine differ by ${(off / 1000).toFixed(1)} seconds: things are published at the wrong time, and webhooks are refused. Let NTP set both.`,
    ),
  ]
}

/** A migration creates what the role may create. */
async function extensions(database: Database): Promise<Finding[]> {
  const { canCompare, findHeadlines } = await trigramsOf(database)
  if (!canCompare)
    return [
      warning(
        'The extension pg_trgm is not there: suggestions do not forgive typing errors, and { contains } reads whole tables. As a superuser: CREATE EXTENSION pg_trgm.',
      ),
    ]
  return findHeadlines
    ? []
    : [warning('The index of headlines by trigrams is missing: { contains } reads whole tables.')]
}

export async function migrations(database: Database): Promise<readonly Finding[]> {
  const { missing, edited, unknown } = await migrationState(database)
  if (edited.length > 0) return [fault(editedMigrations(edited))]
  if (unknown.length > 0) return [fault(unknownMigrations(unknown))]
  if (missing.length === 0) return [ok('all are applied')]
  return [warning(`Not applied yet: ${missing.length}. The next start applies them, or npm run db:migrate.`)]
}

const LATE_SECONDS = 600

/** Whether what happens beside requests happens. */
export async function jobs(database: Database): Promise<readonly Finding[]> {
  const { missing } = await migrationState(database)
  if (missing.length > 0) return [warning('Not looked at: migrations are missing.')]
  const { oldestSeconds, jobs: byState } = await outboxState(database)
  const late = Object.entries(oldestSeconds).filter(([, seconds]) => seconds > LATE_SECONDS)
  const [due] = await database.query<{ articles: number }>({
    text: `SELECT count(*)::int AS articles FROM article WHERE scheduled_for < now() - interval '${LATE_SECONDS} seconds'`,
    parameters: [],
  })
  const found = late.map(([consumer, seconds]) =>
    fault(
      `${consumer} has not processed what happened ${(seconds / 60).toFixed(0)} minutes ago. Start a server or npm run worker with its configuration; its log has the cause.`,
    ),
  )
  if ((due?.articles ?? 0) > 0)
    found.push(
      fault(
        `Articles that should be live by now: ${due?.articles}. Start a server with CLOCK=true, or npm run worker.`,
      ),
    )
  if ((byState.failed ?? 0) > 0)
    found.push(warning(`Failed jobs: ${byState.failed}. The log of the process with the clock has the cause.`))
  return found.length > 0 ? found : [ok('events and schedules are processed in time')]
}
