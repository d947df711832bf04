import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** In which forms a body is kept, the best first. */
const ENCODINGS = ['br', 'gzip'] as const

export type Encoding = (typeof ENCODINGS)[number]

/** In bytes. Below, the headers weigh more than what is saved. */
const THRESHOLD = 1024

const inBrotli = promisify(brotliCompress)
const inGzip = promisify(gzip)

const BROTLI = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 6,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  },
}

/** An answer that everybody may have, with what it depends on. */
export interface Answer {
  readonly body: Buffer
  /** The media type */
  readonly type: string
  readonly etag: string
  /** The name of the operation, for the log */
  readonly operation: string | null
  readonly tags: readonly string[]
  /** In milliseconds of performance.now(): when something of it changes by time alone */
  readonly validUntil: number
}

/** An answer that is kept: also compressed, from its second use on. */
export class CachedResponse {
  readonly answer: Answer
  readonly #compressed = new Map<Encoding, Buffer>()
  #isAsked = false

  constructor(answer: Answer) {
    this.answer = answer
  }

  /** About what it takes in memory, in bytes, with its compressed forms and its places in the index. */
  get size(): number {
    const { body, tags } = this.answer
    return Math.ceil(body.length * 1.5) + 120 * tags.length + 500
  }

  /** What to send to a client that accepts these encodings. The compressed forms are made after the first time, for the next ones. */
  bytesFor(acceptEncoding: string | undefined): { body: Buffer; encoding: Encoding | null } {
    const { body } = this.answer
    if (acceptEncoding === undefined || body.length < THRESHOLD) return { body, encoding: null }
    for (const encoding of ENCODINGS) {
      if (!accepts(acceptEncoding, encoding)) continue
      const compressed = this.#compressed.get(encoding)
      if (compressed) return { body: compressed, encoding }
      this.#compress()
    }
    return { body, encoding: null }
  }

  #compress(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    // What fails is sent as it is.
    setImmediate(() => void this.#makeAll().catch(() => {}))
  }

  async #makeAll(): Promise<void> {
    const { body } = this.answer
    const [br, gz] = await Promise.all([inBrotli(body, BROTLI), inGzip(body)])
    this.#compressed.set('br', br).set('gzip', gz)
  }
}

const REFUSED = /;\s*q=0(?:\.0*)?\s*$/

function accepts(header: string, encoding: Encoding): boolean {
  if (!header.includes(encoding)) return false
  return header.split(',').some((one) => one.trim().split(/[\s;]/, 1)[0] === encoding && !REFUSED.test(one))
}
