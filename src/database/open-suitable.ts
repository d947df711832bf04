import { Unavailable } from '../errors/unavailable.ts'
import { DatabaseUnreachable } from './errors.ts'
import { checkServer, type Role } from './pool/server-check.ts'
import { NO_NEEDS, type SessionNeeds } from './pool/session-config.ts'
import { openShares, type Shares, type SharesOptions } from './pool/shares.ts'

/** How PgBouncer refuses what a connection asks for that it knows nothing of: limits on time, and `options`. */
const REFUSED_BY_POOLER = /unsupported startup parameter/

export interface Suitable {
  readonly shares: Shares
  /** Of the sessions of these shares */
  readonly needs: SessionNeeds
}

/**
 * Connections as this server needs them. What it needs is found out by opening one: whether a pooler is between, and what the database is set to.
 * @throws DatabaseUnreachable
 */
export async function openSuitable(options: Omit<SharesOptions, 'needs'>, role: Role): Promise<Suitable> {
  let needs = NO_NEEDS
  for (;;) {
    const shares = openShares({ ...options, needs })
    try {
      const more = await findNeeds(shares, needs, role)
      if (isSame(more, needs)) return { shares, needs }
      needs = more
    } catch (error) {
      await closeAll(shares)
      throw new DatabaseUnreachable(
        `PostgreSQL at ${withoutPassword(options.url)} cannot be used: ${reasonOf(error)}`,
        {
          cause: error,
        },
      )
    }
    await closeAll(shares)
  }
}

export async function closeAll(shares: Shares): Promise<void> {
  await Promise.all(Object.values(shares).map((share) => share.close()))
}

async function findNeeds(shares: Shares, needs: SessionNeeds, role: Role): Promise<SessionNeeds> {
  try {
    return await checkServer(shares.control, needs, role)
  } catch (error) {
    const reason = error instanceof Unavailable ? error.cause : error
    if (!needs.inTransactions && REFUSED_BY_POOLER.test(reasonOf(reason))) return { ...needs, inTransactions: true }
    throw reason
  }
}

/** Needs only grow. */
function isSame(one: SessionNeeds, other: SessionNeeds): boolean {
  return (
    one.englishMessages === other.englishMessages &&
    one.inTransactions === other.inTransactions &&
    one.isolation === other.isolation
  )
}

function withoutPassword(url: string): string {
  const { username, host, pathname } = new URL(url)
  return `${username && `${username}@`}${host}${pathname}`
}

/** A host with several addresses (localhost: IPv6 and IPv4) fails with an AggregateError, whose own message is empty. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
