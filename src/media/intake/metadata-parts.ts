import { readFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import type { Metadata } from 'sharp'
import { jpegSegments } from '../known-parts/jpeg.ts'
import { pngChunks } from '../known-parts/png.ts'

/** Where a file says something of its image, each as it stands there. */
export interface MetadataParts {
  readonly exif: Buffer | null
  readonly xmp: Buffer | null
  /** Image resources of Photoshop, which have IPTC among them */
  readonly resources: Buffer | null
}

const PHOTOSHOP = 'Photoshop 3.0\0'
const XMP_KEYWORD = 'XML:com.adobe.xmp'
/** Of a text in a PNG: more is no metadata of an image. */
const MOST_INFLATED = 1_048_576

/**
 * What libvips finds, and what it passes over: IPTC in several segments of a JPEG; in a PNG what stands behind the image, and what ImageMagick
 * writes as text.
 */
export async function metadataParts(path: string, header: Metadata): Promise<MetadataParts> {
  const { exif = null, xmp = null, iptc = null, format } = header
  const found = { exif, xmp, resources: iptc }
  try {
    // Where libvips finds none, there is none to be completed, and the file need not be read again.
    if (format === 'jpeg' && iptc) return { ...found, resources: resourcesOf(await readFile(path)) ?? iptc }
    if (format === 'png') return { ...inPng(await readFile(path)), ...withoutNulls(found) }
  } catch {
    // A decoder may read it all the same.
  }
  return found
}

function withoutNulls(parts: MetadataParts): Partial<MetadataParts> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null))
}

function resourcesOf(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = []
  for (const { marker, content } of jpegSegments(bytes)) {
    if (marker === 0xed && content.subarray(0, PHOTOSHOP.length).toString('latin1') === PHOTOSHOP) {
      parts.push(content.subarray(PHOTOSHOP.length))
    }
  }
  return parts.length > 0 ? Buffer.concat(parts) : null
}

function inPng(bytes: Buffer): MetadataParts {
  const parts: { exif: Buffer | null; xmp: Buffer | null; resources: Buffer | null } = {
    exif: null,
    xmp: null,
    resources: null,
  }
  let rawXmp: Buffer | null = null
  for (const { name, content } of pngChunks(bytes)) {
    if (name === 'eXIf') parts.exif ??= content
    const text = name.endsWith('Xt') ? pngText(name, content) : null
    if (!text) continue
    if (text.keyword === XMP_KEYWORD) parts.xmp ??= text.value
    const profile = /^Raw profile type (exif|APP1|xmp|iptc|8bim)$/.exec(text.keyword)?.[1]
    const raw = profile === undefined ? null : rawProfile(text.value)
    if (!raw) continue
    if (profile === 'xmp') rawXmp ??= raw
    else if (profile === 'iptc' || profile === '8bim') parts.resources ??= raw
    else parts.exif ??= raw
  }
  // ImageMagick lets users change IPTC alone, so an XMP beside it may be older.
  if (!parts.resources) parts.xmp ??= rawXmp
  return parts
}

/** The three kinds of text chunk: plain, compressed, and international, which may be either. */
function pngText(name: string, content: Buffer): { keyword: string; value: Buffer } | null {
  const end = content.indexOf(0)
  if (end === -1) return null
  const keyword = content.subarray(0, end).toString('latin1')
  const rest = content.subarray(end + 1)
  if (name === 'tEXt') return { keyword, value: rest }
  if (name === 'zTXt') return { keyword, value: inflated(rest.subarray(1)) }
  if (name !== 'iTXt') return null
  const value = rest.subarray(rest.indexOf(0, rest.indexOf(0, 2) + 1) + 1)
  return { keyword, value: rest[0] === 1 ? inflated(value) : value }
}

function inflated(bytes: Buffer): Buffer {
  return inflateSync(bytes, { maxOutputLength: MOST_INFLATED })
}

/** A line with the name, a line with the length, and the bytes in hexadecimal. */
function rawProfile(text: Buffer): Buffer | null {
  const [, length, digits] = /^\s*\w+\s+(\d+)\s+([\da-f\s]*)$/i.exec(text.toString('latin1')) ?? []
  const bytes = Buffer.from((digits ?? '').replace(/\s/g, ''), 'hex')
  return bytes.length > 0 && bytes.length === Number(length) ? bytes : null
}
