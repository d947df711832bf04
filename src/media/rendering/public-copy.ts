import { readFile, writeFile } from 'node:fs/promises'
import type { Metadata, Sharp } from 'sharp'
import { withKnownParts } from '../known-parts/known-parts.ts'
import { withXmp } from '../known-parts/with-xmp.ts'
import { type ImageWords, xmpOfWords } from './image-words.ts'
import { MAX_ENCODED_FRAMES, openImage } from './sharp-image.ts'

/** What would come out as 8 bits of sRGB unless it is said: 16 bits of a PNG, and the inks of a JPEG for print. */
const PRESERVED_SPACES: ReadonlySet<Metadata['space']> = new Set(['rgb16', 'grey16', 'cmyk'])

const isUpright = ({ orientation = 1 }: Metadata) => orientation === 1

/**
 * Writes the public copy of the original: the file without all that is not known to be the image, and with these words. An image that its EXIF turns, and a file whose
 * parts cannot be separated, or to which words cannot be added (an AVIF), is encoded again, upright, in its own colors, size and format: PNG loses nothing; JPEG, WebP and AVIF have a
 * quality that cannot be told from the original.
 * @param original where its file is
 * @param to where the copy's is to be
 * @returns false: nothing is written, since all of the original is known, there are no words, and it is its own public copy
 * @throws Error when it is not a readable image
 */
export async function makePublicCopy(original: string, to: string, words: ImageWords | null): Promise<boolean> {
  const metadata = await openImage(original).metadata()
  const bytes = await readFile(original)
  const known = withKnownParts(bytes, metadata.format)
  const xmp = words && metadata.format !== 'gif' ? xmpOfWords(words) : null
  if (xmp === null && known?.equals(bytes)) return false
  const copy = known && isUpright(metadata) ? (xmp === null ? known : withXmp(known, xmp, metadata)) : null
  if (copy) await writeFile(to, copy)
  else await encode(original, metadata, to, xmp)
  return true
}

/**
 * Whether all its frames can be served: as they are, or because they are few and small enough to be encoded again.
 * @param metadata of the file, whose bytes are read only if it has several frames
 */
export async function canServeFrames(original: string, metadata: Metadata): Promise<boolean> {
  if (!isAnimated(metadata) || pixelsOfFrames(metadata) <= MAX_ENCODED_FRAMES) return true
  return isUpright(metadata) && withKnownParts(await readFile(original), metadata.format) !== null
}

const isAnimated = ({ format, pages = 1 }: Metadata): boolean => (format === 'gif' || format === 'webp') && pages > 1

const pixelsOfFrames = ({ width, height, pageHeight = height, pages = 1 }: Metadata): number =>
  width * pageHeight * pages

/** Of an animation that is too large to be encoded again, which came in before that was checked: its first frame. */
async function encode(original: string, metadata: Metadata, to: string, xmp: string | null): Promise<void> {
  const { space } = metadata
  const animated = isAnimated(metadata) && pixelsOfFrames(metadata) <= MAX_ENCODED_FRAMES
  const image = openImage(original, { animated }).keepIccProfile()
  const inSpace = PRESERVED_SPACES.has(space) ? image.toColourspace(space) : image
  await encoded(xmp === null ? inSpace : inSpace.withXmp(xmp), metadata).toFile(to)
}

/** More effort would make a large AVIF take minutes, and a few percent smaller. */
const MAX_PIXELS_WITH_EFFORT = 8_000_000

function encoded(image: Sharp, { format, width, height }: Metadata): Sharp {
  switch (format) {
    case 'png':
      return image.png({ compressionLevel: 6 })
    case 'webp':
      return image.webp({ quality: 92, effort: 3 })
    case 'gif':
      return image.gif()
    case 'heif':
      return image.avif({ quality: 75, effort: width * height > MAX_PIXELS_WITH_EFFORT ? 0 : 2 })
    default:
      return image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
  }
}
