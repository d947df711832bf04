import { setTimeout as delay } from 'node:timers/promises'
import { announce } from './announce.ts'
import type { Env } from './config/env.ts'
import { drain } from './http/connections/drain.ts'
import { onDrain, type ServerProcess } from './processes/server-process.ts'
import { closedInTime, onStopSignals } from './signals.ts'
import { type Running, start } from './start.ts'
import { stopTracing } from './tracing/tracing.ts'

/** Ends the process with a code. */
export type End = (code: number) => void

/** Answers requests until a signal stops it. @param own null: this is the only process */
export async function serve(env: Env, own: ServerProcess | null, end: End): Promise<void> {
  const { app, done, devTokens } = await start(env, own, (running) => heedSignals(env, own, running, end))
  if (own === null) announce(env, { log: app.log, origin: app.listeningOrigin, done, devTokens })
}

/** From before it listens: who reads that it does may send one at once. */
function heedSignals(env: Env, own: ServerProcess | null, running: Running, end: End): void {
  const { log } = running.app
  onStopSignals(
    (signal) => leave(env, running, signal).then(end),
    () => {
      log.warn('stopped at once by a second signal')
      end(1)
    },
  )
  // Without a listener it would end the process. In a terminal that is closed it shall.
  if (own === null && env.production)
    process.on('SIGHUP', () => log.warn('SIGHUP replaces processes where PROCESSES is 2 or more: nothing was done'))
  onDrain(() => void replaced(env, running).then(end))
}

/** With a delay, proxies that ask /readyz send new requests elsewhere before this process refuses them. */
async function leave(env: Env, running: Running, signal: string): Promise<number> {
  const { app } = running
  if (env.shutdownDelayMs > 0) {
    app.log.info(`${signal}: /readyz answers 503; requests are taken for ${env.shutdownDelayMs} ms more`)
    app.readiness.end()
    await delay(env.shutdownDelayMs)
    await drain(app, env.shutdownTimeoutMs)
  }
  return stop(env, running, signal)
}

/** Another process listens in its place. */
async function replaced(env: Env, running: Running): Promise<number> {
  await drain(running.app, env.shutdownTimeoutMs)
  return stop(env, running, 'replaced')
}

/** Stops accepting, lets what runs finish, closes the database. @returns the exit code */
async function stop({ shutdownTimeoutMs }: Env, { app, database }: Running, why: string): Promise<number> {
  app.log.info(`${why}: stopping`)
  let isClean = true
  const timer = setTimeout(() => {
    isClean = false
    app.log.warn(`requests were still running after ${shutdownTimeoutMs} ms and were cancelled`)
    app.server.closeAllConnections()
  }, shutdownTimeoutMs)
  const close = async () => {
    await app.close()
    await database.close()
    clearTimeout(timer)
    await stopTracing()
  }
  try {
    if (!(await closedInTime(close(), shutdownTimeoutMs))) {
      app.log.warn('stopped without closing everything: something, such as the database, does not answer')
      return 1
    }
    app.log.info('stopped')
    return isClean ? 0 : 1
  } catch (error) {
    app.log.error({ err: error }, 'stopped, not cleanly')
    return 1
  }
}
