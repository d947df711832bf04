import type { Share } from './share.ts'

const OLDEST_VERSION = 150_000

const VERSION = "SELECT current_setting('server_version_num')::int AS version"

interface Facts {
  readonly encoding: string
  readonly messages: string
  readonly maySetMessages: boolean
}

/** The function is new in version 15. */
const FACTS = `
  SELECT pg_encoding_to_char(encoding) AS encoding, current_setting('lc_messages') AS messages,
    has_parameter_privilege('lc_messages', 'SET') AS "maySetMessages"
  FROM pg_database WHERE datname = current_database()`

/** In no language at all, or in English. */
const ENGLISH = /^(?:$|C(?:\.|$)|POSIX$|en(?:[_.-]|$)|English)/i

/**
 * Whether sessions have to ask for English messages: Prisma passes on no field that names a violated constraint, only the message.
 * @throws with a sentence for the operator if the database cannot be used
 */
export async function checkServer(share: Share): Promise<boolean> {
  const [server] = await share.query<{ version: number }>({ text: VERSION, parameters: [] })
  const version = server?.version ?? 0
  if (version < OLDEST_VERSION)
    throw new Error(`it is version ${Math.floor(version / 10_000)}, but version 15 or later is required`)
  const [facts] = await share.query<Facts>({ text: FACTS, parameters: [] })
  return facts !== undefined && mustSetMessages(facts)
}

function mustSetMessages({ encoding, messages, maySetMessages }: Facts): boolean {
  if (encoding !== 'UTF8')
    throw new Error(
      `the encoding of the database is ${encoding}, but UTF8 is required. Create the database with ENCODING 'UTF8' TEMPLATE template0.`,
    )
  if (ENGLISH.test(messages)) return false
  if (!maySetMessages)
    throw new Error(
      `its messages are in the language of lc_messages = ${messages}, but they must be in English. As a superuser, run ALTER ROLE … SET lc_messages = 'C' for the role of DATABASE_URL.`,
    )
  return true
}
