import cluster from 'node:cluster'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { announce } from './announce.ts'
import type { Env } from './config/env.ts'
import { connectionOptions } from './connection-options.ts'
import { connect } from './database/connect.ts'
import { processLogger } from './http/logger.ts'
import { Supervisor } from './processes/supervisor.ts'
import type { End } from './serve.ts'
import { onStopSignals } from './signals.ts'
import { prepareDatabase } from './start.ts'

/** Ending requests, and closing what is open after that. */
const PATIENCE_MS = 10_000

/** Starts several server processes, and keeps them running until a signal stops them. It answers nothing itself. */
export async function supervise(env: Env, end: End): Promise<void> {
  const log = await processLogger(env.log)
  const { done, devTokens } = await prepare(env)
  // As it was started: where its folder is a link, e.g. to the newest version, SIGHUP follows the link again.
  const [, program = fileURLToPath(new URL('./main.ts', import.meta.url))] = process.argv
  const supervisor = new Supervisor({
    program,
    processes: env.processes,
    clock: env.clock,
    log,
    patienceMs: env.shutdownDelayMs + 2 * env.shutdownTimeoutMs + PATIENCE_MS,
  })
  onStopSignals(
    async (signal) => {
      log.info(`${signal}: stopping`)
      await supervisor.stop(signal)
      log.info('stopped')
      end(0)
    },
    () => {
      log.warn('stopped at once by a second signal')
      supervisor.abort()
      end(1)
    },
  )
  const listening = once(cluster, 'listening')
  // What it was has been said by the process itself.
  if (!(await supervisor.start())) return end(1)
  const [, { address, port }] = await listening
  if (env.rates && env.redisUrl === null)
    done.push(`Each of ${env.processes} processes counts rates by itself: REDIS_URL makes them count together`)
  announce(env, { log, origin: `http://${address.includes(':') ? `[${address}]` : address}:${port}`, done, devTokens })
  log.info(`${env.processes} processes are running`)
  process.on('SIGHUP', () => void supervisor.replaceAll())
}

/** Migrates and, where that is wanted, seeds, before the processes do anything. */
async function prepare(env: Env): Promise<{ done: string[]; devTokens: string[] }> {
  const done: string[] = []
  const database = await connect(connectionOptions(env, { warn: (message) => done.push(message) }))
  try {
    return { done, devTokens: await prepareDatabase(database, env, done) }
  } finally {
    await database.close()
  }
}
