import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const given = givenIn(database)
const api = await testApi(database)

const PICTURE = /* GraphQL */ `
  query ($slug: String!, $widths: [Int!]!, $aspectRatio: String, $formats: [ImageFormat!]!) {
    article(slug: $slug) {
      leadImage {
        sources(widths: $widths, aspectRatio: $aspectRatio, formats: $formats) { type srcSet }
        avif: srcSet(widths: $widths, aspectRatio: $aspectRatio, format: AVIF)
        webp: srcSet(widths: $widths, aspectRatio: $aspectRatio, format: WEBP)
        width(aspectRatio: $aspectRatio)
        height(aspectRatio: $aspectRatio)
        placeholder(aspectRatio: $aspectRatio)
        image { sources(widths: [320], formats: [JPEG]) { type srcSet } placeholder width height }
      }
    }
  }
`

interface Lead {
  sources: { type: string; srcSet: string }[]
  avif: string
  webp: string
  width: number
  height: number
  placeholder: string | null
  image: { sources: { type: string; srcSet: string }[]; placeholder: string | null }
}

const PLACEHOLDER = 'data:image/webp;base64,UklGRg=='

async function articleWith(crop: object, image: object = {}) {
  const shown = await given.image({ width: 1600, height: 900, placeholder: PLACEHOLDER, ...image })
  return given.article({ captions: [{ image: shown, role: 'LEAD', ...crop }] })
}

async function pictureOf(
  { slug }: { slug: string },
  { widths = [320, 640, 1280], formats = ['AVIF', 'WEBP'], ...rest }: Record<string, unknown> = {},
): Promise<Lead> {
  const { article } = await api.query<{ article: { leadImage: Lead } }>(PICTURE, { slug, widths, formats, ...rest })
  return article.leadImage
}

const widthsIn = (srcSet = '') => srcSet.split(', ').map((each) => Number(each.split(' ')[1]?.replace('w', '')))

describe('sources', () => {
  it('has a source for each format, with the addresses of srcSet', async () => {
    const { sources, avif, webp, image } = await pictureOf(await articleWith({}), { aspectRatio: '16:9' })

    expect(sources).toEqual([
      { type: 'image/avif', srcSet: avif },
      { type: 'image/webp', srcSet: webp },
    ])
    expect(image.sources).toEqual([{ type: 'image/jpeg', srcSet: expect.stringContaining(' 320w') }])
  })

  it('has each width once, and none above what is shown', async () => {
    const cropped = await articleWith({ cropX: 0, cropY: 0, cropWidth: 0.5, cropHeight: 0.5 })

    const { sources, width, height } = await pictureOf(cropped, {
      widths: [300, 320, 1280, 3000],
      formats: ['WEBP', 'WEBP'],
    })

    expect(sources).toHaveLength(1)
    expect(widthsIn(sources[0]?.srcSet)).toEqual([320, 800])
    expect({ width, height }).toEqual({ width: 800, height: 450 })
  })

  it.each([
    [[], ['AVIF'], 'widths'],
    [[320], [], 'formats'],
    [[0], ['AVIF'], 'widths'],
  ])('is refused for the widths %j in the formats %j', async (widths, formats, argument) => {
    const { slug } = await articleWith({})
    const [error] = await api.errors(PICTURE, { slug, widths, formats })
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument })
  })
})

describe('width and height', () => {
  it('are those of the largest file of what is shown', async () => {
    const article = await articleWith({})
    const sizeOf = async (aspectRatio?: string) => {
      const { width, height } = await pictureOf(article, { aspectRatio })
      return [width, height]
    }

    expect(await sizeOf()).toEqual([1600, 900])
    expect(await sizeOf('1:1')).toEqual([900, 900])
    expect(await sizeOf('9:16')).toEqual([506, 900])
  })
})

describe('placeholder', () => {
  it('is that of the image where all of it is shown', async () => {
    expect((await pictureOf(await articleWith({}), { aspectRatio: '16:9' })).placeholder).toBe(PLACEHOLDER)
    expect(
      (await pictureOf(await articleWith({}, { placeholder: null }), { aspectRatio: '1:1' })).placeholder,
    ).toBeNull()
  })

  it('shows the part that the crop and the ratio show', async () => {
    const cropped = await articleWith({ cropX: 0.5, cropY: 0, cropWidth: 0.5, cropHeight: 1 })

    const { placeholder } = await pictureOf(cropped)

    expect(placeholder?.startsWith('data:image/svg+xml,')).toBe(true)
    expect(decodeURIComponent(placeholder ?? '')).toContain(`viewBox="800 0 800 900"><image width="1600" height="900"`)
    expect(decodeURIComponent(placeholder ?? '')).toContain(`href="${PLACEHOLDER}"`)
    expect((await pictureOf(cropped, { aspectRatio: '1:1' })).placeholder).toContain('viewBox%3D%22700%200%20900%20900')
  })
})
