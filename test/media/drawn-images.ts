import sharp, { type Sharp } from 'sharp'

const GREY = { r: 128, g: 128, b: 128 }
const RED = { r: 255, g: 0, b: 0 }

/** A grey image with a red mark of a twentieth of its width, whose middle is at that place (0..1). */
export function marked(width: number, height: number, at: { x: number; y: number }): Sharp {
  const side = Math.round(width / 20)
  const left = Math.min(Math.max(Math.round(at.x * width - side / 2), 0), width - side)
  const top = Math.min(Math.max(Math.round(at.y * height - side / 2), 0), height - side)
  const mark = { create: { width: side, height: side, channels: 3, background: RED } } as const
  return sharp({ create: { width, height, channels: 3, background: GREY } }).composite([{ input: mark, left, top }])
}

/** How much of an image is red, 0..1. */
export async function redShare(image: Buffer): Promise<number> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let red = 0
  for (let index = 0; index < data.length; index += info.channels) {
    const [r = 0, g = 0, b = 0] = data.subarray(index, index + 3)
    if (r > 180 && g < 80 && b < 80) red += 1
  }
  return red / (info.width * info.height)
}

/** What a camera writes into its files, and nobody else needs to know. */
export const PRIVATE = {
  IFD0: { Make: 'Camera of the tests' },
  IFD2: { CameraOwnerName: 'Ada Lovelace' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '7/1 0/1 0/1' },
}
