import type { FastifyInstance } from 'fastify'
import type { GraphQLFormattedError } from 'graphql'
import { expect } from 'vitest'
import type { Statement } from '../../src/database/database.ts'

export type Variables = Readonly<Record<string, unknown>>

/** What a test looks into without saying its form first. */
export interface Json {
  readonly [key: string]: unknown
}

export interface Answer<Data> {
  data?: Data | null
  errors?: GraphQLFormattedError[]
}

/** Asks the app as one caller does. `sent` is the list of all statements so far; a token of null makes a reader of the caller. */
export function clientOf(app: FastifyInstance, sent: readonly Statement[], tokenOf: () => Promise<string | null>) {
  /** The whole answer, errors included. */
  async function ask<Data = Json>(query: string, variables: Variables = {}): Promise<Answer<Data>> {
    const token = await tokenOf()
    const headers = token === null ? {} : { authorization: `Bearer ${token}` }
    const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })
    return response.json<Answer<Data>>()
  }

  /** The data. The test fails when there are errors. */
  async function query<Data = Json>(document: string, variables?: Variables): Promise<Data> {
    const { data, errors } = await ask<Data>(document, variables)
    // With the message: expect() would say no more than how many keys the error has.
    if (errors) throw new Error(`an answer with errors: ${JSON.stringify(errors)}`)
    if (!data) throw new Error('an answer without data')
    return data
  }

  /** The payload of a document with one mutation, user errors included. The test fails when there are top-level errors. */
  async function mutate<Payload = Json>(document: string, variables?: Variables): Promise<Payload> {
    const payloads = Object.values(await query<Record<string, Payload>>(document, variables))
    const [payload] = payloads
    if (payload === undefined || payloads.length > 1) throw new Error('a document with other than one mutation')
    return payload
  }

  /** The errors. The test fails when there are none. */
  async function errors(document: string, variables?: Variables): Promise<GraphQLFormattedError[]> {
    const answer = await ask(document, variables)
    expect(answer.errors).toBeDefined()
    return answer.errors ?? []
  }

  /** The statements that reach the database for one request, except the one that identifies the viewer. */
  async function statements(document: string, variables?: Variables): Promise<Statement[]> {
    const before = sent.length
    await query(document, variables)
    return sent.slice(before).filter(({ name }) => !name?.startsWith('identity_'))
  }

  return { ask, query, mutate, errors, statements }
}

export type Client = ReturnType<typeof clientOf>
