import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { imageAddresses } from '../../src/media/serving/image-addresses.ts'
import { ASPECT_RATIOS, nearestRatio } from '../../src/media/serving/ratios.ts'
import { requestedImage } from '../../src/media/serving/requested-image.ts'
import { signerOf } from '../../src/media/serving/signature.ts'

const site = {
  url: 'https://daily.example',
  name: 'Daily',
  mediaUrl: 'https://daily.example/media',
  shortUrl: 'https://api.daily.example/s',
  followUrl: 'https://api.daily.example/follow',
  feedsUrl: 'https://api.daily.example',
  defaultLocale: 'en',
  queryKeysInPaths: [],
  slugScript: 'ascii' as const,
  redirectHosts: [],
}
const addresses = imageAddresses(site, signerOf('a secret of this test'))
const image = { file: 'image.jpg', width: 6000, height: 4000, crop: null, focus: { x: 0.3, y: 0.6 } }

const WIDTHS = 13
const FORMATS = ['AVIF', 'WEBP', 'JPEG']

describe('the addresses of one image', () => {
  it('are no more than widths, formats and ratios allow, whatever is asked for', () => {
    const found = new Set<string>()
    for (let width = 1; width < 5000; width += 37) {
      for (let across = 1; across < 60; across += 1) {
        const aspectRatio = `${across}.${width % 1000}:17`
        for (const format of FORMATS) found.add(addresses.url(image, requestedImage({ width, aspectRatio, format })))
      }
    }

    expect(found.size).toBeGreaterThan(500)
    expect(found.size).toBeLessThanOrEqual(WIDTHS * FORMATS.length * (ASPECT_RATIOS.length + 1))
  })

  it('have the ratio that was asked for if it is one of those that are served', () => {
    for (const text of ASPECT_RATIOS) {
      const [across = 0, down = 0] = text.split(':').map(Number)
      expect(nearestRatio({ across, down })).toEqual({ across, down })
      expect(nearestRatio({ across: across * 10, down: down * 10 })).toEqual({ across, down })
    }
  })

  it('have a ratio that is at most a fifth wider or narrower, between 1:2 and 4:1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 4, noNaN: true }), (wanted) => {
        const { across, down } = nearestRatio({ across: wanted, down: 1 })
        expect(Math.abs(Math.log(across / down / wanted))).toBeLessThan(Math.log(1.2))
      }),
    )
  })
})
