import { cropRegionOf, type Ratio } from '../rendering/crop-region.ts'
import type { Image } from './image-addresses.ts'

/**
 * The part of a placeholder that is shown: an SVG that cuts it out, because nothing else is made of an image until somebody asks for it.
 * @param whole a `data:` address of the whole image in small
 */
export function shownPlaceholder(image: Image, whole: string, ratio: Ratio | null): string {
  const region = cropRegionOf(image, image, ratio)
  if (region === null) return whole
  const { left, top, width, height } = region
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}"><image width="${image.width}" height="${image.height}" preserveAspectRatio="none" href="${whole}"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
