import type { Sharp } from 'sharp'
import type { CropRegion, Size } from './crop-region.ts'
import { type ImageWords, xmpOfWords } from './image-words.ts'
import type { Format, Rendition } from './rendition.ts'
import { openImage } from './sharp-image.ts'

/** Compromises between bytes and time; the sizes are close to each other's at the same look. */
const ENCODERS: Record<Format, (image: Sharp) => Sharp> = {
  avif: (image) => image.avif({ quality: 50, effort: 2 }),
  webp: (image) => image.webp({ quality: 75, effort: 3 }),
  // What can be seen through would be black.
  jpg: (image) => image.flatten({ background: '#ffffff' }).jpeg({ quality: 78, mozjpeg: true }),
}

/**
 * Writes the rendition's file: in sRGB, turned upright, with nothing but the pixels and these words. The image is made smaller before it is cropped: the
 * other way round a JPEG would be decoded completely, while its decoder can directly produce an eighth.
 * @param original where its file is
 * @param to where the rendition's is to be
 * @throws Error when it cannot be decoded
 */
export async function makeRendition(
  original: string,
  { width, height, region, format }: Rendition,
  to: string,
  words: ImageWords | null,
): Promise<void> {
  const { autoOrient } = await openImage(original).metadata()
  const part = region ?? { left: 0, top: 0, ...autoOrient }
  const small = resized(autoOrient, part, { width, height })
  const image = openImage(original)
    .resize(small.width, small.height, { fit: 'fill' })
    .extract({ left: small.left, top: small.top, width, height })
  await ENCODERS[format](words ? image.withXmp(xmpOfWords(words)) : image).toFile(to)
}

/** The whole image at the scale at which the part has the size, and where the part begins in it. */
function resized(whole: Size, part: CropRegion, size: Size): CropRegion {
  const across = size.width / part.width
  const down = size.height / part.height
  const width = Math.max(size.width, Math.round(whole.width * across))
  const height = Math.max(size.height, Math.round(whole.height * down))
  return {
    width,
    height,
    left: Math.min(Math.round(part.left * across), width - size.width),
    top: Math.min(Math.round(part.top * down), height - size.height),
  }
}
