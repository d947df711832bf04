import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ByteRange, MediaStore, StoredFile } from '../../media/store/storage.ts'
import { NO_STORE } from '../caching/cache-control.ts'
import { isKnown } from '../caching/etag.ts'

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

export interface FileAnswer {
  readonly store: MediaStore
  readonly file: StoredFile
  readonly cacheControl: string
  /** Whether a browser saves it instead of showing it */
  readonly isDownload?: boolean
}

/**
 * A file whose name identifies its content, so that the content at an address never changes. Users uploaded these files: the content
 * security policy prevents scripts in a file that is opened directly.
 */
export async function answerWithFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, file, cacheControl, isDownload = false }: FileAnswer,
): Promise<FastifyReply> {
  const etag = `"${file.sizeBytes.toString(36)}-${Math.trunc(file.modifiedAt.getTime() / 1000).toString(36)}"`
  reply.headers({
    'cache-control': cacheControl,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'accept-ranges': 'bytes',
    'last-modified': file.modifiedAt.toUTCString(),
    etag,
  })
  // Names in the store have only letters, digits, dots, dashes and underscores.
  if (isDownload) reply.header('content-disposition', `attachment; filename="${file.name.replace(/^.*\//, '')}"`)
  if (isFresh(request, etag, file.modifiedAt)) return reply.code(304).send()
  const range = rangeOf(request, etag, file)
  if (range === 'none') {
    return reply
      .code(416)
      .headers({ 'cache-control': NO_STORE })
      .header('content-range', `bytes */${file.sizeBytes}`)
      .send()
  }
  const length = range ? range.end - range.start + 1 : file.sizeBytes
  reply.header('content-type', TYPES[file.name.slice(file.name.lastIndexOf('.') + 1)] ?? 'application/octet-stream')
  reply.header('content-length', length)
  if (range) reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`)
  if (request.method === 'HEAD') return reply.send()
  const body = await bodyOf(store, file, range)
  return body ? reply.send(body) : absentFile(reply)
}

/** Removes the headers of the file. A file that is missing now may exist soon, so caches must not store the 404. */
export function absentFile(reply: FastifyReply): FastifyReply {
  const ofFile = ['accept-ranges', 'last-modified', 'etag', 'content-type', 'content-range', 'content-disposition']
  for (const name of ofFile) reply.removeHeader(name)
  reply.header('cache-control', NO_STORE).callNotFound()
  return reply
}

/** A stream takes longer to set up than most renditions take to read. */
const SMALL = 256 * 1024

async function bodyOf(store: MediaStore, { name, sizeBytes }: StoredFile, range: ByteRange | null) {
  if (!range && sizeBytes <= SMALL) return store.read(name)
  return (await store.open(name, range ?? undefined))?.stream
}

/** RFC 9110, section 13: if the request has an ETag, only the ETag decides. */
function isFresh({ headers }: FastifyRequest, etag: string, modifiedAt: Date): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return isKnown(tags, etag)
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return Math.trunc(modifiedAt.getTime() / 1000) <= since / 1000
}

/**
 * The range that is asked for: null for the whole file, also if several ranges are requested at once, which a server may ignore; 'none'
 * for one that lies behind the file.
 */
function rangeOf(
  { headers, method }: FastifyRequest,
  etag: string,
  { sizeBytes, modifiedAt }: StoredFile,
): ByteRange | 'none' | null {
  const condition = headers['if-range']
  const isSame = condition === undefined || condition === etag || condition === modifiedAt.toUTCString()
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? []
  if (method !== 'GET' || !isSame || first + last === '') return null
  if (first === '') {
    return Number(last) === 0 ? 'none' : { start: Math.max(sizeBytes - Number(last), 0), end: sizeBytes - 1 }
  }
  const range = { start: Number(first), end: Math.min(last === '' ? sizeBytes : Number(last), sizeBytes - 1) }
  if (last !== '' && Number(last) < range.start) return null
  return range.start >= sizeBytes ? 'none' : range
}
