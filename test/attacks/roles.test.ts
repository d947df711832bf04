import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { neededBy } from '../../scripts/check/needed-permissions.ts'
import { type Permission, type Role, roles, rolesWith } from '../../src/viewer/viewer.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { startImageServer } from '../media/image-server.ts'
import { PREFLIGHT, post, uploadParts } from '../media/uploading.ts'
import { type SuccessfulCall, successfulCalls } from '../mutation/successful-calls.ts'

// Each mutation of the schema, by a reader and by each role: schema.graphql says which permission it needs, and src/viewer which roles have it.

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const { network, port } = await startImageServer()
const database = await testDatabase()
const api = await testApi(database, { network })

const calls: Readonly<Record<string, SuccessfulCall>> = successfulCalls(
  givenIn(database),
  api,
  `http://pictures.test:${port}/good`,
)

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {})

function documentOf(mutation: string): string {
  const type = getNamedType(schema.getMutationType()?.getFields()[mutation]?.type)
  if (!isObjectType(type)) throw new Error(`${mutation} has no payload`)
  return `mutation ($input: ${type.name.replace(/Payload$/, '')}Input!) { ${mutation}(input: $input) { clientMutationId userErrors { code } } }`
}

interface Outcome {
  data?: Readonly<Record<string, object | null>> | null
  errors?: { extensions?: { code?: unknown } }[]
}

/** The code of the refusal, or "done": user errors come after the permission was found. */
async function outcomeOf(mutation: string, role: Role | null): Promise<unknown> {
  const call = calls[mutation]
  if (!call) throw new Error(`no call of ${mutation}`)
  const input = await call.input()
  const client = role ? api.as(role) : api
  const answer: Outcome = call.file
    ? await upload(mutation, role, input, await call.file())
    : await client.ask(documentOf(mutation), { input })
  return answer.errors?.[0]?.extensions?.code ?? (answer.data?.[mutation] ? 'done' : 'no answer')
}

async function upload(
  mutation: string,
  role: Role | null,
  input: object,
  file: Uint8Array<ArrayBuffer>,
): Promise<Outcome> {
  const token: Record<string, string> = role ? { authorization: `Bearer ${(await api.as(role).user()).token}` } : {}
  return (await post(api.app, uploadParts(file, input, documentOf(mutation)), { ...PREFLIGHT, ...token })).json()
}

/** What the call needs where it is not the permission that the description names first: it is about what is another's, or the viewer's own. */
const NEEDED_HERE: Readonly<Record<string, Permission>> = {
  discardAutosave: 'EDIT_OWN_ARTICLES',
  revokePreviewLink: 'EDIT_ARTICLES',
  revokePreviewLinks: 'EDIT_ARTICLES',
}

/** Readers have no accounts: what they send has the token of a link in a mail. */
const isOpen = ({ description }: { description?: string | null | undefined }) =>
  /Needs no permission\./.test(description ?? '')

function isAllowed(role: Role, { name, description }: { name: string; description?: string | null | undefined }) {
  if (isOpen({ description })) return true
  const needed = NEEDED_HERE[name] ?? neededBy(description)[0]
  return needed !== undefined && rolesWith(needed).includes(role)
}

describe('A reader', () => {
  it.each(mutations.filter(isOpen).map(({ name }) => name))('may %s', async (mutation) => {
    expect(await outcomeOf(mutation, null)).toBe('done')
  })

  it.each(mutations.filter((each) => !isOpen(each)).map(({ name }) => name))('may not %s', async (mutation) => {
    expect(await outcomeOf(mutation, null)).toBe('UNAUTHENTICATED')
  })
})

describe.each(roles)('A token of the role %s', (role) => {
  const [allowed, forbidden] = [true, false].map((is) => mutations.filter((each) => isAllowed(role, each) === is))

  it.each(allowed?.map(({ name }) => name) ?? [])('may %s', async (mutation) => {
    expect(await outcomeOf(mutation, role)).toBe('done')
  })

  // An admin may do everything.
  if (forbidden?.length) {
    it.each(forbidden.map(({ name }) => name))('may not %s', async (mutation) => {
      expect(await outcomeOf(mutation, role)).toBe('FORBIDDEN')
    })
  }
})
