// How the drivers' errors are read: those of pg and PGlite, and Prisma's, which have one of those inside.

/**
 * The codes of an error, the database's own first: SQLSTATE, or a code of the operating system or of Prisma. A broken connection in a raw query has
 * only the kind that Prisma's adapter names.
 */
export function codesOf(error: unknown): string[] {
  const cause = causeOf(error)
  const codes = [at(cause, 'originalCode'), at(error, 'code'), at(cause, 'code'), at(cause, 'kind')]
  return codes.filter((code) => typeof code === 'string')
}

/** What the database said. */
export function messageOf(error: unknown): string {
  const message = at(causeOf(error), 'originalMessage') ?? (error instanceof Error ? error.message : undefined)
  return typeof message === 'string' ? message : ''
}

/** What an adapter of Prisma made of the driver's error, or the error that another has as its cause. */
function causeOf(error: unknown): unknown {
  return at(at(at(error, 'meta'), 'driverAdapterError'), 'cause') ?? at(error, 'cause')
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
