import type { FastifyInstance } from 'fastify'
import { seedNewsroom } from '../prisma/seed/newsroom.ts'
import { createApp } from './app.ts'
import { startClock } from './clock/clock.ts'
import type { Env } from './config/env.ts'
import { connect } from './database/connect.ts'
import type { Database } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { usableDevTokens } from './identity/dev-tokens.load.ts'
import { findOrphans } from './image/check-files.service.ts'
import { hasArticles } from './lifecycle/article.load.ts'
import { incomingFiles } from './media/store/incoming.ts'
import { withMediaStore } from './media/store/media-store.ts'

export interface Running {
  app: FastifyInstance
  database: Database
  /** What was done, a line each, for the person or the log */
  done: string[]
  /** The sample newsroom's tokens that this server takes */
  devTokens: string[]
}

/**
 * Connects, migrates, seeds an empty database where that is wanted, starts the clock and listens. Closing the app stops the clock. Leaves
 * nothing open when it throws.
 */
export async function start(env: Env): Promise<Running> {
  const done: string[] = []
  const step = stopwatch(done)
  const database = await connect(
    env.databaseUrl === null ? { dataDir: env.dataDir } : { url: env.databaseUrl, poolSize: env.poolSize },
  )
  let app: FastifyInstance | undefined
  try {
    step(database.engine === 'pglite' ? `Embedded database opened in ${env.dataDir}/` : 'Connected to PostgreSQL')
    const applied = await migrate(database)
    if (applied.length > 0) step(`${counted(applied.length, 'migration')} applied`)
    if (env.seedOnStart && !(await hasArticles(database))) {
      const { articles } = await seedNewsroom(database, env)
      step(`${counted(articles, 'article')} and what belongs to them seeded`)
    }
    const devTokens = env.production ? [] : await usableDevTokens(database)
    app = await createApp({ env, database })
    if (env.clock) await attachClock(app, database)
    clearUp(app, env, database)
    await app.listen({ host: env.host, port: env.port })
    return { app, database, done, devTokens }
  } catch (error) {
    await app?.close()
    await database.close()
    throw error
  }
}

async function attachClock(app: FastifyInstance, database: Database): Promise<void> {
  const clock = await startClock(database, app.log)
  app.addHook('onClose', () => clock.close())
}

/** Without the embedded database other servers may be at work: what they have in hand is minutes old at most. */
const AN_HOUR = 60 * 60_000

/** Removes the files that a killed process left, beside the first requests. What fails here is no reason not to start. */
function clearUp(app: FastifyInstance, env: Env, database: Database): void {
  const before = new Date(Date.now() - (env.databaseUrl === null ? 0 : AN_HOUR))
  const clearing = removeOrphans(env, database, before).then(
    (removed) =>
      removed > 0 && app.log.warn(`removed ${counted(removed, 'file')} that a stopped server had left behind`),
    (error: unknown) => app.log.error({ err: error }, 'could not look for files that were left behind'),
  )
  app.addHook('onClose', async () => void (await clearing))
}

async function removeOrphans(env: Env, database: Database, before: Date): Promise<number> {
  const incoming = incomingFiles(env.mediaDir)
  const { orphans, unfinished } = await withMediaStore(env, (store) =>
    findOrphans({ database, store, incoming, before, mend: true }),
  )
  return orphans.length + unfinished
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
