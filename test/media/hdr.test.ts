import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Metadata } from 'sharp'
import { describe, expect, it } from 'vitest'
import { hdrOf } from '../../src/media/intake/hdr.ts'
import { transferInAv1 } from '../../src/media/known-parts/av1.ts'
import { dataOfItems } from '../../src/media/known-parts/avif.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { newImage, ownBytes, plainImage } from './sample-images.ts'

const folder = await temporaryFolder()
const header = await sharp(await newImage()).metadata()

function box(type: string, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const start = Buffer.alloc(8, type.padStart(8, '\0'), 'latin1')
  start.writeUInt32BE(content.length + 8)
  return Buffer.concat([start, content])
}

const colr = (transfer: number) => box('colr', Buffer.from('nclx\0\x09\0'), Buffer.from([transfer, 0, 9, 0x80]))

/** Two images, of which the second one is shown first of all, each with colors of its own. */
function avifOf({ primary, other }: { primary: number; other: number }): Buffer {
  const associations = Buffer.from([0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 1, 1, 0, 2, 1, 0x82])
  const properties = box('iprp', box('ipco', colr(other), colr(primary)), box('ipma', associations))
  return Buffer.concat([
    box('ftyp', Buffer.from('avif\0\0\0\0avif')),
    box('meta', Buffer.alloc(4), box('pitm', Buffer.from([0, 0, 0, 0, 0, 2])), properties),
  ])
}

/** A unit of AV1 that describes a still image of one pixel. */
function sequenceHeader(transfer: number): Buffer {
  const byte = (value: number) => value.toString(2).padStart(8, '0')
  const size = '0'.repeat(10)
  const colors = `101${byte(9)}${byte(transfer)}${byte(9)}`
  const bits = `0001100000${size}000000${colors}`
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((each) => Number.parseInt(each.padEnd(8, '0'), 2))
  return Buffer.from([0x0a, bytes.length, ...bytes])
}

/** One image whose only color is in its configuration. */
function avifWithout(units: Buffer): Buffer {
  const properties = box(
    'iprp',
    box('ipco', box('av1C', Buffer.alloc(4), units)),
    box('ipma', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1])),
  )
  return Buffer.concat([
    box('ftyp', Buffer.from('avif\0\0\0\0avif')),
    box('meta', Buffer.alloc(4), box('pitm', Buffer.from([0, 0, 0, 0, 0, 1])), properties),
  ])
}

async function hdrOfBytes(bytes: Buffer, known: Partial<Metadata>) {
  const path = join(folder, 'image')
  await writeFile(path, bytes)
  return hdrOf(path, { ...header, icc: undefined, ...known })
}

/** A profile with one tag, cicp. */
function profileOf(transfer: number): Buffer {
  const tags = Buffer.alloc(16)
  tags.writeUInt32BE(1)
  tags.write('cicp', 4)
  tags.writeUInt32BE(144, 8)
  tags.writeUInt32BE(12, 12)
  return Buffer.concat([Buffer.alloc(128), tags, Buffer.from('cicp\0\0\0\0'), Buffer.from([9, transfer, 0, 1])])
}

describe('hdrOf', () => {
  it.each([
    [16, 'PQ'],
    [18, 'HLG'],
    [13, null],
    [1, null],
  ])('reads the transfer %i from an AVIF and from a color profile', async (transfer, hdr) => {
    expect(await hdrOfBytes(avifOf({ primary: transfer, other: 13 }), { format: 'heif' })).toBe(hdr)
    expect(await hdrOfBytes(await newImage(), { format: 'jpeg', icc: profileOf(transfer) })).toBe(hdr)
  })

  it.each([
    [16, 'PQ'],
    [18, 'HLG'],
    [13, null],
  ])('reads the transfer %i from the coded image of an AVIF without a color box', async (transfer, hdr) => {
    expect(await hdrOfBytes(avifWithout(sequenceHeader(transfer)), { format: 'heif' })).toBe(hdr)
  })

  it('understands the headers that encoders write', async () => {
    const [data = Buffer.alloc(0)] = dataOfItems(await ownBytes(plainImage().avif()))

    expect(transferInAv1(data)).toBe(13)
  })

  it('leaves a second image aside, which only displays with more light show', async () => {
    expect(await hdrOfBytes(avifOf({ primary: 13, other: 16 }), { format: 'heif' })).toBeNull()
  })

  it.each(['avif', 'png', 'jpeg', 'webp', 'gif'] as const)('finds none in a usual %s', async (format) => {
    const bytes = await ownBytes(plainImage()[format]())

    expect(await hdrOfBytes(bytes, await sharp(bytes).metadata())).toBeNull()
  })

  it('finds none in bytes that are no image', async () => {
    const icc = Buffer.from('no profile')

    expect(await hdrOfBytes(Buffer.from('no image'), { format: 'heif', icc })).toBeNull()
    expect(await hdrOfBytes(Buffer.alloc(0), { format: 'png' })).toBeNull()
  })
})
