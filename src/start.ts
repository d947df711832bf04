import type { FastifyInstance } from 'fastify'
import { seedNewsroom } from '../prisma/seed/newsroom.ts'
import { createApp } from './app.ts'
import { startClock } from './clock/clock.ts'
import { connect, type Database } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import type { Env } from './env.ts'
import { usableDevTokens } from './identity/dev-tokens.load.ts'

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
    if (env.seedOnStart && (await isEmpty(database))) {
      const { articles } = await seedNewsroom(database, { mediaDir: env.mediaDir })
      step(`${counted(articles, 'article')} and what belongs to them seeded`)
    }
    const devTokens = env.production ? [] : await usableDevTokens(database)
    app = await createApp({ env, database })
    if (env.clock) await attachClock(app, database)
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

async function isEmpty({ prisma }: Database): Promise<boolean> {
  return (await prisma.article.findFirst({ select: { id: true } })) === null
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
