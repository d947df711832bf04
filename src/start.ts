import type { FastifyInstance } from 'fastify'
import { seedNewsroom } from '../prisma/seed/newsroom.ts'
import { createApp } from './app.ts'
import { serveSnapshots } from './backup/snapshot-server.ts'
import { cdnOf } from './cdn/open-cdn.ts'
import { startPurger } from './cdn/purger.ts'
import { startClock } from './clock/clock.ts'
import type { Env } from './config/env.ts'
import { connectionOptions } from './connection-options.ts'
import { connect } from './database/connect.ts'
import { type Database, within } from './database/database.ts'
import { migrate, migrationState } from './database/migrate.ts'
import type { StatementLimits } from './database/pool/shares.ts'
import { openReplicas, type Replicas } from './database/replicas/replicas.ts'
import { usableDevTokens } from './identity/dev-tokens.load.ts'
import { findOrphans, removeUnfinished } from './image/check-files.service.ts'
import { databaseId } from './image/database-id.load.ts'
import { hasArticles } from './lifecycle/article.load.ts'
import { startMailing } from './mailing.ts'
import { claimStore } from './media/store/claims.ts'
import { incomingFiles } from './media/store/incoming.ts'
import { withMediaStore } from './media/store/media-store.ts'
import { type EventFeed, eventFeed } from './outbox/event-feed.ts'
import { sharedPlaces } from './processes/image-places.ts'
import type { ServerProcess } from './processes/server-process.ts'
import { metricsOfAll } from './processes/shared-metrics.ts'
import { startPinger } from './syndication/websub/pinger.ts'
import { traceFrom } from './trace.ts'
import { startWebhooks } from './webhook/sending/start-webhooks.ts'

export interface Running {
  app: FastifyInstance
  database: Database
  /** What was done, a line each, for the person or the log */
  done: string[]
  /** The sample newsroom's tokens that this server takes */
  devTokens: string[]
}

/** docs/decisions/016 */
const FOR_DEVELOPMENT =
  'It is for development: it runs one statement at a time. A server that others can reach needs DATABASE_URL'

/**
 * Connects, migrates, seeds an empty database where that is wanted, starts the clock and listens. Closing the app stops the clock. Leaves
 * nothing open when it throws.
 * @param own null: this is the only process. One of several finds the database prepared.
 */
export async function start(
  env: Env,
  own: ServerProcess | null,
  beforeListening: (running: Running) => void,
): Promise<Running> {
  const done: string[] = []
  let app: FastifyInstance | undefined
  // There is no log yet, so it is reported with what was done.
  const warn = (message: string) => void (app ? app.log.warn(message) : done.push(message))
  // First, because what is made after that asks once whether spans are recorded.
  await traceFrom(env, { process: own?.number, warn })
  const database = await connect(connectionOptions(env, { limits: statementLimits(env), isStarting: true, warn }))
  try {
    const applied = own ? await migrateAsOneOfSeveral(database, own) : []
    const devTokens = own ? [] : await prepareDatabase(database, env, done)
    const events = eventFeed(within(database, 'clock'), env.site)
    const replicas = replicasOf(env, database, events)
    app = await createApp({
      env,
      database,
      events,
      ...(replicas && { replicas }),
      ...(own && { process: own.number, imagePlaces: sharedPlaces(), metricsOfAll }),
    })
    if (applied.length > 0) app.log.info(`${counted(applied.length, 'migration')} applied`)
    await attachEvents(app, events)
    await attachSnapshots(app, database, env)
    await attachCdn(app, database, env, events)
    await attachHub(app, database, env, events)
    await attachWebhooks(app, database, env, events)
    if (replicas) await attachReplicas(app, replicas)
    if (own ? own.hasClock : env.clock) await attachClock(app, database, env, events)
    if (own?.hasClock) app.log.info('the clock is running in this process')
    if (own === null || own.number === 1) checkFiles(app, env, database)
    const running = { app, database, done, devTokens }
    beforeListening(running)
    database.requestsBegin()
    await app.listen({ host: env.host, port: env.port })
    return running
  } catch (error) {
    await app?.close()
    await database.close()
    throw error
  }
}

/**
 * Migrates, and seeds an empty database where that is wanted.
 * @param done gets what was done
 * @returns the sample newsroom's tokens that servers take
 */
export async function prepareDatabase(database: Database, env: Env, done: string[]): Promise<string[]> {
  const step = stopwatch(done)
  step(database.engine === 'pglite' ? `Embedded database opened in ${env.dataDir}/` : 'Connected to PostgreSQL')
  if (database.engine === 'pglite') done.push(FOR_DEVELOPMENT)
  const applied = await migrate(database)
  if (applied.length > 0) step(`${counted(applied.length, 'migration')} applied`)
  if (env.seedOnStart && !(await hasArticles(database))) {
    const { articles } = await seedNewsroom(database, env)
    step(`${counted(articles, 'article')} and related data seeded`)
  }
  return env.production ? [] : usableDevTokens(database)
}

/**
 * One of several finds the database prepared, unless it is the first of a newer version. One that replaces another refuses a database that a still
 * newer version has migrated. One that comes back after a crash does not: the others of its version work on it too.
 */
async function migrateAsOneOfSeveral(database: Database, { isReplacement }: ServerProcess): Promise<string[]> {
  if (isReplacement) return migrate(database)
  const { missing } = await migrationState(database)
  return missing.length > 0 ? migrate(database) : []
}

const statementLimits = ({ readTimeoutMs, deskTimeoutMs }: Env): StatementLimits => ({
  readersMs: readTimeoutMs,
  deskMs: deskTimeoutMs,
})

async function attachEvents(app: FastifyInstance, events: EventFeed): Promise<void> {
  await events.start(app.log)
  app.addHook('onClose', () => events.close())
}

/** Of the embedded database, which no other process can open. */
async function attachSnapshots(app: FastifyInstance, database: Database, env: Env): Promise<void> {
  if (database.engine !== 'pglite') return
  const { dataDir, mediaDir, bucket } = env
  const snapshots = await serveSnapshots(database, { dataDir, mediaDir: bucket === null ? mediaDir : null }, app.log)
  app.addHook('onClose', () => snapshots.close())
}

/** Null where there are none. They must have what the feed tells of. */
function replicasOf(env: Env, database: Database, events: EventFeed): Replicas | null {
  const { replicaUrls: urls, poolSize, prepared } = env
  if (urls.length === 0 || database.engine === 'pglite') return null
  const limits = statementLimits(env)
  const replicas = openReplicas(database, {
    urls,
    poolSize,
    prepared,
    limits,
    isCurrent: () => events.hearing.isCurrent,
  })
  events.listen((heard) => replicas.heard(Math.max(...heard.map(({ lsn }) => lsn ?? 0))))
  return replicas
}

async function attachReplicas(app: FastifyInstance, replicas: Replicas): Promise<void> {
  app.addHook('onClose', () => replicas.close())
  await replicas.start(app.log)
}

/** A server with a CDN purges it from what it hears. */
async function attachCdn(app: FastifyInstance, database: Database, { cdn, site }: Env, feed: EventFeed): Promise<void> {
  if (!cdn) return
  const purger = await startPurger(cdnOf(cdn), { database: within(database, 'clock'), feed, site, log: app.log })
  app.addHook('onClose', () => purger.close())
}

/** Reports changed feeds to a hub. */
async function attachHub(app: FastifyInstance, database: Database, env: Env, feed: EventFeed): Promise<void> {
  const { hub } = env.syndication
  if (hub === null) return
  const pinger = await startPinger(hub, { database: within(database, 'clock'), feed, site: env.site, log: app.log })
  app.addHook('onClose', () => pinger.close())
}

/** Sends events to other systems. */
async function attachWebhooks(app: FastifyInstance, database: Database, env: Env, feed: EventFeed): Promise<void> {
  const { site, webhooks: settings } = env
  const webhooks = await startWebhooks({ database: within(database, 'clock'), feed, site, settings, log: app.log })
  app.addHook('onClose', () => webhooks.close())
}

/** The clock, and what is sent by mail. */
async function attachClock(app: FastifyInstance, database: Database, env: Env, feed: EventFeed): Promise<void> {
  const { retention, thinAfterDays } = env
  const clock = await startClock(within(database, 'clock'), app.log, { retention, thinAfterDays })
  app.addHook('onClose', () => clock.close())
  const mailing = await startMailing({ database: within(database, 'clock'), env, feed, log: app.log })
  app.addHook('onClose', () => mailing.close())
}

/** Other servers may be running: the files that they are working on are at most minutes old. */
const AN_HOUR = 60 * 60_000

/**
 * Claims the media store for the database, and reports files that no image has, beside the first requests. A start removes no file from the
 * store: which database it is for, and whether that one has its newest state, cannot be known. What fails here is no reason not to start.
 */
function checkFiles(app: FastifyInstance, env: Env, database: Database): void {
  const checking = withMediaStore(env, async (store) => {
    await claimStore(store, await databaseId(database))
    const before = new Date(Date.now() - AN_HOUR)
    const incoming = incomingFiles(env.mediaDir)
    const { orphans, others } = await findOrphans({ database, store, incoming, before, isFixing: false })
    if (others.length === 0) await removeUnfinished(store, incoming, before)
    else
      app.log.warn(
        `${counted(others.length, 'other database')} also used this media store: it removes no file while that is so`,
      )
    if (orphans.length > 0)
      app.log.warn(
        `no image of this database has ${counted(orphans.length, 'file')} of the media store: see npm run media:check`,
      )
  }).catch((error: unknown) =>
    app.log.error(
      { err: error },
      `could not use the media store ${env.bucket ? `in the bucket ${env.bucket.name}` : env.mediaDir}: images cannot be added or shown until it is there`,
    ),
  )
  app.addHook('onClose', () => checking)
}

/** Notes each step with the time since the one before. */
function stopwatch(done: string[]): (what: string) => void {
  let before = performance.now()
  return (what) => {
    const now = performance.now()
    done.push(`${what} (${((now - before) / 1000).toFixed(1)} s)`)
    before = now
  }
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
