import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { HEAD_BYTES } from './picture-format.ts'

export interface FileBytes {
  readonly head: Buffer
  readonly sizeBytes: number
  /** SHA-256, hexadecimal */
  readonly checksum: string
  /** What else the file can be opened as, as "a PDF"; null for nothing */
  readonly alsoIs: string | null
}

/**
 * What makes of a picture a second document, for whoever opens it as one: browsers, archivers and readers find each of these behind or
 * within other bytes. They are long enough that no picture has one by chance.
 */
const SECOND_DOCUMENTS: readonly [sign: RegExp | string, name: string][] = [
  [/<(?:script|html|iframe|!doctype html)[\s>/]/i, 'a web page'],
  [/<\?php\s/i, 'a program'],
  [/%PDF-[12]\.\d/, 'a PDF'],
  ['PK\x05\x06\0\0\0\0', 'a ZIP archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive'],
]

const isIn = (sign: RegExp | string, text: string): boolean =>
  typeof sign === 'string' ? text.includes(sign) : sign.test(text)

/** A sign may lie on both sides of where one piece ends. */
const LONGEST_SIGN = 16

/** Reads a file once, from its start to its end, and holds a piece of it at a time. */
export async function readFileBytes(path: string): Promise<FileBytes> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let head = Buffer.alloc(0)
  let before = ''
  let alsoIs: string | null = null
  const pieces: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 128 * 1024 })
  for await (const piece of pieces) {
    hash.update(piece)
    sizeBytes += piece.length
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES - head.length)])
    const text = before + piece.toString('latin1')
    alsoIs ??= SECOND_DOCUMENTS.find(([sign]) => isIn(sign, text))?.[1] ?? null
    before = text.slice(-LONGEST_SIGN)
  }
  return { head, sizeBytes, checksum: hash.digest('hex'), alsoIs }
}
