import { propertyOf } from '../../lib/property.ts'
import { cut } from './cut.ts'

const MAX_MESSAGE = 300
/** What is looked through for values */
const MAX_READ = 10_000
const MAX_FRAMES = 15
const MAX_FRAME = 300
const MAX_CAUSES = 3

/** Of the errors of PostgreSQL and of the operating system: what names things of ours. */
const NAMES = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'dataType', 'routine', 'syscall'] as const

export interface LoggedError {
  type: string
  message: string
  /** Without the message */
  stack: string
  [detail: string]: unknown
}

/**
 * What is logged of an error: where it comes from, not what it was about. The errors of the drivers hold the statement's parameters and the row that
 * failed, which are somebody's unpublished text.
 */
export function loggedError(error: unknown): LoggedError {
  return describe(error, MAX_CAUSES)
}

function describe(error: unknown, causes: number): LoggedError {
  if (!(error instanceof Error)) return describeOther(error)
  const cause = causeOf(error)
  return {
    type: error.name,
    message: messageOf(error.message),
    ...namesOf(error),
    ...(error instanceof AggregateError && {
      errors: error.errors.slice(0, MAX_CAUSES).map((each) => describe(each, 0)),
    }),
    stack: framesOf(error),
    ...(cause !== undefined && causes > 0 && { cause: describe(cause, causes - 1) }),
  }
}

/** What an adapter of Prisma made of the driver's error is an object. */
function describeOther(error: unknown): LoggedError {
  const message = propertyOf(error, 'originalMessage') ?? propertyOf(error, 'message') ?? error
  const code = propertyOf(error, 'originalCode')
  return {
    type: typeof error,
    ...(typeof code === 'string' && { code: cut(code, 100) }),
    message: messageOf(String(message)),
    stack: '',
  }
}

/** Prisma has the error of its adapter in `meta`. */
function causeOf(error: Error): unknown {
  return error.cause ?? propertyOf(propertyOf(error, 'meta'), 'driverAdapterError')
}

/** Without the row that failed, and without values: PostgreSQL writes them in quotes, those that it cannot read behind a colon. */
function messageOf(message: string): string {
  const withoutRow = message.slice(0, MAX_READ).replace(/\b(DETAIL:|Failing row contains|parameters:).*$/s, '$1 …')
  const withoutValues = withoutRow.replace(/: ".*/s, ': "…"').replace(/(["'`])[^"'`]{60,}/g, '$1…')
  return cut(withoutValues, MAX_MESSAGE)
}

function namesOf(error: Error): object {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = propertyOf(error, name)
      return typeof value === 'string' ? [[name, cut(value, 100)]] : []
    }),
  )
}

/** Without the message, which a stack begins with. */
function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return frames
    .slice(0, MAX_FRAMES)
    .map((frame) => cut(frame.trim(), MAX_FRAME))
    .join('\n')
}
