import { encoded, type Part, PREFLIGHT, uploadParts } from './uploading.ts'

interface BadRequest {
  readonly payload: Buffer
  readonly headers: Readonly<Record<string, string>>
}

type Bytes = Buffer<ArrayBuffer>

const request = async (parts: readonly Part[], headers: Record<string, string> = PREFLIGHT): Promise<BadRequest> => {
  const { type, payload } = await encoded(parts)
  return { payload, headers: { 'content-type': type, ...headers } }
}

/** The usual parts, with one of them in another form. */
const instead = (bytes: Bytes, name: string, value: string): Part[] =>
  uploadParts(bytes).map((part) => (part[0] === name ? [name, value] : part))

const file = (bytes: Bytes, name: string): Part => [name, new Blob([bytes]), 'image.png']

const operations = (variables: unknown) =>
  JSON.stringify({ query: 'mutation ($input: UploadImageInput!) { uploadImage(input: $input) { isNew } }', variables })

/** Requests that are refused before any GraphQL runs, each by its name in docs/images.md. */
export const badRequests: Readonly<Record<string, (bytes: Bytes) => Promise<BadRequest>>> = {
  'no header that asks for a preflight': (bytes) => request(uploadParts(bytes), {}),
  'no operations': (bytes) => request(uploadParts(bytes).slice(1)),
  'no map': (bytes) => request(uploadParts(bytes).filter(([name]) => name !== 'map')),
  'the file before the map': (bytes) => request(uploadParts(bytes).reverse()),
  'the map behind the file': (bytes) => {
    const [first, map, last] = uploadParts(bytes)
    return request([first, last, map].filter((part) => part !== undefined))
  },
  'operations that are no JSON': (bytes) => request(instead(bytes, 'operations', '{')),
  'a list of operations': (bytes) => request(instead(bytes, 'operations', '[]')),
  'a map that is no JSON': (bytes) => request(instead(bytes, 'map', 'x')),
  'a map that is a list': (bytes) => request(instead(bytes, 'map', '[]')),
  'a map without places': (bytes) => request(instead(bytes, 'map', '{ "0": [] }')),
  'a map of numbers': (bytes) => request(instead(bytes, 'map', '{ "0": [1] }')),
  'a map to what is not there': (bytes) => request(instead(bytes, 'map', '{ "0": ["variables.input.other"] }')),
  'a map to the query': (bytes) => request(instead(bytes, 'map', '{ "0": ["query"] }')),
  'a map to a prototype': (bytes) => request(instead(bytes, 'map', '{ "0": ["variables.__proto__.file"] }')),
  'a map to what is not null': (bytes) => request(instead(bytes, 'operations', operations({ input: { file: 1 } }))),
  'a map to a file that is not there': (bytes) => request(uploadParts(bytes).slice(0, 2)),
  'two files of one name': (bytes) => request([...uploadParts(bytes), file(bytes, '0')]),
  'eleven files': (bytes) =>
    request([...uploadParts(bytes), ...Array.from({ length: 10 }, (_, index) => file(bytes, String(index + 1)))]),
  'a third field': (bytes) => request([['more', 'x'], ...uploadParts(bytes)]),
  'a request that ends in the file': async (bytes) => {
    const { payload, headers } = await request(uploadParts(bytes))
    return { payload: payload.subarray(0, payload.length - 200), headers }
  },
  'no boundary': async (bytes) => {
    const { payload } = await request(uploadParts(bytes))
    return { payload, headers: { ...PREFLIGHT, 'content-type': 'multipart/form-data' } }
  },
  'a boundary that never comes': async (bytes) => {
    const { payload } = await request(uploadParts(bytes))
    return { payload, headers: { ...PREFLIGHT, 'content-type': 'multipart/form-data; boundary=other' } }
  },
  'operations that are too long': (bytes) =>
    request(instead(bytes, 'operations', operations({ input: { file: null, altText: 'x'.repeat(3_000_000) } }))),
}
