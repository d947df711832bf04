import type { FastifyInstance } from 'fastify'
import type { GraphQLFormattedError } from 'graphql'
import { afterAll, expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Database, Statement } from '../../src/database/database.ts'
import { parseEnv } from '../../src/env.ts'
import { mediaDir } from './database.ts'

export type Variables = Readonly<Record<string, unknown>>

/** What a test looks into without saying its form first. */
export interface Json {
  readonly [key: string]: unknown
}

export interface Answer<Data> {
  data?: Data | null
  errors?: GraphQLFormattedError[]
}

/** Where the readers of the tests' site are. */
export const SITE_URL = 'https://daily.example'

export interface ApiOptions {
  /** Environment variables besides the tests' own */
  variables?: Record<string, string>
}

/**
 * The whole server over a database, asked without a port. Closed after the file; the database stays the caller's.
 *
 * const api = await testApi(await testDatabase({ seeded: true }))
 */
export async function testApi(database: Database, { variables = {} }: ApiOptions = {}) {
  const sent: Statement[] = []
  const app = await testApp(watched(database, sent), variables)

  /** The whole answer, errors included. */
  async function ask<Data = Json>(query: string, variables: Variables = {}): Promise<Answer<Data>> {
    const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } })
    return response.json<Answer<Data>>()
  }

  /** The data. The test fails when there are errors. */
  async function query<Data = Json>(document: string, variables?: Variables): Promise<Data> {
    const { data, errors } = await ask<Data>(document, variables)
    expect(errors).toBeUndefined()
    if (!data) throw new Error('an answer without data')
    return data
  }

  /** The errors. The test fails when there are none. */
  async function errors(document: string, variables?: Variables): Promise<GraphQLFormattedError[]> {
    const answer = await ask(document, variables)
    expect(answer.errors).toBeDefined()
    return answer.errors ?? []
  }

  /** The statements that reach the database for one request. */
  async function statements(document: string, variables?: Variables): Promise<Statement[]> {
    const before = sent.length
    await query(document, variables)
    return sent.slice(before)
  }

  return { ask, query, errors, statements, app }
}

export type Api = Awaited<ReturnType<typeof testApi>>

export async function testApp(database: Database, variables: Record<string, string> = {}): Promise<FastifyInstance> {
  const env = parseEnv({ LOG_LEVEL: 'silent', EXPLORER: 'false', SITE_URL, MEDIA_DIR: mediaDir, ...variables })
  const app = await createApp({ env, database })
  afterAll(() => app.close())
  return app
}

/** The same database, with a note of every statement that is sent through its door. */
function watched(database: Database, sent: Statement[]): Database {
  return {
    ...database,
    query: (statement) => {
      sent.push(statement)
      return database.query(statement)
    },
  }
}
