import { announce } from './announce.ts'
import type { Env } from './config/env.ts'
import { drain } from './http/connections/drain.ts'
import { onDrain, type ServerProcess } from './processes/server-process.ts'
import { onStopSignals } from './signals.ts'
import { type Running, start } from './start.ts'
import { stopTracing } from './tracing/tracing.ts'

/** Ends the process with a code. */
export type End = (code: number) => void

/** Answers requests until a signal stops it. @param own null: this is the only process */
export async function serve(env: Env, own: ServerProcess | null, end: End): Promise<void> {
  const running = await start(env, own)
  const { app, done, devTokens } = running
  if (own === null) announce(env, { log: app.log, origin: app.listeningOrigin, done, devTokens })
  onStopSignals(
    (signal) => stop(env, running, signal).then(end),
    () => {
      app.log.warn('stopped at once by a second signal')
      end(1)
    },
  )
  onDrain(() => void replaced(env, running).then(end))
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
  try {
    await app.close()
    await database.close()
    clearTimeout(timer)
    await stopTracing()
    app.log.info('stopped')
    return isClean ? 0 : 1
  } catch (error) {
    app.log.error({ err: error }, 'stopped, not cleanly')
    return 1
  }
}
