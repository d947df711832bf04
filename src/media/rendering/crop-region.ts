export interface Size {
  readonly width: number
  readonly height: number
}

/** A part of a picture, in its own pixels from the top left. */
export interface Cut extends Size {
  readonly left: number
  readonly top: number
}

/** A part of a picture in shares of its width and height, 0..1. */
export interface Crop extends Size {
  readonly x: number
  readonly y: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** What must stay in view: a caption's crop, or the picture's focal point. */
export interface View {
  readonly crop: Crop | null
  readonly focus: Point | null
}

/** Width by height. */
export interface Ratio {
  readonly across: number
  readonly down: number
}

const MIDDLE: Point = { x: 0.5, y: 0.5 }

/**
 * The part of a picture that is shown. Without a ratio: the crop. With one: the whole crop and as little around it as the ratio takes, or,
 * without a crop, as much of the picture as has the ratio, around the focal point. What reaches over an edge is moved inside, so the focal
 * point is always in view, and the crop wherever the picture has room for it at that ratio; where it has not, the middle of the crop is.
 *
 * @returns null: all of it
 */
export function cutOf(picture: Size, { crop, focus }: View, ratio: Ratio | null): Cut | null {
  const wanted = crop ? cropSize(picture, crop, ratio) : ratio ? largest(picture, ratio) : picture
  const middle = crop ? { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 } : (focus ?? MIDDLE)
  const width = within(1, Math.round(wanted.width), picture.width)
  const height = within(1, Math.round(wanted.height), picture.height)
  if (width === picture.width && height === picture.height) return null
  const left = within(0, Math.round(middle.x * picture.width - width / 2), picture.width - width)
  const top = within(0, Math.round(middle.y * picture.height - height / 2), picture.height - height)
  return { left, top, width, height }
}

function cropSize(picture: Size, crop: Crop, ratio: Ratio | null): Size {
  const shown = { width: crop.width * picture.width, height: crop.height * picture.height }
  if (!ratio) return shown
  const width = Math.max(shown.width, (shown.height * ratio.across) / ratio.down)
  const most = largest(picture, ratio)
  return width > most.width ? most : { width, height: (width * ratio.down) / ratio.across }
}

/** The largest size of that ratio within the picture. */
function largest({ width, height }: Size, { across, down }: Ratio): Size {
  return width * down > height * across
    ? { width: (height * across) / down, height }
    : { width, height: (width * down) / across }
}

function within(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
