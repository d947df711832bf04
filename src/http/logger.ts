import { hostname } from 'node:os'
import type { FastifyServerOptions } from 'fastify'
import { type Logger, pino } from 'pino'
import type { PrettyOptions } from 'pino-pretty'
import type { Env } from '../config/env.ts'
import { optionalPackage, packageIsMissing } from '../lib/optional-package.ts'
import { loggedError } from './log/logged-error.ts'

/** Anything with a `write` for lines, such as process.stdout. */
export interface LogDestination {
  write(line: string): void
}

const serializers = { err: loggedError }

/** JSON lines for machines, or short ones for the person at the terminal. */
export async function loggerOptions(
  { level, format }: Env['log'],
  destination?: LogDestination,
  /** Of several */
  processNumber?: number,
): Promise<FastifyServerOptions['logger']> {
  const base = { pid: process.pid, hostname: hostname(), process: processNumber }
  if (destination) return { level, serializers, base, stream: destination }
  const stream = format === 'json' ? null : await prettyStream(level)
  return stream === null ? { level, serializers, base } : { level, serializers, base, stream }
}

/** The same for a process without a server. */
export async function processLogger({ level, format }: Env['log']): Promise<Logger> {
  const stream = format === 'json' ? null : await prettyStream(level)
  return stream === null ? pino({ level, serializers }) : pino({ level, serializers }, stream)
}

/** Null, after one line that says so, where pino-pretty is not installed: a log in JSON is better than no server. */
async function prettyStream(level: Env['log']['level']) {
  const pretty = await optionalPackage('pino-pretty', () => import('pino-pretty'))
  if (pretty) return pretty.build({ ...PRETTY, colorize: process.stdout.isTTY })
  pino({ level }).warn(`The log is in JSON. ${packageIsMissing('LOG_FORMAT=pretty', 'pino-pretty')}`)
  return null
}

const PRETTY: PrettyOptions = {
  sync: true,
  hideObject: true,
  ignore: 'pid,hostname',
  translateTime: 'HH:MM:ss',
  messageFormat: (line, messageKey) => {
    const { method, path, status, operation, ms, statements, errorCodes, requestId, process } = line
    const said = status === undefined ? line[messageKey] : `${method} ${path} ${status}`
    const cost = [ms !== undefined && `${ms} ms`, statements !== undefined && `${statements} SQL`]
    const codes = Array.isArray(errorCodes) && errorCodes.join(' ')
    return [process && `#${process}`, said, operation, codes, ...cost, requestId && `(${requestId})`]
      .filter(Boolean)
      .join('  ')
  },
}
