import { type Env, readEnv } from './config/env.ts'
import { greeting } from './greeting.ts'
import { onStopSignals } from './signals.ts'
import { type Running, start } from './start.ts'

try {
  const env = readEnv()
  const running = await start(env)
  announce(env, running)
  onStopSignals(
    (signal) => stop(env, running, signal),
    () => {
      running.app.log.warn('stopped at once by a second signal')
      process.exit(1)
    },
  )
} catch (error) {
  process.stderr.write(`Copydesk cannot start.\n${explain(error)}\n`)
  process.exit(1)
}

function announce(env: Env, { app, done, devTokens }: Running): void {
  if (env.production && isLocal(env.publicUrl))
    app.log.warn(`PUBLIC_URL is ${env.publicUrl}. Image addresses begin with it: check that readers can reach it.`)
  if (env.databaseUrl === null && !isLocal(app.listeningOrigin))
    app.log.warn(
      'Others can reach this server, and one slow query of theirs stops it for everybody: the embedded database is for development. Set DATABASE_URL.',
    )
  if (devTokens.length > 0 && !isLocal(app.listeningOrigin))
    app.log.warn(
      `Anyone who can reach this server can sign in with ${devTokens.join(' or ')}. Set NODE_ENV=production to disable these tokens.`,
    )
  if (env.log.format === 'pretty') process.stdout.write(greeting(env, done, app.listeningOrigin, devTokens))
  else for (const step of done) app.log.info(step)
}

function isLocal(url: string): boolean {
  return /^(localhost|127\..*|\[::1\])$/.test(URL.parse(url)?.hostname ?? '')
}

/** Stops accepting, lets what runs finish, closes the database. */
async function stop({ shutdownTimeoutMs }: Env, { app, database }: Running, signal: string): Promise<void> {
  app.log.info(`${signal}: stopping`)
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
    app.log.info('stopped')
    process.exit(isClean ? 0 : 1)
  } catch (error) {
    app.log.error({ err: error }, 'stopped, not cleanly')
    process.exit(1)
  }
}

/** Errors that a person can fix are printed as a sentence. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return `${placeOf(error)} is in use by another process. Stop it, or set PORT.`
  if (code === 'EACCES' && 'port' in error)
    return `No permission to listen on ${placeOf(error)}. Set PORT to a number above 1023.`
  if (code === 'EADDRNOTAVAIL') return `${placeOf(error)} is not an address of this machine. Set HOST.`
  return error.message
}

function placeOf(error: Error): string {
  return 'address' in error && 'port' in error ? `${error.address}:${error.port}` : 'The address'
}
