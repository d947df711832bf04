import { crc32 } from 'node:zlib'
import type { Metadata } from 'sharp'

const JPEG_HEAD = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1')
/** Of a segment of a JPEG, without its length */
const MOST_IN_SEGMENT = 65_533
const PNG_KEYWORD = Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1')
/** The signature, and the chunk IHDR, which is always the first */
const PNG_HEAD = 8 + 25
const WEBP_HAS_XMP = 0x04
const WEBP_HAS_ALPHA = 0x10

type Size = Pick<Metadata, 'width' | 'height' | 'hasAlpha'>

/**
 * The file with XMP in it, its pixels as they are. The file has known parts only, so no XMP of its own.
 * @returns null where XMP cannot simply be added to the format
 */
export function withXmp(known: Buffer, xmp: string, metadata: Size & Pick<Metadata, 'format'>): Buffer | null {
  const packet = Buffer.from(xmp)
  switch (metadata.format) {
    case 'jpeg':
      return jpegWithXmp(known, packet)
    case 'png':
      return pngWithXmp(known, packet)
    case 'webp':
      return webpWithXmp(known, packet, metadata)
    default:
      return null
  }
}

/** Behind JFIF's segment, which must be the first. */
function jpegWithXmp(bytes: Buffer, packet: Buffer): Buffer | null {
  const content = Buffer.concat([JPEG_HEAD, packet])
  if (content.length > MOST_IN_SEGMENT) return null
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  const at = bytes.readUInt16BE(2) === 0xffe0 ? 4 + bytes.readUInt16BE(4) : 2
  return Buffer.concat([bytes.subarray(0, at), head, content, bytes.subarray(at)])
}

function pngWithXmp(bytes: Buffer, packet: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from('iTXt'), PNG_KEYWORD, packet])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(named.length - 4)
  checksum.writeUInt32BE(crc32(named))
  return Buffer.concat([bytes.subarray(0, PNG_HEAD), length, named, checksum, bytes.subarray(PNG_HEAD)])
}

/** The last chunk (RFC 9649). A file without VP8X, which says what there is, gets one. */
function webpWithXmp(bytes: Buffer, packet: Buffer, { width, height, hasAlpha }: Size): Buffer {
  const chunks = Buffer.from(bytes.subarray(12))
  const isExtended = chunks.subarray(0, 4).toString('latin1') === 'VP8X'
  if (isExtended) chunks.writeUInt8(chunks.readUInt8(8) | WEBP_HAS_XMP, 8)
  const parts = [...(isExtended ? [] : [extendedHead(width, height, hasAlpha)]), chunks, chunkOf('XMP ', packet)]
  const content = Buffer.concat([Buffer.from('WEBP'), ...parts])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

function extendedHead(width: number, height: number, hasAlpha: boolean): Buffer {
  const content = Buffer.alloc(10)
  content.writeUInt8(WEBP_HAS_XMP | (hasAlpha ? WEBP_HAS_ALPHA : 0), 0)
  content.writeUIntLE(width - 1, 4, 3)
  content.writeUIntLE(height - 1, 7, 3)
  return chunkOf('VP8X', content)
}

function chunkOf(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}
