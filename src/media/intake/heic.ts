import { readFile, rename, writeFile } from 'node:fs/promises'
import type { HeifImage } from 'libheif-js/wasm-bundle.js'
import sharp, { type Metadata } from 'sharp'
import type { Size } from '../rendering/crop-region.ts'

// Phones write HEIC, which no browser but Safari shows, and which the libvips of sharp cannot decode. It is stored as a JPEG that cannot be told from it.

const QUALITY = 95

/** The file is damaged, or has what the decoder does not know. */
export class Undecodable extends Error {
  override name = 'Undecodable'
}

/** RGBA */
interface Pixels extends Size {
  readonly data: Uint8ClampedArray
}

/**
 * Replaces a HEIC by a JPEG of its first image: upright, in its own colors, and without its texts.
 * @param header of the HEIC
 * @throws Undecodable
 */
export async function replaceByJpeg(path: string, header: Metadata): Promise<void> {
  const { data, ...size } = await pixelsOf(await readFile(path))
  const jpeg = await sharp(data, { raw: { ...size, channels: 4 } })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer()
  const written = `${path}.jpg`
  await writeFile(written, header.icc ? withProfile(jpeg, header.icc) : jpeg)
  await rename(written, path)
}

async function pixelsOf(bytes: Buffer): Promise<Pixels> {
  // Loaded when a HEIC comes: it is 2 MB of WebAssembly.
  const { default: libheif } = await import('libheif-js/wasm-bundle.js')
  try {
    return await decoded(new libheif.HeifDecoder().decode(bytes))
  } catch (error) {
    throw new Undecodable('libheif cannot decode this HEIC', { cause: error })
  }
}

async function decoded(images: readonly HeifImage[]): Promise<Pixels> {
  const image = images.find((each) => each.is_primary()) ?? images[0]
  if (!image) throw new Error('it has no image')
  const size = { width: image.get_width(), height: image.get_height() }
  const target = { ...size, data: new Uint8ClampedArray(size.width * size.height * 4) }
  const pixels = await new Promise<Pixels | null>((resolve) => image.display(target, resolve))
  for (const each of images) each.free()
  if (!pixels) throw new Error('its image is damaged')
  return pixels
}

const MARKER = Buffer.from('ICC_PROFILE\0', 'latin1')
/** A segment has 65,535 bytes, with its size and our marker. */
const MOST_IN_SEGMENT = 65_535 - 2 - MARKER.length - 2
const START_BYTES = 2

/** The profile in segments APP2 (ICC.1:2022, annex B.4). sharp writes only profiles that it converts to. */
function withProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const count = Math.ceil(profile.length / MOST_IN_SEGMENT)
  const segments = Array.from({ length: count }, (_, index) => {
    const part = profile.subarray(index * MOST_IN_SEGMENT, (index + 1) * MOST_IN_SEGMENT)
    const content = Buffer.concat([MARKER, Buffer.from([index + 1, count]), part])
    const head = Buffer.from([0xff, 0xe2, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    return Buffer.concat([head, content])
  })
  return Buffer.concat([jpeg.subarray(0, START_BYTES), ...segments, jpeg.subarray(START_BYTES)])
}
