import { type GraphQLFormattedError, getNamedType, isObjectType } from 'graphql'
import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { testApi, type Variables } from '../helpers/api.ts'
import { startImageServer } from '../media/image-server.ts'
import { newImage } from '../media/sample-images.ts'
import { type Part, PREFLIGHT, post } from '../media/uploading.ts'
import { examplesIn, type Input, type MutationName, partsIn } from './examples.ts'
import { inputTypeOf, mutationNames, schema } from './input-fields.ts'

export interface Outcome {
  readonly userErrors: readonly { code: string; path: readonly string[]; message: string }[]
  readonly clientMutationId: string | null
}

/** The payload of one input, or why the whole request was refused. */
export interface Sent {
  readonly outcome: Outcome | null
  readonly errors: readonly GraphQLFormattedError[]
}

/** Many inputs go in one request. */
const LIMITS = {
  MAX_ALIASES: '1000',
  MAX_ROOT_FIELDS: '1000',
  MAX_ROOT_FIELDS_READERS: '1000',
  MAX_FIELDS: '100000',
  MAX_TOKENS: '100000',
  MAX_NODES: '10000000',
  MAX_COST: '1000000000',
  MAX_COST_READERS: '1000000000',
  MAX_DEPTH: '100',
  MAX_BODY_BYTES: '20000000',
}

const USER_ERRORS = 'userErrors { code path message }'

/** A mutation of several things has user errors of each: `results`. */
interface Payload extends Outcome {
  readonly results?: readonly Pick<Outcome, 'userErrors'>[]
}

/** What a mutation makes, where its payload has it. */
interface Made {
  readonly article?: { readonly id: string; readonly slug: string; readonly version: number } | null
  readonly topic?: { readonly id: string } | null
  readonly author?: { readonly id: string } | null
}

const MADE = { article: '{ id slug version }', topic: '{ id }', author: '{ id }' }

function hasField(mutation: string, field: string): boolean {
  const payload = getNamedType(schema.getMutationType()?.getFields()[mutation]?.type)
  return isObjectType(payload) && field in payload.getFields()
}

function selectionOf(mutation: string): string {
  return `{ ${USER_ERRORS} clientMutationId ${hasField(mutation, 'results') ? `results { ${USER_ERRORS} }` : ''} }`
}

function outcomeOf(payload: Payload | null | undefined): Outcome | null {
  if (!payload) return null
  const { userErrors, clientMutationId, results = [] } = payload
  return { userErrors: [...userErrors, ...results.flatMap((result) => result.userErrors)], clientMutationId }
}

const withoutFile = (input: unknown): object => ({ ...(typeof input === 'object' && input), file: null })

/** Sends inputs of any mutation, as an admin. */
export async function inputsTo(database: Database) {
  const server = await startImageServer()
  const api = await testApi(database, { network: server.network, variables: LIMITS })
  const admin = api.as('ADMIN')
  const member = await admin.user()
  const bytes = await newImage()
  const examples = examplesIn({ database, admin: member, imageUrl: `http://pictures.test:${server.port}/good` })

  const ask = (document: string, inputs: Variables) => admin.ask<Record<string, Payload | null>>(document, inputs)

  /** The same by a multipart request: one file goes into all of the inputs. */
  async function askWithFile(query: string, inputs: Variables): ReturnType<typeof ask> {
    const names = Object.keys(inputs)
    const variables = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, withoutFile(input)]))
    const parts: Part[] = [
      ['operations', JSON.stringify({ query, variables })],
      ['map', JSON.stringify({ 0: names.map((name) => `variables.${name}.file`) })],
      ['0', new Blob([bytes], { type: 'image/png' }), 'image.png'],
    ]
    const headers = { ...PREFLIGHT, authorization: `Bearer ${member.token}` }
    return (await post(api.app, parts, headers)).json()
  }

  /** What each input is answered. */
  async function send(mutation: string, inputs: readonly Input[]): Promise<Sent[]> {
    if (inputs.length === 0) return []
    const type = inputTypeOf(mutation)
    const named = Object.fromEntries(inputs.map((input, index) => [`i${index}`, input]))
    const variables = Object.keys(named).map((name) => `$${name}: ${type}!`)
    const fields = Object.keys(named).map((name) => `${name}: ${mutation}(input: $${name}) ${selectionOf(mutation)}`)
    const document = `mutation (${variables}) { ${fields.join(' ')} }`
    const { data, errors = [] } = await ('file' in type.getFields() ? askWithFile : ask)(document, named)
    return Object.keys(named).map((name) => ({
      outcome: outcomeOf(data?.[name]),
      errors: errors.filter(({ path }) => !path || path[0] === name),
    }))
  }

  /** The payload of one input. The test fails where it is refused. */
  async function sendOne(mutation: string, input: Input): Promise<Made> {
    const type = inputTypeOf(mutation)
    const made = Object.entries(MADE)
      .filter(([field]) => hasField(mutation, field))
      .map(([field, selection]) => `${field} ${selection}`)
    const { userErrors, ...things } = await admin.mutate<Made & Pick<Outcome, 'userErrors'>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${USER_ERRORS} ${made.join(' ')} } }`,
      { input },
    )
    expect(userErrors).toEqual([])
    return things
  }

  /** An input with which the mutation succeeds. */
  function exampleOf(mutation: string): Promise<Input> {
    const names: readonly string[] = mutationNames()
    const isName = (name: string): name is MutationName => names.includes(name) && name in examples
    if (!isName(mutation)) throw new Error(`test/inputs/examples.ts has no example of ${mutation}`)
    return examples[mutation]()
  }

  return { api, admin, send, sendOne, exampleOf, parts: await partsIn(database) }
}
