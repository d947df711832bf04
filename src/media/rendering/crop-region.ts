export interface Size {
  readonly width: number
  readonly height: number
}

/** A part of an image, in its own pixels from the top left. */
export interface CropRegion extends Size {
  readonly left: number
  readonly top: number
}

/** A part of an image in shares of its width and height, 0..1. */
export interface RelativeRegion extends Size {
  readonly x: number
  readonly y: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** What must stay in view: a caption's crop, or the image's focal point. */
export interface View {
  readonly crop: RelativeRegion | null
  readonly focus: Point | null
}

/** Width by height. */
export interface Ratio {
  readonly across: number
  readonly down: number
}

const MIDDLE: Point = { x: 0.5, y: 0.5 }

/**
 * The region of an image that is shown. Without a ratio: the crop. With a ratio: the whole crop and as little around it as the ratio needs
 * or, without a crop, the largest region with that ratio around the focal point. A region that extends beyond an edge is moved inside, so
 * the focal point is always visible, and so is the crop if the image is large enough for it at that ratio; if not, the middle of the crop
 * is visible.
 * @returns null: all of it
 */
export function cropRegionOf(image: Size, { crop, focus }: View, ratio: Ratio | null): CropRegion | null {
  const wanted = crop ? cropSize(image, crop, ratio) : ratio ? largest(image, ratio) : image
  const middle = crop ? { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 } : (focus ?? MIDDLE)
  const width = within(1, Math.round(wanted.width), image.width)
  const height = within(1, Math.round(wanted.height), image.height)
  if (width === image.width && height === image.height) return null
  const left = within(0, Math.round(middle.x * image.width - width / 2), image.width - width)
  const top = within(0, Math.round(middle.y * image.height - height / 2), image.height - height)
  return { left, top, width, height }
}

function cropSize(image: Size, crop: RelativeRegion, ratio: Ratio | null): Size {
  const shown = { width: crop.width * image.width, height: crop.height * image.height }
  if (!ratio) return shown
  const width = Math.max(shown.width, (shown.height * ratio.across) / ratio.down)
  const most = largest(image, ratio)
  return width > most.width ? most : { width, height: (width * ratio.down) / ratio.across }
}

/** The largest size of that ratio within the image. */
function largest({ width, height }: Size, { across, down }: Ratio): Size {
  return width * down > height * across
    ? { width: (height * across) / down, height }
    : { width, height: (width * down) / across }
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
