import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import type { Fault } from './fault.ts'
import type { PostgresqlScene } from './scene.ts'

const APPLICATION = "application_name = 'copydesk'"
/** More than PostgreSQL takes, so that none is left */
const MORE_THAN_ALL = 300

/** The processes of a PostgreSQL: the one that started the others, and these. */
function processesOf({ cluster }: PostgresqlScene): number[] {
  const [first = ''] = readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n')
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === first)
  return [first, ...children].map(Number)
}

function parentOf(pid: string): string | undefined {
  try {
    return /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

function signalAll(scene: PostgresqlScene, signal: NodeJS.Signals): void {
  for (const pid of processesOf(scene)) process.kill(pid, signal)
}

/** Runs this every 200 ms until the result is called. */
function again(once: () => Promise<unknown>): () => Promise<void> {
  let isOver = false
  const done = (async () => {
    while (!isOver) {
      await once()
      await wait(200)
    }
  })()
  return async () => {
    isOver = true
    await done
  }
}

/** Opens all connections that PostgreSQL has left. */
async function takeAllConnections(url: string): Promise<Client[]> {
  const taken: Client[] = []
  while (taken.length < MORE_THAN_ALL) {
    const client = new Client({ connectionString: url })
    client.on('error', () => {})
    const isIn = await client.connect().then(
      () => true,
      () => false,
    )
    if (!isIn) return taken
    taken.push(client)
  }
  throw new Error('PostgreSQL takes connections without end')
}

/** ALTER SYSTEM stands alone in its message. */
async function setting(scene: PostgresqlScene, ...statements: string[]): Promise<void> {
  const session = await scene.session()
  for (const statement of statements) await session.query(statement)
  await session.query('SELECT pg_reload_conf()')
  await session.end()
}

const DEADLOCK = '40P01'

/** Holds the locks that the statement takes, until the result is called. A save may hold some of them in another order: then it is sent again. */
async function held(scene: PostgresqlScene, statement: string): Promise<() => Promise<void>> {
  const session = await scene.session()
  for (;;) {
    await session.query('BEGIN')
    try {
      await session.query(statement)
      return () => session.end()
    } catch (error) {
      if (!(error instanceof DatabaseError && error.code === DEADLOCK)) throw error
      await session.query('ROLLBACK')
    }
  }
}

export const DATABASE_FAULTS: readonly Fault[] = [
  {
    name: 'the database is killed',
    readers: 'unavailable',
    editors: 'unavailable',
    isReady: false,
    async begin({ cluster }) {
      cluster.kill()
      return async () => cluster.start()
    },
  },
  {
    name: 'the database is restarted',
    readers: 'either',
    editors: 'either',
    isReady: null,
    async begin({ cluster }) {
      cluster.stop()
      cluster.start()
      return async () => {}
    },
  },
  {
    name: 'the database hangs (all of its processes are stopped)',
    readers: 'unavailable',
    editors: 'unavailable',
    isReady: false,
    holdMs: 12_000,
    async begin(scene) {
      signalAll(scene, 'SIGSTOP')
      return async () => signalAll(scene, 'SIGCONT')
    },
  },
  {
    name: 'the database is read-only',
    readers: 'served',
    editors: 'unavailable',
    isReady: true,
    async begin(scene) {
      await setting(scene, 'ALTER SYSTEM SET default_transaction_read_only = on')
      return () => setting(scene, 'ALTER SYSTEM RESET default_transaction_read_only')
    },
  },
  {
    name: 'the database becomes a standby, and is promoted again',
    readers: 'served',
    editors: 'unavailable',
    isReady: true,
    async begin({ cluster }) {
      cluster.stop()
      writeFileSync(join(cluster.folder, 'standby.signal'), '')
      cluster.start()
      return async () => cluster.promote()
    },
  },
  {
    name: 'the connections of the server are ended, and others take all that there are',
    readers: 'unavailable',
    editors: 'unavailable',
    isReady: false,
    async begin(scene) {
      const session = await scene.session()
      const taken: Client[] = []
      // The server may be faster with a connection that it has lost: only when all are taken, and none is its own, can it get no other.
      const take = async () => {
        for (let ended: number | null = null; ended !== 0; ) {
          taken.push(...(await takeAllConnections(scene.cluster.url)))
          const { rowCount } = await session.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${APPLICATION}`,
          )
          ended = rowCount
        }
      }
      await take()
      const end = again(take)
      return async () => {
        await end()
        await Promise.all([...taken, session].map((client) => client.end().catch(() => {})))
      }
    },
  },
  {
    name: 'the connections of the server are ended five times a second',
    readers: 'either',
    editors: 'either',
    isReady: null,
    async begin(scene) {
      const session = await scene.session()
      const end = again(() =>
        session.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${APPLICATION}`),
      )
      return async () => {
        await end()
        await session.end()
      }
    },
  },
  {
    name: 'a process of the database is killed with SIGKILL, so that all of them restart',
    readers: 'either',
    editors: 'either',
    isReady: null,
    async begin(scene) {
      const session = await scene.session()
      const { rows } = await session.query(`SELECT pid FROM pg_stat_activity WHERE ${APPLICATION} LIMIT 1`)
      process.kill(rows[0].pid, 'SIGKILL')
      return async () => {}
    },
  },
  {
    name: 'another session holds the rows of all articles',
    readers: 'served',
    editors: 'unavailable',
    isReady: true,
    begin: (scene) => held(scene, 'SELECT FROM article FOR UPDATE'),
  },
  {
    name: 'another session holds a table that pages read',
    readers: 'unavailable',
    editors: 'unavailable',
    isReady: null,
    begin: (scene) => held(scene, 'LOCK TABLE article, topic IN ACCESS EXCLUSIVE MODE'),
  },
  {
    name: 'a change of a table waits for an idle transaction, and all others wait for it',
    readers: 'unavailable',
    editors: 'unavailable',
    isReady: null,
    async begin(scene) {
      const end = await held(scene, 'SELECT FROM article LIMIT 1')
      const session = await scene.session()
      const changed = session.query('ALTER TABLE article ADD COLUMN added int').catch(() => {})
      return async () => {
        await session.end().catch(() => {})
        const other = await scene.session()
        await other.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE%'")
        await changed
        await end()
        await other.end()
      }
    },
  },
  {
    name: 'the job queue has 200,000 old jobs',
    readers: 'served',
    editors: 'served',
    isReady: true,
    async begin(scene) {
      const session = await scene.session()
      await session.query(`INSERT INTO pgboss.job (name, state, completed_on)
        SELECT name, 'completed', now() FROM pgboss.queue, generate_series(1, 50000) WHERE name IN ('article-publish', 'article-withdraw', 'housekeeping', 'thinning')`)
      return () => session.end()
    },
  },
]
