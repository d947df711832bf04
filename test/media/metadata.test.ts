import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Inspected, inspectImage, isFault } from '../../src/media/intake/inspect.ts'
import { temporaryFolder } from '../helpers/database.ts'
import {
  behindImage,
  dataSet,
  exifSegment,
  iptcResource,
  iptcSegment,
  jpegSegment,
  ownBytes,
  plainImage,
  resourceSegment,
  withSegments,
  xmpOf,
  xmpText,
} from './sample-images.ts'

let folder: string

beforeAll(async () => {
  folder = await temporaryFolder()
})

async function inspected(bytes: Buffer): Promise<Inspected> {
  const path = join(folder, 'image')
  await writeFile(path, bytes)
  const found = await inspectImage(path, 10_000_000)
  if (isFault(found)) throw new Error(found.message)
  return found
}

const metadataOf = async (bytes: Buffer) => (await inspected(bytes)).metadata

const XMP = xmpOf(
  'photoshop:Headline="A &quot;bridge&quot; &amp; a river" photoshop:Credit="Reuters" photoshop:DateCreated="2024-05-01T10:00:00+02:00" photoshop:City="Cairo" photoshop:Country="Egypt" photoshop:Source="Tarn Archive" photoshop:Instructions="Not in print." photoshop:CaptionWriter="dy"',
  `${xmpText('dc:description', 'Über den Fluss: גשר &lt;b&gt;')}<dc:subject><rdf:Bag><rdf:li>bridge</rdf:li><rdf:li>גשר</rdf:li><rdf:li>bridge</rdf:li></rdf:Bag></dc:subject><dc:creator><rdf:Seq><rdf:li>Noa Levi</rdf:li><rdf:li>Tomás</rdf:li></rdf:Seq></dc:creator>
  ${xmpText('dc:rights', '© 2024 Reuters')}${xmpText('xmpRights:UsageTerms', 'Once.')}${xmpText('Iptc4xmpCore:AltTextAccessibility', 'A bridge')}
  <xmpRights:WebStatement>https://reuters.example/rights</xmpRights:WebStatement>
  <Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>`,
)

const SAID = {
  headline: 'A "bridge" & a river',
  altText: 'A bridge',
  description: 'Über den Fluss: גשר <b>',
  credit: 'Reuters',
  creator: 'Noa Levi, Tomás',
  copyrightHolder: null,
  copyrightNotice: '© 2024 Reuters',
  usageTerms: 'Once.',
  webStatement: 'https://reuters.example/rights',
  digitalSource: 'TRAINED_ALGORITHMIC_MEDIA',
  city: 'Cairo',
  country: 'Egypt',
  sourceName: 'Tarn Archive',
  instructions: 'Not in print.',
  captionWriter: 'dy',
  keywords: ['bridge', 'גשר'],
  takenAt: new Date('2024-05-01T08:00:00Z'),
}

const NOTHING = Object.fromEntries(Object.keys(SAID).map((name) => [name, name === 'keywords' ? [] : null]))

describe('What a file says of its image', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('is read from the XMP of a %s', async (format) => {
    expect(await metadataOf(await ownBytes(plainImage().withXmp(XMP)[format]()))).toEqual(SAID)
  })

  it.each(['png', 'webp', 'avif'] as const)('is read beside a long history in the XMP of a %s', async (format) => {
    const history = `<photoshop:History>${'Saved once more. '.repeat(8000)}</photoshop:History></rdf:Description>`
    const xmp = XMP.replace('</rdf:Description>', history)

    expect(await metadataOf(await ownBytes(plainImage().withXmp(xmp)[format]()))).toEqual(SAID)
  })

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('is read from the EXIF of a %s', async (format) => {
    const exif = {
      IFD0: { ImageDescription: 'By the sea', Artist: 'Noa Levi', Copyright: 'The Daily' },
      IFD2: { DateTimeOriginal: '2023:01:02 03:04:05', OffsetTimeOriginal: '+01:00' },
    }

    expect(await metadataOf(await ownBytes(plainImage().withExif(exif)[format]()))).toEqual({
      ...NOTHING,
      description: 'By the sea',
      creator: 'Noa Levi',
      copyrightNotice: 'The Daily',
      takenAt: new Date('2023-01-02T02:04:05Z'),
    })
  })

  it('is read from the IPTC of a JPEG, whose bytes are UTF-8', async () => {
    const iptc = iptcSegment(
      [105, 'גשר on the Nile'],
      [120, 'Über den Fluss'],
      [80, 'Noa Lévi'],
      [80, 'Tomás'],
      [110, 'AP'],
      [116, '© AP'],
      [55, '20240501'],
    )

    expect(await metadataOf(withSegments(await ownBytes(plainImage().jpeg()), iptc))).toEqual({
      ...NOTHING,
      headline: 'גשר on the Nile',
      description: 'Über den Fluss',
      creator: 'Noa Lévi, Tomás',
      credit: 'AP',
      copyrightNotice: '© AP',
      takenAt: new Date('2024-05-01T00:00:00Z'),
    })
  })

  it('is read from IPTC of old programs as Windows wrote it', async () => {
    const iptc = iptcSegment([120, Buffer.from('It\x92s \x93fine\x94 \x96 \x80100, Lévi', 'latin1')])

    expect(await metadataOf(withSegments(await ownBytes(plainImage().jpeg()), iptc))).toMatchObject({
      description: 'It’s “fine” – €100, Lévi',
    })
  })

  it('is nothing of what stands behind the block of IPTC, whatever length a text claims', async () => {
    const jpeg = await ownBytes(plainImage().jpeg())
    const claimed = (length: number) =>
      withSegments(
        jpeg,
        resourceSegment(
          iptcResource(
            Buffer.concat([dataSet(2, 110, Buffer.from('AP')), dataSet(2, 120, Buffer.from('short'), length)]),
          ),
        ),
      )

    for (const length of [6, 100, 2000, 0x7fff, 0x8004, 0xffff]) {
      expect(await metadataOf(claimed(length))).toEqual({ ...NOTHING, credit: 'AP' })
    }
    expect(await metadataOf(claimed(5))).toMatchObject({ description: 'short' })
  })

  it('is read from IPTC in a resource that has a name, and in a second segment', async () => {
    const named = iptcResource(dataSet(2, 105, Buffer.from('Headline')), '\x04name\0')
    const second = iptcResource(dataSet(2, 110, Buffer.from('AP')))
    const bytes = withSegments(await ownBytes(plainImage().jpeg()), resourceSegment(named), resourceSegment(second))

    expect(await metadataOf(bytes)).toEqual({ ...NOTHING, headline: 'Headline', credit: 'AP' })
  })

  it('keeps what looks like HTML in IPTC, which is plain text', async () => {
    const text = 'How to write &lt;br&gt; and &amp; in HTML; AT&T'
    const bytes = withSegments(await ownBytes(plainImage().jpeg()), iptcSegment([120, text]))

    expect((await metadataOf(bytes)).description).toBe(text)
  })

  it('has the time of IPTC', async () => {
    const bytes = withSegments(await ownBytes(plainImage().jpeg()), iptcSegment([55, '20240501'], [60, '221500+0200']))

    expect((await metadataOf(bytes)).takenAt).toEqual(new Date('2024-05-01T20:15:00Z'))
  })

  it.each([
    ['2024-05-01', '2024-05-01T20:15:00Z'],
    ['2024-04-30', '2024-04-30T00:00:00Z'],
    ['2024-05-01T09:00:00Z', '2024-05-01T09:00:00Z'],
  ])('has the exact time of one day: XMP says %s', async (date, takenAt) => {
    const xmp = jpegSegment(
      0xe1,
      Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmpOf(`photoshop:DateCreated="${date}"`, '')}`),
    )
    const iptc = iptcSegment([55, '20240501'], [60, '221500+0200'])

    expect((await metadataOf(withSegments(await ownBytes(plainImage().jpeg()), xmp, iptc))).takenAt).toEqual(
      new Date(takenAt),
    )
  })

  it.each([
    ['Latin-1', Buffer.from('Café in Göteborg', 'latin1'), 'Café in Göteborg'],
    ['Windows-1252', Buffer.from('It\x92s \x93fine\x94', 'latin1'), 'It’s “fine”'],
    ['UTF-8', Buffer.from('גשר über Łódź'), 'גשר über Łódź'],
    ['UTF-8 of Western letters', Buffer.from('Café'), 'Café'],
  ])('is read from EXIF in %s', async (_, bytes, description) => {
    const image = withSegments(await ownBytes(plainImage().jpeg()), exifSegment([0x010e, bytes]))

    expect((await metadataOf(image)).description).toBe(description)
  })

  it('keeps photographer and publisher apart, who share a copyright in EXIF', async () => {
    const owners = Buffer.from('Ada Lovelace, 2024\0Daily Example, 2024')
    const image = withSegments(await ownBytes(plainImage().jpeg()), exifSegment([0x8298, owners]))

    expect((await metadataOf(image)).copyrightNotice).toBe('Ada Lovelace, 2024, Daily Example, 2024')
  })

  it('is read by the namespaces of XMP, whatever their prefixes are', async () => {
    const renamed = XMP.replaceAll('photoshop:', 'p:')
      .replaceAll('xmlns:photoshop', 'xmlns:p')
      .replaceAll('dc:', 'core:')
      .replaceAll('xmlns:dc', 'xmlns:core')
      .replaceAll('rdf:', 'r:')
      .replaceAll('xmlns:rdf', 'xmlns:r')

    expect(await metadataOf(await ownBytes(plainImage().withXmp(renamed).jpeg()))).toEqual(SAID)
  })

  it('is read from the XMP of a PNG behind its image', async () => {
    const text = Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${XMP}`)

    expect(await metadataOf(behindImage(await ownBytes(plainImage().png()), 'iTXt', text))).toEqual(SAID)
  })

  it('is read from what ImageMagick writes into a PNG', async () => {
    const iim = Buffer.concat([
      dataSet(2, 120, Buffer.from('Aid trucks wait')),
      dataSet(2, 80, Buffer.from('Ada Lovelace')),
    ])
    const profile = deflateSync(`\niptc\n      ${iim.length}\n${iim.toString('hex')}\n`)
    const text = Buffer.concat([Buffer.from('Raw profile type iptc\0\0'), profile])

    expect(await metadataOf(behindImage(await ownBytes(plainImage().png()), 'zTXt', text))).toEqual({
      ...NOTHING,
      description: 'Aid trucks wait',
      creator: 'Ada Lovelace',
    })
  })

  it.each([
    ['one owner', ['Reuters'], 'Reuters'],
    ['several owners', ['Reuters', 'Noa &amp; Tomás'], 'Reuters, Noa & Tomás'],
  ])('names %s of the copyright as PLUS writes them', async (_, owners, copyrightHolder) => {
    const items = owners.map(
      (owner) =>
        `<rdf:li rdf:parseType="Resource"><plus:CopyrightOwnerName>${owner}</plus:CopyrightOwnerName></rdf:li>`,
    )
    const xmp = xmpOf('', `<plus:CopyrightOwner><rdf:Seq>${items.join('')}</rdf:Seq></plus:CopyrightOwner>`)

    expect(await metadataOf(await ownBytes(plainImage().withXmp(xmp).jpeg()))).toEqual({
      ...NOTHING,
      copyrightHolder,
    })
  })

  it('is nothing where it says nothing, or nonsense', async () => {
    const plain = await ownBytes(plainImage().jpeg())
    const nonsense = withSegments(plain, jpegSegment(0xe1, Buffer.from('Exif\0\0II*\0\xff\xff\xff\xff', 'latin1')))
    const brokenXmp = withSegments(
      plain,
      jpegSegment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:')),
    )

    const name = Buffer.from(`8BIM\x04\x04\xff${'n'.repeat(20)}`, 'latin1')
    const brokenResource = withSegments(plain, resourceSegment(name))
    const deep = xmpOf(
      '',
      `<dc:creator>${'<rdf:Seq><rdf:li>'.repeat(6000)}${'</rdf:li></rdf:Seq>'.repeat(6000)}</dc:creator>`,
    )
    const deepXmp = await ownBytes(plainImage().withXmp(deep).png())

    for (const bytes of [plain, nonsense, brokenXmp, brokenResource, deepXmp])
      expect(await metadataOf(bytes)).toEqual(NOTHING)
  })

  it('becomes plain text that fits', async () => {
    const xmp = xmpOf(
      'photoshop:Credit="a&#9;b&#10;c&#7;"',
      xmpText('dc:description', `one\r\ntwo ${'x'.repeat(3000)}`),
    )
    const { credit, description, headline } = await metadataOf(await ownBytes(plainImage().withXmp(xmp).jpeg()))

    expect(credit).toBe('a b c')
    expect(description).toMatch(/^one\ntwo x+…$/)
    expect([...(description ?? '')]).toHaveLength(2000)
    expect(headline).toBeNull()
  })

  it('is cut by characters, not by halves of them', async () => {
    const creditOf = async (credit: string) =>
      (
        await metadataOf(
          await ownBytes(
            plainImage()
              .withXmp(xmpOf(`photoshop:Credit="${credit}"`, ''))
              .jpeg(),
          ),
        )
      ).credit

    expect(await creditOf('📷'.repeat(300))).toBe(`${'📷'.repeat(199)}…`)
    expect(await creditOf('📷'.repeat(200))).toBe('📷'.repeat(200))
    expect(await creditOf(`${'x'.repeat(150)}${'📷'.repeat(51)}`)).toBe(`${'x'.repeat(150)}${'📷'.repeat(49)}…`)
  })

  it.each([
    ['2024-02-29', new Date('2024-02-29T00:00:00Z')],
    ['2023-02-29', null],
    ['2024-02-31', null],
    ['2024-04-31T10:00:00+02:00', null],
    ['2024-13-01', null],
    ['2024-00-10', null],
    ['2024-05-01T10:00:00+99:00', null],
    ['9999-12-31T23:59:59Z', new Date('9999-12-31T23:59:59Z')],
    ['9999-12-31T23:59:59-14:00', null],
  ])('has a date that there is, and that can be kept: %s', async (date, takenAt) => {
    const xmp = xmpOf(`photoshop:DateCreated="${date}"`, '')

    expect((await metadataOf(await ownBytes(plainImage().withXmp(xmp).jpeg()))).takenAt).toEqual(takenAt)
  })

  it('is never where it was taken', async () => {
    const exif = {
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 0/1',
      },
    }
    const found = await inspected(await ownBytes(plainImage().withExif(exif).jpeg()))

    expect(JSON.stringify(found)).not.toMatch(/gps|latitude|51/i)
  })
})

describe('The size of an image', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is as it is seen, turned as EXIF says (%i)', async (orientation) => {
    const { width, height } = await inspected(await ownBytes(plainImage(60, 40).withMetadata({ orientation }).jpeg()))

    expect([width, height]).toEqual(orientation >= 5 ? [40, 60] : [60, 40])
  })
})

describe('An image within the limits', () => {
  it('may have exactly as many bytes as are allowed', async () => {
    const bytes = await ownBytes(plainImage().png())
    const path = join(folder, 'exact')
    await writeFile(path, bytes)

    expect(isFault(await inspectImage(path, bytes.length))).toBe(false)
    expect(isFault(await inspectImage(path, bytes.length - 1))).toBe(true)
  })
})
