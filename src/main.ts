import { enableCompileCache } from 'node:module'

// Half the time of a start is to compile 2,700 modules. Before they are imported, because they are compiled when they are loaded.
enableCompileCache()

try {
  const { readEnv } = await import('./config/env.ts')
  const { ownServerProcess } = await import('./processes/server-process.ts')
  const env = readEnv()
  const own = ownServerProcess()
  const end = (code: number) => process.exit(code)
  if (own === null && env.processes > 1) await (await import('./supervise.ts')).supervise(env, end)
  else await (await import('./serve.ts')).serve(env, own, end)
} catch (error) {
  process.stderr.write(`Copydesk cannot start.\n${explain(error)}\n`)
  process.exit(1)
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
