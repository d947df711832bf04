import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'
import { COMPRESSORS, ENCODINGS, type Encoding, encodingFor, THRESHOLD } from './encodings.ts'

/** Images, fonts in WOFF and archives are compressed already. */
const TEXTS =
  /^(text\/(?!event-stream)|application\/(graphql-response\+json|json|feed\+json|javascript|manifest\+json|xml|(rss|atom)\+xml)|font\/(ttf|otf))/

/** For answers that are sent once. One step more takes half as long again for 2% fewer bytes, as measured on a front page (docs/caching.md). */
const QUALITY = 3
const LEVEL = 4

/** In bytes. Up to here the event loop is busier with passing a body through a stream than with compressing it, as measured (docs/caching.md). */
const SYNC_THRESHOLD = 64 * 1024

/**
 * Lets the routes of this scope compress what they send, by `reply.compress`. None does so by itself: an answer with a secret beside texts of an attacker
 * would give away the secret by its length (BREACH). Requests are not decompressed, so that few bytes cannot become many.
 */
export async function offerCompression(scope: FastifyInstance): Promise<void> {
  await scope.register(compress, { ...OPTIONS, global: false })
}

/** For a scope of public files: everything in it is compressed. */
export async function compressAll(scope: FastifyInstance): Promise<void> {
  await scope.register(compress, { ...OPTIONS, globalCompression: true })
}

/** A text as it is sent. */
export interface SentText {
  readonly body: string | Buffer
  /** Null: not compressed */
  readonly encoding: Encoding | null
}

/** Compresses a text for a client that accepts these encodings as `reply.compress` does, in one call or beside the event loop. */
export async function compressedFor(text: string, acceptEncoding: string | undefined): Promise<SentText> {
  const encoding = encodingFor(acceptEncoding)
  const bytes = encoding === null ? 0 : Buffer.byteLength(text)
  if (encoding === null || bytes < THRESHOLD) return { body: text, encoding: null }
  const { brotliOptions, zlibOptions } = OPTIONS
  if (bytes > SYNC_THRESHOLD)
    return {
      body: await (encoding === 'br' ? COMPRESSORS.br(text, brotliOptions) : COMPRESSORS.gzip(text, zlibOptions)),
      encoding,
    }
  return { body: encoding === 'br' ? brotliCompressSync(text, brotliOptions) : gzipSync(text, zlibOptions), encoding }
}

const OPTIONS = {
  globalDecompression: false,
  encodings: ENCODINGS,
  customTypes: TEXTS,
  threshold: THRESHOLD,
  syncThreshold: SYNC_THRESHOLD,
  brotliOptions: {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  },
  zlibOptions: { level: LEVEL },
} satisfies Parameters<FastifyInstance['register']>[1]
