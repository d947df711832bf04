import { mediaUrl, type Site } from '../../site/site.ts'
import { type CropRegion, cropRegionOf, type Ratio, type Size, type View } from '../rendering/crop-region.ts'
import { type Rendition, renditionName } from '../rendering/rendition.ts'
import { deskPath, downloadPath } from './desk-address.ts'
import type { RequestedImage } from './requested-image.ts'
import type { Signer } from './signature.ts'

/** An original, and what of it must stay in view. */
export interface Image extends Size, View {
  readonly file: string
}

/** An image as HTML's img takes it. */
export interface Embedded extends Size {
  readonly src: string
}

export interface Addresses {
  /** The address of the original, if no argument is given and nothing is cropped */
  url(image: Image, requested: RequestedImage): string
  /** As `srcset` of HTML's img takes it: each width once */
  srcSet(image: Image, requested: readonly RequestedImage[]): string
  /** In the text of an article: with its crop, and no wider than a column of text is on any screen */
  embedded(image: Image): Embedded
}

/** The addresses under which images are served to everybody. */
export interface ImageAddresses extends Addresses {
  /** Those of an image that may not be shown, for the desk */
  readonly ofHidden: Addresses
  /** Of the very file that was added, to be saved, for the desk */
  download(file: string): string
}

/**
 * The widths that are served, so that pages that differ by a pixel share a file, and nobody can request a thousand renditions of one image.
 */
const LADDER = [96, 160, 240, 320, 480, 640, 768, 960, 1280, 1600, 1920, 2560, 3840]
const WIDEST = 3840
const IN_TEXT: RequestedImage = { width: 1280, ratio: null, format: null }
/** WebP ends at 16,383 pixels. */
const HIGHEST = 16_000

export function imageAddresses(site: Site, signer: Signer): ImageAddresses {
  const hidden = (name: string): string => mediaUrl(deskPath(name, signer), site)
  return {
    ...addressesBy({
      original: (file) => mediaUrl(file, site),
      rendition: (name) => mediaUrl(`r/${signer.sign(name)}/${name}`, site),
    }),
    ofHidden: addressesBy({ original: hidden, rendition: hidden }),
    download: (file) => mediaUrl(downloadPath(file, signer), site),
  }
}

interface Places {
  readonly original: (file: string) => string
  /** @param name as `renditionName` writes it */
  readonly rendition: (name: string) => string
}

function addressesBy(places: Places): Addresses {
  const addressOf = (rendition: Rendition): string => places.rendition(renditionName(rendition))

  return {
    url(image, requested) {
      const isOriginal =
        !image.crop && requested.width === null && requested.ratio === null && requested.format === null
      return isOriginal ? places.original(image.file) : addressOf(renditionOf(image, requested))
    },
    srcSet(image, requested) {
      const byWidth = new Map(
        requested.map((each) => renditionOf(image, each)).map((rendition) => [rendition.width, rendition]),
      )
      const inOrder = [...byWidth.values()].sort((one, other) => one.width - other.width)
      return inOrder.map((rendition) => `${addressOf(rendition)} ${rendition.width}w`).join(', ')
    },
    embedded(image) {
      const rendition = renditionOf(image, IN_TEXT)
      return { src: addressOf(rendition), width: rendition.width, height: rendition.height }
    },
  }
}

function renditionOf(image: Image, { width, ratio, format }: RequestedImage): Rendition {
  const region = cropRegionOf(image, image, ratio)
  const size = sizeOf(region ?? image, width, region && ratio)
  return { file: image.file, ...size, region, format: format ?? 'webp' }
}

/** Rounded up to the ladder, but never above what there is. What would be less than a pixel wide at the greatest height is pressed into it. */
function sizeOf(shown: CropRegion | Size, width: number | null, ratio: Ratio | null): Size {
  const step = LADDER.find((each) => each >= (width ?? WIDEST)) ?? WIDEST
  const highest = Math.floor((HIGHEST * shown.width) / shown.height)
  const across = Math.max(Math.min(step, shown.width, highest), 1)
  const down = ratio ? (across * ratio.down) / ratio.across : (across * shown.height) / shown.width
  return { width: across, height: Math.min(Math.max(Math.round(down), 1), shown.height, HIGHEST) }
}
