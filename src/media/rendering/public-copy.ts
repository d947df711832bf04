import { readFile } from 'node:fs/promises'
import type { Metadata, Sharp } from 'sharp'
import { openImage } from './sharp-image.ts'

/**
 * Found in the bytes, because libvips ignores it: metadata in a GIF, or after the end of an image, where phones put a second image or a
 * video with its own metadata.
 */
const NOTES = ['Exif\0\0', 'http://ns.adobe.com/', 'Photoshop 3.0\0', 'XMP DataXMP', '\xa9xyz']
const GIF_COMMENT = '\x21\xfe'

/** What would come out as 8 bits of sRGB unless it is said: 16 bits of a PNG, and the inks of a JPEG for print. */
const PRESERVED_SPACES: ReadonlySet<Metadata['space']> = new Set(['rgb16', 'grey16', 'cmyk'])

/**
 * Whether a file has metadata: EXIF (which knows where the photographer stood), IPTC, XMP, texts. A colour profile is part of the image.
 */
async function saysMore(original: string, { format, exif, iptc, xmp, comments }: Metadata): Promise<boolean> {
  if (exif || iptc || xmp || comments?.length) return true
  const bytes = await readFile(original)
  return [...NOTES, ...(format === 'gif' ? [GIF_COMMENT] : [])].some((note) => bytes.includes(note, 0, 'latin1'))
}

/**
 * Writes the public copy of the original: turned upright, in its own colours, size and format, at a quality that cannot be told from the
 * original, and without metadata. PNG and GIF lose nothing; JPEG, WebP and AVIF are encoded again, because none of the libraries in use can
 * remove the metadata from all of them otherwise.
 * @param original where its file is
 * @param to where the copy's is to be
 * @returns false: nothing is written, since the original says nothing, and is its own public copy
 * @throws Error when it is not a readable image
 */
export async function makePublicCopy(original: string, to: string): Promise<boolean> {
  const metadata = await openImage(original).metadata()
  if (!(await saysMore(original, metadata))) return false
  const { format, space } = metadata
  const image = openImage(original, { animated: format === 'gif' || format === 'webp' }).keepIccProfile()
  await encoded(PRESERVED_SPACES.has(space) ? image.toColourspace(space) : image, format).toFile(to)
  return true
}

function encoded(image: Sharp, format: Metadata['format']): Sharp {
  switch (format) {
    case 'png':
      return image.png({ compressionLevel: 6 })
    case 'webp':
      return image.webp({ quality: 92, effort: 3 })
    case 'gif':
      return image.gif()
    case 'heif':
      return image.avif({ quality: 75, effort: 2 })
    default:
      return image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
  }
}
