import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { type Json, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { startImageServer } from '../media/image-server.ts'
import { PREFLIGHT, post, uploadParts } from '../media/uploading.ts'
import { type SuccessfulCall, successfulCalls } from './successful-calls.ts'

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const { network, port } = await startImageServer()
const database = await testDatabase()
const api = await testApi(database, { network })
const given = givenIn(database)

const calls: Readonly<Record<string, SuccessfulCall>> = successfulCalls(given, api, `http://pictures.test:${port}/good`)

/** Null on success, as their descriptions say: they tell of a refusal. */
const OF_REFUSALS = ['conflict']

function payloadOf(mutation: string): GraphQLObjectType {
  const type = schema.getMutationType()?.getFields()[mutation]?.type
  const payload = type && getNamedType(type)
  if (!isObjectType(payload)) throw new Error(`${mutation} answers with no payload`)
  return payload
}

/** Every field of the payload; of what stands in it no more than that it is there. */
function documentOf(mutation: string): string {
  const payload = payloadOf(mutation)
  const selection = Object.values(payload.getFields()).map(({ name, type }) =>
    isObjectType(getNamedType(type)) ? `${name} { __typename }` : name,
  )
  const input = `${payload.name.replace(/Payload$/, '')}Input`
  return `mutation ($input: ${input}!) { ${mutation}(input: $input) { ${selection.join(' ')} } }`
}

async function send(mutation: string, { as = 'EDITOR', input, file }: SuccessfulCall): Promise<Json> {
  const sent = { ...(await input()), clientMutationId: mutation }
  if (!file) return api.as(as).mutate(documentOf(mutation), { input: sent })
  const { token } = await api.as(as).user()
  const parts = uploadParts(await file(), sent, documentOf(mutation))
  const response = await post(api.app, parts, { ...PREFLIGHT, authorization: `Bearer ${token}` })
  const { data, errors } = response.json<{ data: Record<string, Json>; errors?: unknown }>()
  expect(errors).toBeUndefined()
  return data[mutation] ?? {}
}

describe('The payload of a mutation that succeeds', () => {
  it.each(Object.entries(calls))('%s: every field has a value', async (mutation, call) => {
    const { userErrors, ...fields } = await send(mutation, call)

    expect(userErrors).toEqual([])
    const empty = Object.keys(fields).filter((name) => fields[name] === null)
    expect(empty).toEqual(Object.keys(fields).filter((name) => OF_REFUSALS.includes(name)))
    expect(fields.clientMutationId).toBe(mutation)
  })
})

describe('Several mutations in one operation', () => {
  it('keep what the first one made when a later one is forbidden', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    const image = await given.image()
    const document = `mutation ($article: ID!, $image: ID!) {
      createArticle(input: { headline: "Mine", locale: "en" }) { article { headline } }
      addCaption(input: { articleId: $article, version: 1, imageId: $image }) { article { id } }
    }`

    const { data, errors } = await api.as('REPORTER').ask(document, { article: id, image: image.id })

    expect(data).toEqual({ createArticle: { article: { headline: 'Mine' } }, addCaption: null })
    expect(errors).toMatchObject([{ path: ['addCaption'], extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('addCorrection', () => {
  it.each(['PUBLISHED', 'WITHDRAWN'] as const)('answers with the new correction of a %s article', async (status) => {
    const { id } = await given.article({ status })
    const { correction } = await api.as('EDITOR').mutate(
      `mutation ($id: ID!) { addCorrection(input: { id: $id, version: 1, kind: CLARIFICATION, text: "It was Tuesday." }) {
        correction { id kind text publishedAt } userErrors { code } } }`,
      { id },
    )

    expect(correction).toMatchObject({ kind: 'CLARIFICATION', text: 'It was Tuesday.' })
    expect(await database.prisma.correction.count({ where: { article: { id: id.replace('article_', '') } } })).toBe(1)
  })
})
