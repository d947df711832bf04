import { openImage } from './sharp-image.ts'

/** At the longer side, in pixels. */
const PLACEHOLDER_SIDE = 16
/** Enough to find a colour in, little enough to look at every pixel. */
const SAMPLE_SIDE = 64

/**
 * The image in small. Where both a placeholder and a colour are wanted, take both from this: a large file is read once.
 *
 * @param input a path or the bytes
 */
export function thumbnailOf(input: string | Buffer): Promise<Buffer> {
  return openImage(input)
    .resize(SAMPLE_SIDE, SAMPLE_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .png()
    .toBuffer()
}

/** What a page shows until the image is there: 16 pixels of it, as a `data:` address below 1 KB. */
export async function placeholderOf(input: string | Buffer): Promise<string> {
  const webp = await openImage(input)
    .resize(PLACEHOLDER_SIDE, PLACEHOLDER_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality: 50, alphaQuality: 50, effort: 6 })
    .toBuffer()
  return `data:image/webp;base64,${webp.toString('base64')}`
}

/** The most common colour of the image, as "#rrggbb". Transparent parts count as white. */
export async function dominantColorOf(input: string | Buffer): Promise<string> {
  const sample = await openImage(input)
    .resize(SAMPLE_SIDE, SAMPLE_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .png()
    .toBuffer()
  const { dominant } = await openImage(sample).stats()
  return `#${[dominant.r, dominant.g, dominant.b].map((level) => level.toString(16).padStart(2, '0')).join('')}`
}
