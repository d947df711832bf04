import { type GraphQLFormattedError, getNamedType, isObjectType } from 'graphql'
import type { Database } from '../../src/database/database.ts'
import { testApi } from '../helpers/api.ts'
import { startPictureServer } from '../media/picture-server.ts'
import { newPicture } from '../media/sample-pictures.ts'
import { PREFLIGHT, post, uploadParts } from '../media/uploading.ts'
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
const LIMITS = { MAX_ALIASES: '1000', MAX_ROOT_FIELDS: '1000', MAX_FIELDS: '10000', MAX_BODY_BYTES: '20000000' }

const USER_ERRORS = 'userErrors { code path message }'

/** A mutation of several things has user errors of each: `results`. */
interface Payload extends Outcome {
  readonly results?: readonly Pick<Outcome, 'userErrors'>[]
}

function selectionOf(mutation: string): string {
  const payload = getNamedType(schema.getMutationType()?.getFields()[mutation]?.type)
  const hasResults = isObjectType(payload) && 'results' in payload.getFields()
  return `{ ${USER_ERRORS} clientMutationId ${hasResults ? `results { ${USER_ERRORS} }` : ''} }`
}

function outcomeOf(payload: Payload | null | undefined): Outcome | null {
  if (!payload) return null
  const { userErrors, clientMutationId, results = [] } = payload
  return { userErrors: [...userErrors, ...results.flatMap((result) => result.userErrors)], clientMutationId }
}

/** Sends inputs of any mutation, as an admin. */
export async function inputsTo(database: Database) {
  const server = await startPictureServer()
  const api = await testApi(database, { network: server.network, variables: LIMITS })
  const admin = api.as('ADMIN')
  const member = await admin.user()
  const bytes = await newPicture()
  const examples = examplesIn({ database, admin: member, pictureUrl: `http://pictures.test:${server.port}/good` })

  async function sendTogether(mutation: string, inputs: readonly unknown[]): Promise<Sent[]> {
    const type = inputTypeOf(mutation).name
    const variables = inputs.map((_input, index) => `$i${index}: ${type}!`)
    const fields = inputs.map((_input, index) => `m${index}: ${mutation}(input: $i${index}) ${selectionOf(mutation)}`)
    const { data, errors = [] } = await admin.ask<Record<string, Payload | null>>(
      `mutation (${variables}) { ${fields.join(' ')} }`,
      Object.fromEntries(inputs.map((input, index) => [`i${index}`, input])),
    )
    return inputs.map((_input, index) => ({
      outcome: outcomeOf(data?.[`m${index}`]),
      errors: errors.filter(({ path }) => !path || path[0] === `m${index}`),
    }))
  }

  async function upload(input: object): Promise<Sent> {
    const query = `mutation ($input: UploadImageInput!) { uploadImage(input: $input) ${selectionOf('uploadImage')} }`
    const headers = { ...PREFLIGHT, authorization: `Bearer ${member.token}` }
    const response = await post(api.app, uploadParts(bytes, input, query), headers)
    const { data, errors = [] } = response.json<{
      data?: { uploadImage: Payload | null }
      errors?: GraphQLFormattedError[]
    }>()
    return { outcome: outcomeOf(data?.uploadImage), errors }
  }

  /** What each input is answered, one after the other. */
  async function send(mutation: string, inputs: readonly Input[]): Promise<Sent[]> {
    if (inputs.length === 0) return []
    if (mutation !== 'uploadImage') return sendTogether(mutation, inputs)
    const sent: Sent[] = []
    for (const input of inputs) sent.push(await upload(input))
    return sent
  }

  /** An input with which the mutation succeeds. */
  function exampleOf(mutation: string): Promise<Input> {
    const names: readonly string[] = mutationNames()
    const isName = (name: string): name is MutationName => names.includes(name) && name in examples
    if (!isName(mutation)) throw new Error(`test/inputs/examples.ts has no example of ${mutation}`)
    return examples[mutation]()
  }

  return { api, admin, send, exampleOf, parts: await partsIn(database) }
}
