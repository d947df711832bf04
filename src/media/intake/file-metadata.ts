import type { Metadata } from 'sharp'
import { exifTexts, NO_EXIF } from './exif.ts'
import { type ImageTexts, imageTexts } from './image-texts.ts'
import { iptcTexts } from './iptc.ts'
import { metadataParts } from './metadata-parts.ts'
import { NO_XMP, xmpTexts } from './xmp.ts'

/** The metadata in a file: IPTC, XMP and EXIF. What cannot be read is as good as not there: the image may be sound. */
export async function metadataOf(path: string, header: Metadata): Promise<ImageTexts> {
  const { exif, xmp, resources } = await metadataParts(path, header)
  return imageTexts({
    exif: exif ? exifTexts(exif) : NO_EXIF,
    xmp: xmp ? xmpTexts(xmp) : NO_XMP,
    iptc: resources ? iptcTexts(resources) : new Map(),
  })
}
