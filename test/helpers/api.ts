import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import type { Database, Statement } from '../../src/database/database.ts'
import type { LogDestination } from '../../src/http/logger.ts'
import type { EventFeed } from '../../src/outbox/event-feed.ts'
import type { Network } from '../../src/outgoing/public-network.ts'
import type { Role } from '../../src/viewer/viewer.ts'
import { type Client, clientOf } from './client.ts'
import { mediaDir } from './database.ts'
import { injectsThroughServer } from './inject.ts'
import { PATIENT } from './server-process.ts'
import { type StaffMember, staffOf } from './staff.ts'

export type { Answer, Client, Json, Variables } from './client.ts'

/** Where the readers of the tests' site are. */
export const SITE_URL = 'https://daily.example'

export interface ApiOptions {
  /** Environment variables in addition to those of the tests */
  variables?: Record<string, string>
  /** Where importImage may fetch */
  network?: Network
  /** How long /media remembers what may be shown; not at all when absent */
  rightsMemoryMs?: number
  /** None when absent */
  events?: EventFeed
  /** Where log lines go, with LOG_LEVEL; nowhere when absent */
  logTo?: LogDestination
}

/**
 * The whole server over a database, asked without a port. Closed after the file; the database stays the caller's.
 *
 * const api = await testApi(await testDatabase({ seeded: true }))
 * await api.query('{ topics { totalCount } }')                       as a reader
 * await api.as('EDITOR').mutate(PUBLISH, { id, version })            as the tests' editor
 * api.as('REPORTER', 'Noa')                                          as another reporter than the tests' usual one
 */
export async function testApi(database: Database, options: ApiOptions = {}) {
  const sent: Statement[] = []
  return apiOf(await testApp(watched(database, sent), options), database, sent)
}

/** The same of any app. @param sent what it has sent to the database, if somebody looks at that */
export function apiOf(app: FastifyInstance, database: Database, sent: readonly Statement[] = []) {
  const staff = staffOf(database)

  /** With this token in the Authorization header, whatever it is. */
  function withToken(token: string): Client {
    return clientOf(app, sent, async () => token)
  }

  /** As one of the desk: for each role and name there is one user, made when first asked for, with a token of that role. */
  function as(role: Role, name?: string): Colleague {
    const user = staff(role, name)
    return { ...clientOf(app, sent, async () => (await user).token), user: () => user }
  }

  return { ...clientOf(app, sent, async () => null), as, withToken, app }
}

export interface Colleague extends Client {
  user(): Promise<StaffMember>
}

export type Api = Awaited<ReturnType<typeof testApi>>

export async function testApp(
  database: Database,
  { variables = {}, network, rightsMemoryMs = 0, events, logTo }: ApiOptions = {},
): Promise<FastifyInstance> {
  const env = parseEnv({
    LOG_LEVEL: 'silent',
    EXPLORER: 'false',
    RATE_LIMITS: 'false',
    ...PATIENT,
    SITE_URL,
    MEDIA_DIR: mediaDir,
    ...variables,
  })
  const app = await createApp({
    env,
    database,
    rightsMemoryMs,
    ...(network && { network }),
    ...(events && { events }),
    ...(logTo && { logTo }),
  })
  afterAll(() => app.close())
  return injectsThroughServer(app)
}

/** The same database, with a note of every statement that is sent through its door. */
export function watched(database: Database, sent: Statement[]): Database {
  return {
    ...database,
    query: (statement, route) => {
      sent.push(statement)
      return database.query(statement, route)
    },
  }
}
