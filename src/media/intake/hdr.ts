import { readFile } from 'node:fs/promises'
import type { Metadata } from 'sharp'
import { transferInAv1 } from '../known-parts/av1.ts'
import { dataOfItems } from '../known-parts/avif.ts'
import { propertiesOfPrimary } from '../known-parts/boxes.ts'
import { pngChunks } from '../known-parts/png.ts'

/** How the light of an HDR image is written down, by its number in ITU-T H.273. Neither can be shown in sRGB without a choice of what is lost. */
const TRANSFERS: ReadonlyMap<number | undefined, Hdr> = new Map([
  [16, 'PQ'],
  [18, 'HLG'],
])

/** Of ITU-T H.273 */
const UNSPECIFIED = 2

export type Hdr = 'PQ' | 'HLG'

/**
 * Whether an image is HDR: what is white in it would be a dull grey in every rendition. A JPEG or HEIC with a gain map is none, since the image itself
 * is in the usual range.
 */
export async function hdrOf(path: string, header: Metadata): Promise<Hdr | null> {
  try {
    const transfer = transferInProfile(header.icc) ?? (await transferInFile(path, header.format))
    return TRANSFERS.get(transfer) ?? null
  } catch {
    // Malformed: what a decoder makes of it is what is shown.
    return null
  }
}

async function transferInFile(path: string, format: Metadata['format']): Promise<number | undefined> {
  if (format === 'png') return transferInPng(await readFile(path))
  if (format === 'heif') return transferInBoxes(await readFile(path))
  return undefined
}

function transferInPng(bytes: Buffer): number | undefined {
  for (const { name, content } of pngChunks(bytes)) {
    if (name === 'cICP') return content.readUInt8(1)
    // What PNG had before cICP (W3C note "Using the ITU BT.2100 PQ EOTF with the PNG Format").
    if (name === 'iCCP' && content.toString('latin1').startsWith('ITUR_2100_PQ_FULL\0')) return 16
    if (name === 'IDAT') break
  }
  return undefined
}

function transferInBoxes(bytes: Buffer): number | undefined {
  const colors = propertiesOfPrimary(bytes).filter(({ type }) => type === 'colr')
  const coded = colors.find(({ content }) => content.toString('latin1', 0, 4) === 'nclx')
  const transfer = coded?.content.readUInt16BE(6) ?? UNSPECIFIED
  if (transfer !== UNSPECIFIED) return transfer
  return colors.length > (coded ? 1 : 0) ? undefined : transferInStream(bytes)
}

/** Where no box says it, the coded image itself does. Its header stands in the box av1C, or only where the image begins. */
function transferInStream(bytes: Buffer): number | undefined {
  const configured = propertiesOfPrimary(bytes).filter(({ type }) => type === 'av1C')
  const units = [...configured.map(({ content }) => content.subarray(4)), ...dataOfItems(bytes)]
  return units.map(transferInAv1).find((transfer) => transfer !== undefined)
}

const PROFILE_HEAD = 128
const TAG_BYTES = 12

/** The tag cicp of ICC.1:2022, 9.2.17. */
function transferInProfile(icc: Buffer | undefined): number | undefined {
  if (!icc) return undefined
  for (let tag = 0; tag < icc.readUInt32BE(PROFILE_HEAD); tag += 1) {
    const at = PROFILE_HEAD + 4 + tag * TAG_BYTES
    if (icc.toString('latin1', at, at + 4) === 'cicp') return icc.readUInt8(icc.readUInt32BE(at + 4) + 9)
  }
  return undefined
}
