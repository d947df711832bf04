import { mediaUrl, type Site } from '../../site/site.ts'
import { type CropRegion, cropRegionOf, type Ratio, type Size, type View } from '../rendering/crop-region.ts'
import { type Format, type Rendition, renditionName } from '../rendering/rendition.ts'
import { deskPath, downloadPath } from './desk-address.ts'
import type { RequestedImage } from './requested-image.ts'
import type { Signer } from './signature.ts'
import type { UsualForms } from './usual-forms.ts'

/** An original, and what of it must stay in view. */
export interface Image extends Size, View {
  readonly file: string
  /** The version of what its files say of it; null: nothing */
  readonly words?: string | null
}

/** An image as HTML's img takes it. */
export interface Embedded extends Size {
  readonly src: string
}

/** A source of HTML's picture. */
export interface Source {
  /** A MIME type */
  readonly type: string
  readonly srcSet: string
}

export interface Addresses {
  /** The address of the original, if no argument is given and nothing is cropped */
  url(image: Image, requested: RequestedImage): string
  /** As `srcset` of HTML's img takes it: each width once */
  srcSet(image: Image, requested: readonly RequestedImage[]): string
  /** What HTML's picture takes: one source for each format, in their order */
  sources(image: Image, requested: readonly (readonly RequestedImage[])[]): Source[]
  /** In the text of an article: with its crop, and no wider than a column of text is on any screen */
  embedded(image: Image): Embedded
  /** As other sites show it: a JPEG file, 1200 pixels wide, or as wide as there is */
  shared(image: Image, ratio: Ratio | null): Embedded
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
/** What Google, Facebook and X ask for. */
const SHARED_WIDTH = 1200
/** WebP ends at 16,383 pixels. */
const HIGHEST = 16_000

/** @param forms takes note of what readers are given */
export function imageAddresses(site: Site, signer: Signer, forms?: UsualForms): ImageAddresses {
  const hidden = (name: string): string => mediaUrl(deskPath(name, signer), site)
  return {
    ...addressesBy({
      original: ({ file, words = null }) => mediaUrl(words === null ? file : `c/${words}/${file}`, site),
      rendition: (name) => mediaUrl(`r/${signer.sign(name)}/${name}`, site),
      ...(forms && { onRequest: forms.note }),
    }),
    ofHidden: addressesBy({ original: ({ file }) => hidden(file), rendition: hidden }),
    download: (file) => mediaUrl(downloadPath(file, signer), site),
  }
}

interface Places {
  readonly original: (image: Pick<Image, 'file' | 'words'>) => string
  /** @param name as `renditionName` writes it */
  readonly rendition: (name: string) => string
  readonly onRequest?: (requested: RequestedImage) => void
}

function addressesBy(places: Places): Addresses {
  const addressOf = (rendition: Rendition): string => places.rendition(renditionName(rendition))
  const requestedOf = (image: Image, requested: RequestedImage): Rendition => {
    places.onRequest?.(requested)
    return renditionOf(image, requested)
  }

  function srcSet(image: Image, requested: readonly RequestedImage[]): string {
    const byWidth = new Map(
      requested.map((each) => requestedOf(image, each)).map((rendition) => [rendition.width, rendition]),
    )
    const inOrder = [...byWidth.values()].sort((one, other) => one.width - other.width)
    return inOrder.map((rendition) => `${addressOf(rendition)} ${rendition.width}w`).join(', ')
  }

  return {
    url(image, requested) {
      const isOriginal =
        !image.crop && requested.width === null && requested.ratio === null && requested.format === null
      return isOriginal ? places.original(image) : addressOf(requestedOf(image, requested))
    },
    srcSet,
    sources: (image, requested) =>
      requested.map((each) => ({ type: mimeTypeOf(each[0]?.format ?? 'webp'), srcSet: srcSet(image, each) })),
    embedded(image) {
      const rendition = requestedOf(image, IN_TEXT)
      return { src: addressOf(rendition), width: rendition.width, height: rendition.height }
    },
    shared(image, ratio) {
      const region = cropRegionOf(image, image, ratio)
      const size = sizeOf(region ?? image, SHARED_WIDTH, region && ratio)
      return {
        src: addressOf({ file: image.file, ...size, region, format: 'jpg', words: image.words ?? null }),
        ...size,
      }
    },
  }
}

const mimeTypeOf = (format: Format): string => `image/${format === 'jpg' ? 'jpeg' : format}`

/** As the largest rendition is, cropped to the ratio if there is one: what HTML's img takes as width and height. */
export function shownSize(image: Image, ratio: Ratio | null): Size {
  const { width, height } = renditionOf(image, { width: null, ratio, format: null })
  return { width, height }
}

/** What an image is in these forms, each once, as `renditionName` writes it. */
export function renditionNames(image: Image, forms: readonly RequestedImage[]): string[] {
  return [...new Set(forms.map((form) => renditionName(renditionOf(image, form))))]
}

/** Its width is rounded up to the ladder. */
function renditionOf(image: Image, { width, ratio, format }: RequestedImage): Rendition {
  const region = cropRegionOf(image, image, ratio)
  const step = LADDER.find((each) => each >= (width ?? WIDEST)) ?? WIDEST
  const size = sizeOf(region ?? image, step, region && ratio)
  return { file: image.file, ...size, region, format: format ?? 'webp', words: image.words ?? null }
}

/** So wide, but never above what there is. What would be less than a pixel wide at the greatest height is pressed into it. */
function sizeOf(shown: CropRegion | Size, width: number, ratio: Ratio | null): Size {
  const highest = Math.floor((HIGHEST * shown.width) / shown.height)
  const across = Math.max(Math.min(width, shown.width, highest), 1)
  const down = ratio ? (across * ratio.down) / ratio.across : (across * shown.height) / shown.width
  return { width: across, height: Math.min(Math.max(Math.round(down), 1), shown.height, HIGHEST) }
}
