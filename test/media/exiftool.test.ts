import { execFile, execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { PRIVATE } from './drawn-images.ts'
import {
  behindImage,
  exifSegment,
  iptcSegment,
  jpegSegment,
  ownBytes,
  randomImage,
  withSegments,
  xmpOf,
  xmpText,
} from './sample-images.ts'
import { upload } from './uploading.ts'

// What exiftool finds in the files that are served, of images with everything that cameras, agencies and programs write.

const folder = await temporaryFolder()
const database = await testDatabase()
const api = await testApi(database, { variables: { MEDIA_DIR: await temporaryFolder() } })
const desk = api.as('REPORTER')

const SECRETS = ['Lovelace', 'CAM-4711', 'J. Doe', 'house number 7']
const xmp = xmpOf('photoshop:City="house number 7"', xmpText('dc:description', 'by J. Doe'))
const xmpSegment = jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`))
const secret = Buffer.from('Comment\0J. Doe, CAM-4711, house number 7')

const image = randomImage
const jpeg =
  (...segments: Buffer[]) =>
  async () =>
    withSegments(await ownBytes(image().jpeg()), ...segments)
const png = (name: string, content: Buffer) => async () => behindImage(await ownBytes(image().png()), name, content)
const behind = (make: (image: Sharp) => Sharp) => async () => Buffer.concat([await ownBytes(make(image())), secret])

const CORPUS: Readonly<Record<string, () => Promise<Buffer<ArrayBuffer>>>> = {
  ...Object.fromEntries(
    (['jpeg', 'png', 'webp', 'avif'] as const).flatMap((format) => [
      [`${format} with EXIF`, () => ownBytes(image()[format]().withExif(PRIVATE))],
      [`${format} with XMP`, () => ownBytes(image()[format]().withXmp(xmp))],
      [
        `${format} turned, with a profile`,
        () => ownBytes(image()[format]().withExif(PRIVATE).withMetadata({ orientation: 6 }).withIccProfile('p3')),
      ],
    ]),
  ),
  'jpeg with IPTC': jpeg(iptcSegment([122, 'Ada Lovelace'], [90, 'house number 7'])),
  'jpeg with EXIF of its own': jpeg(exifSegment([0x010f, Buffer.from('J. Doe')])),
  'jpeg with XMP of its own': jpeg(xmpSegment),
  'jpeg with a comment': jpeg(jpegSegment(0xfe, secret)),
  'jpeg with FlashPix': jpeg(jpegSegment(0xe2, Buffer.concat([Buffer.from('FPXR\0'), secret]))),
  ...Object.fromEntries(
    [0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xef].map((marker) => [
      `jpeg with segment ${marker.toString(16)}`,
      jpeg(jpegSegment(marker, secret)),
    ]),
  ),
  'jpeg with a trailer': behind((one) => one.jpeg()),
  'png with a text behind its image': png('tEXt', secret),
  'png with an international text': png('iTXt', Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'.concat(xmp))),
  'png with EXIF behind its image': png('eXIf', Buffer.concat([Buffer.from('MM\0\x2a\0\0\0\x08\0\0\0\0\0\0'), secret])),
  'png with its time': png('tIME', Buffer.from([7, 230, 1, 2, 3, 4, 5])),
  'png with an unknown chunk': png('caMr', secret),
  'png with a trailer': behind((one) => one.png()),
  'webp with a trailer': behind((one) => one.webp()),
  'gif with a trailer': behind((one) => one.gif()),
  'jpeg for print': () => ownBytes(image().toColourspace('cmyk').withIccProfile('cmyk').jpeg().withExif(PRIVATE)),
}

/** Of the file, of how its format is built, and of colors. What exiftool computes itself is among the first. */
const HARMLESS_GROUPS = [
  'ExifTool',
  'System',
  'File',
  'Composite',
  'ICC_Profile',
  'ICC-header',
  'ICC-view',
  'ICC-meas',
  'ICC-clrt',
]
const HARMLESS_TAGS: Readonly<Record<string, RegExp>> = {
  PNG: /^(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency|SRGBRendering|Gamma|WhitePoint|ProfileName|Red|Green|Blue|BackgroundColor|SignificantBits|AnimationFrames|AnimationPlays)/,
  'PNG-pHYs': /./,
  'PNG-cICP': /./,
  JFIF: /^(JFIFVersion|ResolutionUnit|XResolution|YResolution)$/,
  Adobe: /^(DCTEncodeVersion|APP14Flags0|APP14Flags1|ColorTransform)$/,
  RIFF: /^(VP8Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|WebP_Flags|AlphaIsUsed|Alpha\w+)$/,
  GIF: /^(GIFVersion|ImageWidth|ImageHeight|HasColorMap|ColorResolutionDepth|BitsPerPixel|BackgroundColor|FrameCount|Duration|AnimationIterations|TransparentColor)$/,
  'XMP-x': /^XMPToolkit$/,
  'XMP-photoshop': /^Credit$/,
  'XMP-dc': /^(Creator|Rights)$/,
  'XMP-xmpRights': /^WebStatement$/,
  'XMP-iptcExt': /^DigitalSourceType$/,
  Meta: /^PrimaryItemReference$/,
  QuickTime:
    /^(MajorBrand|MinorVersion|CompatibleBrands|HandlerType|PrimaryItemReference|MetaImageSize|MediaData\w+|ColorProfiles|ColorPrimaries|TransferCharacteristics|MatrixCoefficients|VideoFullRangeFlag|ImageSpatialExtent|ImagePixelDepth|AV1Configuration\w*|ChromaFormat|ChromaSamplePosition|SeqProfile|SeqLevelIdx\w*|SeqTier\w*|HighBitDepth|TwelveBit|Monochrome|AuxiliaryImage\w*|PixelAspectRatio|InitialDisplay\w*|Rotation)$/,
}

type Tags = Readonly<Record<string, unknown>>

const run = promisify(execFile)

/** Of files with these bytes, in their order. */
async function tagsOf(files: readonly Buffer[]): Promise<Tags[]> {
  const paths = await Promise.all(
    files.map(async (bytes, index) => {
      const { format = 'jpeg' } = await sharp(bytes).metadata()
      const path = join(folder, `${index}.${format === 'heif' ? 'avif' : format}`)
      await writeFile(path, bytes)
      return path
    }),
  )
  const { stdout } = await run('exiftool', ['-a', '-G1', '-j', ...paths])
  const tags: Tags[] = JSON.parse(stdout)
  return tags
}

function suspicious(tags: Tags): string[] {
  return Object.keys(tags).filter((key) => {
    const [group = '', name = ''] = key.split(':')
    if (key === 'SourceFile' || HARMLESS_GROUPS.includes(group)) return key === 'File:Comment'
    return !HARMLESS_TAGS[group]?.test(name)
  })
}

const hasExiftool = (() => {
  try {
    return execFileSync('exiftool', ['-ver']).length > 0
  } catch {
    return false
  }
})()

const SHOWN =
  'query ($id: ID!) { image(id: $id) { url avif: url(width: 40, format: AVIF) webp: url(width: 40) jpeg: url(width: 40, format: JPEG) } }'

describe.skipIf(!hasExiftool)('exiftool finds nothing but the image', () => {
  it.each(Object.keys(CORPUS))('in what is served of a %s', async (what) => {
    const original = await (CORPUS[what]?.() ?? Buffer.alloc(0))
    const { image } = await upload(api.app, (await desk.user()).token, original)
    const urls = (await desk.query<{ image: Record<string, string> }>(SHOWN, { id: image?.id })).image

    const served: Buffer[] = []
    for (const url of Object.values(urls)) {
      const { rawPayload, statusCode } = await api.app.inject(new URL(url).pathname)
      expect(statusCode).toBe(200)
      for (const word of SECRETS) expect(rawPayload.includes(word), word).toBe(false)
      served.push(rawPayload)
    }
    expect((await tagsOf(served)).map(suspicious)).toEqual([[], [], [], []])
  })

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'and the words of the library, in what is served of a %s',
    async (format) => {
      const words = {
        ...{
          credit: 'Reuters',
          creator: 'Noa Levi',
          copyrightNotice: '© Reuters',
          webStatement: 'https://reuters.example/',
        },
        digitalSource: 'DIGITAL_CAPTURE',
      }
      const original = await ownBytes(image()[format]().withExif(PRIVATE).withXmp(xmp))
      const added = await upload(api.app, (await desk.user()).token, original, words)
      const urls = (await desk.query<{ image: Record<string, string> }>(SHOWN, { id: added.image?.id })).image

      const served: Buffer[] = []
      for (const url of Object.values(urls)) served.push((await api.app.inject(new URL(url).pathname)).rawPayload)

      const tags = await tagsOf(served)
      expect(tags.map(suspicious)).toEqual([[], [], [], []])
      for (const one of tags)
        expect(one).toMatchObject({
          'XMP-photoshop:Credit': 'Reuters',
          'XMP-dc:Creator': 'Noa Levi',
          'XMP-dc:Rights': '© Reuters',
          'XMP-xmpRights:WebStatement': 'https://reuters.example/',
          'XMP-iptcExt:DigitalSourceType': expect.stringMatching(/digitalCapture$/),
        })
    },
  )

  it('and would find more', async () => {
    const [found = []] = (await tagsOf([await ownBytes(image().jpeg().withExif(PRIVATE))])).map(suspicious)

    expect(found.some((tag) => tag.startsWith('GPS:'))).toBe(true)
  })
})
