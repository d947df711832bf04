import { readEnv } from './config/env.ts'
import { ownServerProcess } from './processes/server-process.ts'
import { serve } from './serve.ts'
import { supervise } from './supervise.ts'

try {
  const env = readEnv()
  const own = ownServerProcess()
  const end = (code: number) => process.exit(code)
  await (own === null && env.processes > 1 ? supervise(env, end) : serve(env, own, end))
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
