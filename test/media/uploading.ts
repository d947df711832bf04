import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { UserError } from '../../src/generated/graphql.ts'

const SHOWN = `image { id url width height mimeType sizeBytes placeholder dominantColor headline altText description credit creator
  copyrightHolder copyrightNotice usageTerms keywords city country sourceName instructions captionWriter takenAt sourceUrl rightsExpireAt focalPoint { x y } version }
  isNew userErrors { code path message }`

export const UPLOAD = `mutation ($input: UploadImageInput!) { uploadImage(input: $input) { ${SHOWN} } }`
export const IMPORT = `mutation ($input: ImportImageInput!) { importImage(input: $input) { ${SHOWN} } }`

export interface AddedImage {
  image: { id: string; url: string; version: number; [field: string]: unknown } | null
  isNew: boolean | null
  userErrors: UserError[]
}

export type Part = [name: string, value: string | Blob, fileName?: string]

/** The usual three parts. */
export function uploadParts(bytes: Uint8Array<ArrayBuffer>, input: object = {}, query = UPLOAD): Part[] {
  return [
    ['operations', JSON.stringify({ query, variables: { input: { ...input, file: null } } })],
    ['map', '{ "0": ["variables.input.file"] }'],
    ['0', new Blob([bytes], { type: 'image/png' }), 'image.png'],
  ]
}

export async function encoded(parts: readonly Part[]): Promise<{ type: string; payload: Buffer }> {
  const form = new FormData()
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') form.append(name, value)
    else form.append(name, value, fileName ?? 'file')
  }
  const response = new Response(form)
  return { type: response.headers.get('content-type') ?? '', payload: Buffer.from(await response.arrayBuffer()) }
}

export const PREFLIGHT = { 'apollo-require-preflight': 'true' }

export async function post(
  app: FastifyInstance,
  parts: readonly Part[],
  headers: Record<string, string>,
): Promise<LightMyRequestResponse> {
  const { type, payload } = await encoded(parts)
  return app.inject({ method: 'POST', url: '/graphql', headers: { 'content-type': type, ...headers }, payload })
}

/** Uploads as the holder of a token. The test fails when there are top-level errors. */
export async function upload(
  app: FastifyInstance,
  token: string,
  bytes: Uint8Array<ArrayBuffer>,
  input: object = {},
): Promise<AddedImage> {
  const response = await post(app, uploadParts(bytes, input), { ...PREFLIGHT, authorization: `Bearer ${token}` })
  const { data, errors } = response.json<{ data?: { uploadImage: AddedImage }; errors?: unknown }>()
  if (!data || errors) throw new Error(response.body)
  return data.uploadImage
}
