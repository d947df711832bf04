import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { dominantColorOf, placeholderOf, thumbnailOf } from '../../src/media/rendering/placeholder.ts'

/** Three quarters red, the rest blue. */
const flag = () => {
  const blue = sharp({ create: { width: 100, height: 300, channels: 3, background: '#0000ff' } }).png()
  return blue.toBuffer().then((input) =>
    sharp({ create: { width: 400, height: 300, channels: 3, background: '#ff0000' } })
      .composite([{ input, left: 300, top: 0 }])
      .png()
      .toBuffer(),
  )
}

async function noise(width: number, height: number): Promise<Buffer> {
  const gaussian = { type: 'gaussian', mean: 128, sigma: 60 } as const
  return sharp({ create: { width, height, channels: 3, background: '#000', noise: gaussian } })
    .png()
    .toBuffer()
}

describe('a placeholder', () => {
  it('is the image at 16 pixels, below 1 KB', async () => {
    const placeholder = await placeholderOf(await flag())

    expect(placeholder).toMatch(/^data:image\/webp;base64,/)
    const bytes = Buffer.from(placeholder.slice(placeholder.indexOf(',') + 1), 'base64')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 16, height: 12 })
  })

  it('stays below 1 KB for the busiest image, and for the longest', async () => {
    for (const [width, height] of [
      [500, 500],
      [2000, 1],
      [1, 900],
    ] as const) {
      expect((await placeholderOf(await noise(width, height))).length).toBeLessThan(1024)
    }
  })

  it('stands as the image stands, not as the camera was held', async () => {
    const turned = await sharp(await flag())
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer()

    const bytes = Buffer.from((await placeholderOf(turned)).split(',')[1] ?? '', 'base64')

    expect(await sharp(bytes).metadata()).toMatchObject({ width: 12, height: 16 })
  })
})

describe('the dominant colour', () => {
  it('is what most of the image has', async () => {
    expect(await dominantColorOf(await flag())).toMatch(/^#f[0-9a-f]0[0-9a-f]0[0-9a-f]$/)
  })

  it('is that of the small image', async () => {
    expect(await dominantColorOf(await thumbnailOf(await flag()))).toBe(await dominantColorOf(await flag()))
  })

  it('is white where nothing is', async () => {
    const nothing = await sharp({ create: { width: 40, height: 40, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer()
    expect(await dominantColorOf(nothing)).toMatch(/^#f[0-9a-f]f[0-9a-f]f[0-9a-f]$/)
  })
})
