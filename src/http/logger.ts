import type { FastifyServerOptions } from 'fastify'
import { type Logger, pino } from 'pino'
import { type PrettyOptions, build as pretty } from 'pino-pretty'
import type { Env } from '../config/env.ts'

/** Anything with a `write` for lines, such as process.stdout. */
export interface LogDestination {
  write(line: string): void
}

/** JSON lines for machines, or short ones for the person at the terminal. */
export function loggerOptions(
  { level, format }: Env['log'],
  destination?: LogDestination,
): FastifyServerOptions['logger'] {
  if (destination) return { level, stream: destination }
  if (format === 'json') return { level }
  return { level, stream: pretty({ ...PRETTY, colorize: process.stdout.isTTY }) }
}

/** The same for a process without a server. */
export function processLogger({ level, format }: Env['log']): Logger {
  return format === 'json' ? pino({ level }) : pino({ level }, pretty({ ...PRETTY, colorize: process.stdout.isTTY }))
}

const PRETTY: PrettyOptions = {
  sync: true,
  hideObject: true,
  ignore: 'pid,hostname',
  translateTime: 'HH:MM:ss',
  messageFormat: (line, messageKey) => {
    const { method, path, status, operation, ms, statements, requestId } = line
    const said = status === undefined ? line[messageKey] : `${method} ${path} ${status}`
    const cost = [ms !== undefined && `${ms} ms`, statements !== undefined && `${statements} SQL`]
    return [said, operation, ...cost, requestId && `(${requestId})`].filter(Boolean).join('  ')
  },
}
