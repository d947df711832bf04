// The clock and the mails without a server, beside servers on the same PostgreSQL: npm run worker
import type { Logger } from 'pino'
import { startClock } from './clock/clock.ts'
import { type Env, readEnv } from './config/env.ts'
import { connectionOptions } from './connection-options.ts'
import { connect } from './database/connect.ts'
import { type Database, within } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { processLogger } from './http/logger.ts'
import { startMailing } from './mailing.ts'
import { eventFeed } from './outbox/event-feed.ts'
import { closedInTime, onStopSignals } from './signals.ts'
import { traceFrom } from './trace.ts'
import { stopTracing } from './tracing/tracing.ts'

try {
  const env = readEnv()
  const log = await processLogger(env.log)
  await traceFrom(env, { warn: (message) => log.warn(message) })
  const { database, parts } = await work(env, log)
  onStopSignals(
    (signal) => stop(signal, log, () => closeAll(parts, database), env.shutdownTimeoutMs),
    () => process.exit(1),
  )
  log.info('The clock is running: it publishes and withdraws articles on schedule')
} catch (error) {
  process.stderr.write(`The worker cannot start.\n${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}

interface Part {
  close(): Promise<void>
}

/** Leaves nothing open when it throws. @returns the parts in the order in which they are closed */
async function work(env: Env, log: Logger): Promise<{ database: Database; parts: Part[] }> {
  const database = await connect(connectionOptions(env, { warn: (message) => log.warn(message) }))
  const { retention, thinAfterDays } = env
  try {
    await migrate(database)
    const clock = await startClock(within(database, 'clock'), log, { retention, thinAfterDays })
    const feed = eventFeed(within(database, 'clock'), env.site)
    await feed.start(log)
    return {
      database,
      parts: [await startMailing({ database: within(database, 'clock'), env, feed, log }), clock, feed],
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function closeAll(parts: readonly Part[], database: Database): Promise<void> {
  for (const part of parts) await part.close()
  await database.close()
  await stopTracing()
}

async function stop(signal: string, log: Logger, close: () => Promise<void>, patienceMs: number): Promise<void> {
  log.info(`${signal}: stopping`)
  try {
    if (await closedInTime(close(), patienceMs)) {
      log.info('stopped')
      process.exit(0)
    }
    log.warn('stopped without closing everything: something, such as the database, does not answer')
  } catch (error) {
    log.error({ err: error }, 'stopped, not cleanly')
  }
  process.exit(1)
}
