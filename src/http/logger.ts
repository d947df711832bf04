import type { FastifyServerOptions } from 'fastify'
import { build as pretty } from 'pino-pretty'
import type { Env } from '../env.ts'

/** Anything with a `write` for lines, such as process.stdout. */
export interface LogDestination {
  write(line: string): void
}

/** JSON lines for machines, or coloured lines for the person at the terminal. */
export function loggerOptions(
  { level, format }: Env['log'],
  destination?: LogDestination,
): FastifyServerOptions['logger'] {
  if (destination) return { level, stream: destination }
  if (format === 'json') return { level }
  return {
    level,
    stream: pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss', colorize: process.stdout.isTTY, sync: true }),
  }
}
