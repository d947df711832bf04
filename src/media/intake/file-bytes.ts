import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { HEAD_BYTES } from './image-format.ts'

export interface FileBytes {
  readonly head: Buffer
  readonly sizeBytes: number
  /** SHA-256, hexadecimal */
  readonly checksum: string
  /** What else the file can be opened as, as "a PDF"; null for nothing */
  readonly alsoIs: string | null
  /** Whether the last chunk of a PNG stands in it, which decoders do not miss */
  readonly hasPngEnd: boolean
}

const PNG_END = 'IEND\xaeB`\x82'

/**
 * What makes an image also a document of another kind: browsers, archive programs and viewers find each of these after or
 * within other bytes. They are long enough without an image one by chance.
 */
const SECOND_DOCUMENTS: readonly [sign: RegExp | string, name: string][] = [
  [/<(?:script|html|body|iframe|!doctype html)[\s>/]/i, 'a web page'],
  [/<(?:svg\s+(?:xmlns|on)|img\s+(?:src|on))/i, 'a web page'],
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

/** Bytes that are held at a time. */
const PIECE = 64 * 1024

/** Reads a file once, from its start to its end, and holds a piece of it at a time. */
export async function readFileBytes(path: string): Promise<FileBytes> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  let head = Buffer.alloc(0)
  let before = ''
  let alsoIs: string | null = null
  let hasPngEnd = false
  for await (const piece of piecesOf(path)) {
    hash.update(piece)
    sizeBytes += piece.length
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES - head.length)])
    const text = before + piece.toString('latin1')
    alsoIs ??= SECOND_DOCUMENTS.find(([sign]) => isIn(sign, text))?.[1] ?? null
    hasPngEnd ||= text.includes(PNG_END)
    before = text.slice(-LONGEST_SIGN)
  }
  return { head, sizeBytes, checksum: hash.digest('hex'), alsoIs, hasPngEnd }
}

/** One after the other in the same memory: a stream would take new memory for each. */
async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  const memory = Buffer.allocUnsafeSlow(PIECE)
  try {
    for (;;) {
      const { bytesRead } = await file.read(memory, 0, PIECE)
      if (bytesRead === 0) return
      yield memory.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
