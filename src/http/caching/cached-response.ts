import { constants } from 'node:zlib'
import type { Tagged } from '../../reading/cache/tagged-cache.ts'
import type { Dependencies } from '../../reading/tags/dependencies.ts'
import { COMPRESSORS, type Encoding, encodingFor, THRESHOLD } from '../compression/encodings.ts'

const BROTLI = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 6,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  },
}

/** An answer that everybody may have, with what it depends on. */
export interface Answer extends Dependencies {
  readonly body: Buffer
  /** The media type */
  readonly type: string
  readonly etag: string
  /** The name of the operation, for the log */
  readonly operation: string | null
}

/** An answer as it is sent. */
export interface Bytes {
  readonly body: Buffer
  /** Null: not compressed */
  readonly encoding: Encoding | null
}

/** A cached answer: also compressed, from its second use on. */
export class CachedResponse implements Tagged {
  readonly answer: Answer
  readonly #compressed = new Map<Encoding, Buffer>()
  #isAsked = false

  constructor(answer: Answer) {
    this.answer = answer
  }

  get tags(): readonly string[] {
    return this.answer.tags
  }

  get validUntil(): number {
    return this.answer.validUntil
  }

  /** About what it takes in memory, in bytes, with its compressed forms. */
  get bytes(): number {
    const { body, tags } = this.answer
    return Math.ceil(body.length * 1.5) + 40 * tags.length + 500
  }

  /**
   * What to send to a client that accepts these encodings. Null if it is not compressed yet: that is done after the first time, for the next ones.
   */
  bytesFor(acceptEncoding: string | undefined): Bytes | null {
    const { body } = this.answer
    const encoding = body.length < THRESHOLD ? null : encodingFor(acceptEncoding)
    if (!encoding) return { body, encoding }
    const compressed = this.#compressed.get(encoding)
    if (compressed) return { body: compressed, encoding }
    this.#compress()
    return null
  }

  #compress(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    // What fails is sent as it is.
    setImmediate(() => void this.#makeAll().catch(() => {}))
  }

  async #makeAll(): Promise<void> {
    const { body } = this.answer
    const [br, gz] = await Promise.all([COMPRESSORS.br(body, BROTLI), COMPRESSORS.gzip(body)])
    this.#compressed.set('br', br).set('gzip', gz)
  }
}
