import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ByteRange, MediaStore, StoredFile } from '../media/storage.ts'

const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
}

/**
 * A file whose name says what is in it, so that under an address there never is anything else: to be kept for ever by everybody. People
 * brought these files; the policy keeps whatever is in them from running when one is opened on its own.
 */
export async function answerWithFile(
  request: FastifyRequest,
  reply: FastifyReply,
  store: MediaStore,
  file: StoredFile,
): Promise<FastifyReply> {
  const etag = `"${file.sizeBytes.toString(36)}-${Math.trunc(file.modifiedAt.getTime() / 1000).toString(36)}"`
  reply.headers({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'accept-ranges': 'bytes',
    'last-modified': file.modifiedAt.toUTCString(),
    etag,
  })
  if (isFresh(request, etag, file.modifiedAt)) return reply.code(304).send()
  const range = rangeOf(request, etag, file)
  if (range === 'none') {
    reply.removeHeader('cache-control')
    return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
  }
  const length = range ? range.end - range.start + 1 : file.sizeBytes
  reply.header('content-type', TYPES[file.name.slice(file.name.lastIndexOf('.') + 1)] ?? 'application/octet-stream')
  reply.header('content-length', length)
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`)
  if (request.method === 'HEAD') return reply.send()
  const body = await bodyOf(store, file, range)
  if (!body) {
    reply.callNotFound()
    return reply
  }
  return reply.send(body)
}

/** A stream takes longer to set up than most renditions take to read. */
const SMALL = 256 * 1024

async function bodyOf(store: MediaStore, { name, sizeBytes }: StoredFile, range: ByteRange | null) {
  if (!range && sizeBytes <= SMALL) return store.read(name)
  return (await store.open(name, range ?? undefined))?.stream
}

/** RFC 9110, section 13: an ETag that is asked about decides alone. */
function isFresh({ headers }: FastifyRequest, etag: string, modifiedAt: Date): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return Math.trunc(modifiedAt.getTime() / 1000) <= since / 1000
}

/**
 * The range that is asked for: null for the whole file, be it that several ranges are asked for at once, which nobody has to give; 'none'
 * for one that lies behind the file.
 */
function rangeOf(
  { headers, method }: FastifyRequest,
  etag: string,
  { sizeBytes }: StoredFile,
): ByteRange | 'none' | null {
  const condition = headers['if-range']
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? []
  if (method !== 'GET' || (condition !== undefined && condition !== etag) || first + last === '') return null
  if (first === '') {
    return Number(last) === 0 ? 'none' : { start: Math.max(sizeBytes - Number(last), 0), end: sizeBytes - 1 }
  }
  const range = { start: Number(first), end: Math.min(last === '' ? sizeBytes : Number(last), sizeBytes - 1) }
  if (last !== '' && Number(last) < range.start) return null
  return range.start >= sizeBytes ? 'none' : range
}
