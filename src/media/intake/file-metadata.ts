import type { Metadata } from 'sharp'
import { exifTexts, NO_EXIF } from './exif.ts'
import { type ImageTexts, imageTexts } from './image-texts.ts'
import { iptcTexts } from './iptc.ts'
import { metadataParts } from './metadata-parts.ts'
import { NO_XMP, xmpTexts } from './xmp.ts'

/** The metadata in a file: IPTC, XMP and EXIF. */
export async function metadataOf(path: string, header: Metadata): Promise<ImageTexts> {
  const { exif, xmp, resources } = await metadataParts(path, header)
  const properties = xmp ? readable(() => xmpTexts(xmp), NO_XMP) : NO_XMP
  return imageTexts({
    exif: exif ? readable(() => exifTexts(exif), NO_EXIF) : NO_EXIF,
    xmp: (name) => readable(() => properties(name), []),
    iptc: resources ? readable(() => iptcTexts(resources), new Map()) : new Map(),
  })
}

/** What cannot be read is as good as not there: the image may be sound. */
function readable<T>(read: () => T, nothing: T): T {
  try {
    return read()
  } catch {
    return nothing
  }
}
