import type { SessionNeeds } from './session-config.ts'
import type { Share } from './share.ts'

const OLDEST_VERSION = 150_000

const VERSION = "SELECT current_setting('server_version_num')::int AS version"

interface Facts {
  readonly encoding: string
  readonly messages: string
  readonly maySetMessages: boolean
  readonly isStandby: boolean
  readonly processId: number
  readonly isolation: string
}

/** The function is new in version 15. */
const FACTS = `
  SELECT pg_encoding_to_char(encoding) AS encoding, current_setting('lc_messages') AS messages,
    has_parameter_privilege('lc_messages', 'SET') AS "maySetMessages", pg_is_in_recovery() AS "isStandby",
    pg_backend_pid() AS "processId", current_setting('transaction_isolation') AS isolation
  FROM pg_database WHERE datname = current_database()`

/** In no language at all, or in English. */
const ENGLISH = /^(?:$|C(?:\.|$)|POSIX$|en(?:[_.-]|$)|English)/i

/** What the server is to us. */
export type Role = 'primary' | 'replica'

/**
 * What sessions need that they do not have yet.
 * @throws with a sentence for the operator if the database cannot be used
 */
export async function checkServer(share: Share, needs: SessionNeeds, role: Role): Promise<SessionNeeds> {
  const [server] = await share.query<{ version: number }>({ text: VERSION, parameters: [] })
  const version = server?.version ?? 0
  if (version < OLDEST_VERSION)
    throw new Error(`it is version ${Math.floor(version / 10_000)}, but version 15 or later is required`)
  const { facts, isPooled } = await factsOf(share)
  refuseEncoding(facts)
  refuseRole(facts, role)
  return {
    englishMessages: needs.englishMessages || mustSetMessages(facts),
    inTransactions: needs.inTransactions || isPooled,
    isolation: needs.isolation || (needs.inTransactions && facts.isolation !== 'read committed'),
  }
}

/** A pooler tells its clients numbers of processes that are not those of PostgreSQL. */
async function factsOf(share: Share): Promise<{ facts: Facts; isPooled: boolean }> {
  const client = await share.lease()
  try {
    const { rows } = await client.query<Facts>(FACTS)
    const [facts] = rows
    if (!facts) throw new Error('it does not say what it is')
    return { facts, isPooled: facts.processId !== client.processID }
  } finally {
    client.release()
  }
}

function refuseEncoding({ encoding }: Facts): void {
  if (encoding !== 'UTF8')
    throw new Error(
      `the encoding of the database is ${encoding}, but UTF8 is required. Create the database with ENCODING 'UTF8' TEMPLATE template0.`,
    )
}

function refuseRole({ isStandby }: Facts, role: Role): void {
  if (isStandby && role === 'primary')
    throw new Error(
      'it is a standby, which can only be read. Set DATABASE_URL to the primary, and list standbys in DATABASE_REPLICA_URLS.',
    )
}

/** Whether sessions have to ask for English messages: Prisma passes on no field that names a violated constraint, only the message. */
function mustSetMessages({ messages, maySetMessages }: Facts): boolean {
  if (ENGLISH.test(messages)) return false
  if (!maySetMessages)
    throw new Error(
      `its messages are in the language of lc_messages = ${messages}, but they must be in English. As a superuser, run ALTER ROLE … SET lc_messages = 'C' for the role of DATABASE_URL.`,
    )
  return true
}
