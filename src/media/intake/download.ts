import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { beforeTimeout, request } from '../../outgoing/pinned-request.ts'
import { internet, judge, type Network, NotFetched } from '../../outgoing/public-network.ts'
import { inRequestSpan } from '../../tracing/request-span.ts'
import { StorageUnavailable } from '../store/storage-unavailable.ts'

export interface DownloadOptions {
  readonly maxBytes: number
  /** The public internet when left out */
  readonly network?: Network
  /** For all of it, redirects and all */
  readonly timeoutMs?: number
}

export type Downloaded = 'whole' | 'too large'

const TIMEOUT_MS = 20_000
const MOST_REDIRECTS = 5
const ACCEPTED = { accept: 'image/*', 'accept-encoding': 'identity' }

/**
 * Fetches what is at an address into a new file, only from public servers, also after redirects.
 * @returns too large: then the file holds a part, or is not there
 * @throws NotFetched
 */
export async function download(
  url: URL,
  path: string,
  { maxBytes, network = internet, timeoutMs = TIMEOUT_MS }: DownloadOptions,
): Promise<Downloaded> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await follow(url, network, signal)
    return await keep(response, path, maxBytes, signal)
  } catch (error) {
    if (error instanceof NotFetched || error instanceof StorageUnavailable) throw error
    if (signal.aborted) throw new NotFetched(`The download took longer than ${timeoutMs / 1000} seconds.`)
    throw new NotFetched('The server could not be reached, or closed the connection.')
  }
}

async function follow(start: URL, network: Network, signal: AbortSignal): Promise<IncomingMessage> {
  let url = start
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const source = await beforeTimeout(judge(url, network), signal)
    const { response } = await inRequestSpan(url.href, 'GET', async () => {
      const response = await request(source, { headers: ACCEPTED, signal })
      return { response, status: response.statusCode ?? 0 }
    })
    const target = redirectOf(response, url)
    if (!target) return response
    response.destroy()
    url = target
  }
  throw new NotFetched(`This address redirects more than ${MOST_REDIRECTS} times.`)
}

const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308])

function redirectOf({ statusCode, headers }: IncomingMessage, from: URL): URL | null {
  if (!REDIRECTS.has(statusCode)) return null
  const target = URL.parse(headers.location ?? '', from.href)
  if (headers.location === undefined || !target) throw new NotFetched('This address redirects without a target.')
  return target
}

async function keep(
  response: IncomingMessage,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Downloaded> {
  const { statusCode, headers } = response
  try {
    if (statusCode !== 200) {
      throw new NotFetched(`The server answered with status ${statusCode} instead of an image.`, statusCode)
    }
    const encoding = headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') throw new NotFetched('The server sent compressed data that was not requested.')
    if (Number(headers['content-length']) > maxBytes) return 'too large'
    return await write(response, path, maxBytes, signal)
  } finally {
    response.destroy()
  }
}

class TooLarge extends Error {}

async function write(
  response: IncomingMessage,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Downloaded> {
  let measured = 0
  async function* counted(source: AsyncIterable<Buffer>) {
    for await (const piece of source) {
      measured += piece.length
      if (measured > maxBytes) throw new TooLarge()
      yield piece
    }
  }
  try {
    await pipeline(response, counted, createWriteStream(path, { flags: 'wx' }), { signal })
    return 'whole'
  } catch (error) {
    if (error instanceof TooLarge) return 'too large'
    throw isOfDisk(error) ? new StorageUnavailable(error) : error
  }
}

/** Whether it is a fault of the file that is written; a connection has other codes. */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && DISK_FAULTS.has(error.code)
}

const DISK_FAULTS: ReadonlySet<unknown> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'EACCES',
  'EPERM',
  'ENOENT',
  'EMFILE',
  'ENFILE',
])
