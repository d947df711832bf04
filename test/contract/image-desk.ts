import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { UserError } from '../../src/generated/graphql.ts'
import type { Network } from '../../src/outgoing/public-network.ts'
import type { Role } from '../../src/viewer/viewer.ts'
import { type Answer, type Json, testApi, type Variables } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { emptyPlace, type PLACES } from '../media/places.ts'
import { ownBytes, plainImage, xmpOf, xmpText } from '../media/sample-images.ts'
import { namesIn } from '../media/store-suite.ts'
import { type Part, PREFLIGHT, post } from '../media/uploading.ts'
import { contractOf } from './operations.ts'

export interface Payload {
  readonly userErrors: UserError[]
}

type Answered<Payloads extends Payload> = Answer<Record<string, Payloads | null>>

interface Uploaded extends Payload {
  readonly image: { readonly id: string; readonly url: string } & Json
}

/** What one file may have here. */
export const MAX_BYTES = 200_000

const { operation } = contractOf('pictures')

/** A photograph of 1600 to 900 pixels, with the words of an agency in it. */
export function photograph(): Promise<Buffer<ArrayBuffer>> {
  const words = `${xmpText('dc:description', 'A border crossing in the morning')}${xmpText('dc:rights', '© 2026 An agency')}
    ${xmpText('xmpRights:UsageTerms', 'Once')}<dc:creator><rdf:Seq><rdf:li>Ada Lovelace</rdf:li></rdf:Seq></dc:creator>`
  return ownBytes(
    plainImage(1600, 900, `#${randomUUID().slice(0, 6)}`)
      .withXmp(xmpOf('photoshop:Credit="An agency"', words))
      .jpeg(),
  )
}

/** The operations of pictures.graphql over a database of their own, with files in such a place. */
export async function imageDesk(kind: (typeof PLACES)[number], network: Network) {
  const database = await testDatabase()
  const place = await emptyPlace(kind)
  const variables = { ...place.variables, MAX_UPLOAD_BYTES: String(MAX_BYTES) }
  const api = await testApi(database, { variables, network })

  /** As somebody of the desk, or as a reader. A file goes as the multipart request specification says. */
  async function ask<Payloads extends Payload>(
    name: string,
    variables: Variables,
    role: Role | null,
  ): Promise<Answered<Payloads>> {
    const { file } = variables
    if (!(file instanceof Uint8Array)) return (role ? api.as(role) : api).ask(operation(name), variables)
    const token = role && (await api.as(role).user()).token
    const parts: Part[] = [
      ['operations', JSON.stringify({ query: operation(name), variables: { ...variables, file: null } })],
      ['map', '{ "0": ["variables.file"] }'],
      ['0', new Blob([Uint8Array.from(file)]), 'crossing.jpg'],
    ]
    const response = await post(api.app, parts, { ...PREFLIGHT, ...(token && { authorization: `Bearer ${token}` }) })
    return response.json<Answered<Payloads>>()
  }

  /** The payload of a call that is answered without top-level errors. */
  async function send<Payloads extends Payload = Payload>(
    name: string,
    variables: Variables,
    role: Role = 'EDITOR',
  ): Promise<Payloads> {
    const { data, errors } = await ask<Payloads>(name, variables, role)
    expect(errors).toBeUndefined()
    const [payload] = Object.values(data ?? {})
    if (!payload) throw new Error('an answer without a payload')
    return payload
  }

  /** Why a call is refused, which changes nothing in the database, in the store and on the disk, and answers with nothing else. */
  async function refused(name: string, variables: Variables, role: Role | null = 'EDITOR'): Promise<string[]> {
    const before = await namesIn(place.store)
    const answer = await expectNoChange(database, () => ask(name, variables, role))
    expect(await namesIn(place.store)).toEqual(before)
    expect(filesIn(join(place.mediaDir, '.incoming'))).toEqual([])
    const answered = Object.values(answer.data ?? {}).flatMap((payload) => Object.entries(payload ?? {}))
    expect(answered.filter(([field, value]) => field !== 'userErrors' && value !== null)).toEqual([])
    return refusals(answer)
  }

  async function uploaded(): Promise<{ id: string; uuid: string; url: string }> {
    const { image } = await send<Uploaded>('Upload', { file: await photograph() })
    return { id: image.id, uuid: image.id.replace('image_', ''), url: image.url }
  }

  return { database, place, api, given: givenIn(database), send, refused, uploaded }
}

export type ImageDesk = Awaited<ReturnType<typeof imageDesk>>

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

/** Of each error the code, and of those of the input the place too. */
function refusals({ data, errors = [] }: Answered<Payload>): string[] {
  const payloads = Object.values(data ?? {}).flatMap((payload) => payload ?? [])
  return [
    ...errors.map(({ extensions }) => String(extensions?.code)),
    ...payloads.flatMap(({ userErrors }) => userErrors).map(({ code, path }) => `${code} ${path?.join('.')}`),
  ]
}
