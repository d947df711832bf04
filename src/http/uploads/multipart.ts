import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy'
import { badRequest, payloadTooLarge } from '../../errors/errors.ts'
import { Unavailable } from '../../errors/unavailable.ts'
import type { JsonLimits } from '../../limits/json-size.ts'
import type { Incoming } from '../../media/store/incoming.ts'
import { StorageUnavailable } from '../../media/store/storage-unavailable.ts'
import { UploadedFile } from '../../media/store/uploaded-file.ts'
import { parseFileMap, parseOperations, placeFiles } from './multipart-operations.ts'

export interface MultipartLimits {
  /** Of the operations and of the map, each */
  readonly textBytes: number
  readonly fileBytes: number
  readonly json: JsonLimits
}

const TEXTS: ReadonlySet<string> = new Set(['operations', 'map'])

/** Files of one request. */
const MOST_FILES = 10

/** The content of a request: the operations, with the files at the paths in the map. */
export interface Received {
  readonly operations: Record<string, unknown>
  readonly files: readonly UploadedFile[]
}

/**
 * Receives a request of the GraphQL multipart request specification: `operations`, then `map`, then the files, each of which goes to the
 * disk as it comes and is never whole in memory. Where anything is wrong nothing stays on the disk.
 * @throws BAD_REQUEST, PAYLOAD_TOO_LARGE, QUERY_TOO_DEEP, TOO_MANY_VALUES
 */
export async function receiveMultipart(
  headers: IncomingHttpHeaders,
  body: Readable,
  incoming: Incoming,
  limits: MultipartLimits,
): Promise<Received> {
  const receiver = new Receiver(incoming, limits.json)
  try {
    await flow(body, parserFor(headers, receiver, limits), limits)
    return await receiver.whole()
  } catch (error) {
    await receiver.discard()
    throw error
  }
}

/** The part of a request that has arrived so far. */
class Receiver {
  /** Ends the request; may be called more than once. */
  onFailure: (error: unknown) => void = () => {}
  readonly #incoming: Incoming
  readonly #json: JsonLimits
  readonly #fields = new Map<string, string>()
  readonly #arriving = new Map<string, Promise<UploadedFile>>()
  readonly #paths: string[] = []
  readonly #streams: BusboyFileStream[] = []

  constructor(incoming: Incoming, json: JsonLimits) {
    this.#json = json
    this.#incoming = incoming
  }

  field(name: string, value: string): void {
    if (this.#arriving.size > 0) throw badRequest('Send the fields operations and map before the files.')
    this.#fields.set(name, value)
  }

  file(name: string, stream: BusboyFileStream): void {
    if (!this.#fields.has('map')) throw badRequest('Send the fields operations and map before the files.')
    if (this.#arriving.has(name))
      throw badRequest(
        `Two files have the field name ${JSON.stringify(name.slice(0, 50))}. Use a different name for each.`,
      )
    this.#streams.push(stream)
    const arriving = this.#keep(stream)
    // Without this the parser waits without end for a file that nobody reads.
    arriving.catch(this.onFailure)
    this.#arriving.set(name, arriving)
  }

  async #keep(stream: BusboyFileStream): Promise<UploadedFile> {
    const path = await this.#incoming.path()
    this.#paths.push(path)
    // Opened before anything is read: a stream that opens its file by itself can do so after discard() has removed the file.
    const file = await open(path, 'wx')
    const hash = createHash('sha256')
    async function* hashed(source: AsyncIterable<Buffer>) {
      for await (const piece of source) {
        hash.update(piece)
        yield piece
      }
    }
    await pipeline(stream, hashed, file.createWriteStream())
    return new UploadedFile({ path, checksum: hash.digest('hex'), isTooLarge: stream.truncated === true })
  }

  async whole(): Promise<Received> {
    const operations = parseOperations(this.#fields.get('operations'), this.#json)
    const map = parseFileMap(this.#fields.get('map'), this.#json)
    const files = new Map<string, UploadedFile>()
    for (const [name, arriving] of this.#arriving) files.set(name, await arriving)
    placeFiles(operations, map, files)
    return { operations, files: [...files.values()] }
  }

  /** If the request breaks off, the parser reports neither an end nor an error for the file. */
  async discard(): Promise<void> {
    for (const stream of this.#streams) stream.destroy(new Error('the request ended inside the file'))
    await Promise.allSettled(this.#arriving.values())
    await Promise.all(this.#paths.map((path) => this.#incoming.remove(path)))
  }
}

function parserFor(headers: IncomingHttpHeaders, receiver: Receiver, { textBytes, fileBytes }: MultipartLimits) {
  const { 'content-type': type = '' } = headers
  const busboyHeaders: BusboyHeaders = { 'content-type': type }
  const parser = orBadRequest(
    () =>
      new Busboy({
        headers: busboyHeaders,
        // Some clients give a file no name.
        isPartAFile: (name, type, fileName) =>
          fileName !== undefined || !(TEXTS.has(name ?? '') || (type ?? 'text/plain').startsWith('text/')),
        limits: {
          fieldNameSize: 100,
          fieldSize: textBytes,
          fields: 2,
          fileSize: fileBytes,
          files: MOST_FILES,
          headerPairs: 20,
        },
      }),
  )
  const fail = (error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error)))
  receiver.onFailure = fail
  const failing = (work: () => void) => {
    try {
      work()
    } catch (error) {
      fail(error)
    }
  }
  parser.on('field', (name, value, _isNameCut, isValueCut) =>
    failing(() => {
      if (isValueCut)
        throw payloadTooLarge(`The field ${name.slice(0, 20)} may have at most ${textBytes} bytes.`, {
          limit: textBytes,
        })
      receiver.field(name, value)
    }),
  )
  parser.on('file', (name, stream) =>
    failing(() => {
      // The parser also reports an end that comes too early.
      stream.on('error', () => {})
      receiver.file(name, stream)
    }),
  )
  parser.on('filesLimit', () => failing(() => tooMany(`${MOST_FILES} files`)))
  parser.on('fieldsLimit', () => failing(() => tooMany('the fields operations and map')))
  return parser
}

function tooMany(what: string): never {
  throw badRequest(`A multipart request may contain no more than ${what}.`)
}

/** Through the parser, with a time limit: what is beyond a file's limit is read and discarded. */
async function flow(body: Readable, parser: Writable, { textBytes, fileBytes }: MultipartLimits): Promise<void> {
  const limit = MOST_FILES * fileBytes + 2 * textBytes
  let measured = 0
  async function* counted(source: AsyncIterable<Buffer>) {
    for await (const piece of source) {
      measured += piece.length
      if (measured > limit) throw payloadTooLarge(`A request with files may have at most ${limit} bytes.`, { limit })
      yield piece
    }
  }
  try {
    await pipeline(body, counted, parser)
  } catch (error) {
    throw asRefusal(error)
  }
}

function orBadRequest<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw asRefusal(error)
  }
}

/** Our errors unchanged; errors of the parser or the connection are errors of the request. */
function asRefusal(error: unknown): unknown {
  if (error instanceof Error && 'extensions' in error) return error
  if (error instanceof Unavailable) return error
  // A call of the file system. The connection, which is only read, has the other system call.
  if (error instanceof Error && 'syscall' in error && error.syscall !== 'read') {
    return new StorageUnavailable(error)
  }
  return badRequest('The multipart request is malformed or incomplete.')
}
