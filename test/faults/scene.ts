import { join } from 'node:path'
import type { Client as Session } from 'pg'
import { type ConnectOptions, connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { brokenParts } from '../crash/broken.ts'
import { type Cluster, startPrimary } from '../helpers/cluster.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { type Network, networkTo } from '../helpers/network.ts'
import { startServer, USUAL_TIMEOUTS } from '../helpers/server-process.ts'

type Server = Awaited<ReturnType<typeof startServer>>

/** A server whose database can be looked at. */
export interface Scene {
  url(): string
  server(): Server
  /** Ends the server and starts it again. */
  restart(signal: NodeJS.Signals, variables?: Record<string, string>): Promise<void>
  /** What is broken in the database or lacks its file, and how many revisions have each of these headlines */
  state(headlines: readonly string[]): Promise<State>
}

export interface State {
  readonly broken: readonly string[]
  readonly timesSaved: ReadonlyMap<string, number>
}

/** With its own PostgreSQL behind a network that can have faults */
export interface PostgresqlScene extends Scene {
  readonly cluster: Cluster
  readonly network: Network
  session(): Promise<Session>
}

interface Place {
  readonly options: ConnectOptions
  readonly mediaDir: string
  readonly variables: Record<string, string>
}

/** Every page is read from the database, and a reader here asks more often than a person. */
const VARIABLES = { SEED_ON_START: 'true', RESPONSE_CACHE_BYTES: '0', RATE_LIMITS: 'false', ...USUAL_TIMEOUTS }

async function stateOf(database: Database, mediaDir: string, headlines: readonly string[]): Promise<State> {
  const broken = await brokenParts(database, mediaDir)
  const text = 'SELECT headline, count(*)::int AS n FROM revision WHERE headline = ANY ($1) GROUP BY headline'
  const rows = await database.query<{ headline: string; n: number }>({ text, parameters: [headlines] })
  return { broken, timesSaved: new Map(rows.map(({ headline, n }) => [headline, n])) }
}

async function sceneAt({ options, mediaDir, variables }: Place): Promise<Scene> {
  const all = { ...VARIABLES, MEDIA_DIR: mediaDir, ...variables }
  let server = await startServer(all)
  const { port } = new URL(server.url)

  async function stop(signal: NodeJS.Signals): Promise<void> {
    const { child, ended } = server
    child.kill(signal)
    await ended
  }

  async function start(more: Record<string, string> = {}): Promise<void> {
    server = await startServer({ ...all, PORT: port, ...more })
  }

  return {
    url: () => server.url,
    server: () => server,
    async restart(signal, more) {
      await stop(signal)
      await start(more)
    },
    async state(headlines) {
      // A running server has the embedded database for itself.
      const isEmbedded = !('url' in options)
      if (isEmbedded) await stop('SIGTERM')
      const database = await connect(options)
      try {
        return await stateOf(database, mediaDir, headlines)
      } finally {
        await database.close()
        if (isEmbedded) await start()
      }
    },
  }
}

interface PostgresqlPlace {
  /** Of the database's folder */
  readonly parent?: string
  readonly variables?: Record<string, string>
}

export async function postgresqlScene({ parent, variables }: PostgresqlPlace = {}): Promise<PostgresqlScene> {
  const cluster = await startPrimary({ parent })
  const network = await networkTo(cluster.url)
  const all = { DATABASE_URL: network.url, DATABASE_POOL_SIZE: '10', ...variables }
  const scene = await sceneAt({ options: { url: cluster.url }, mediaDir: await temporaryFolder(), variables: all })
  return { ...scene, cluster, network, session: () => cluster.session() }
}

/** @param parent of the data folder */
export async function embeddedScene(parent: string): Promise<Scene> {
  const dataDir = join(parent, 'data')
  return sceneAt({ options: { dataDir }, mediaDir: await temporaryFolder(), variables: { DATA_DIR: dataDir } })
}
