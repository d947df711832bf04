import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import ExifReader from 'exifreader'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Rendition, renditionName } from '../../src/media/rendering/rendition.ts'
import { deskPath } from '../../src/media/serving/desk-address.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import { incomingFiles } from '../../src/media/store/incoming.ts'
import type { MediaStore } from '../../src/media/store/storage.ts'
import { createImageWorkers } from '../../src/media/workers/image-workers.ts'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder } from '../helpers/database.ts'
import { servedMedia, smallServer } from '../http/small-server.ts'
import { marked, PRIVATE } from './drawn-images.ts'

const mediaDir = await temporaryFolder()
const store = folderStore(mediaDir)
const signer = signerOf('a secret of this test')
const imageWorkers = createImageWorkers()
atEnd(() => imageWorkers.close())
const media = { store, incoming: incomingFiles(mediaDir), imageWorkers, signer, isShown: async () => true }
const put: string[] = []
const counting: MediaStore = {
  ...store,
  put(name, source) {
    put.push(name)
    return store.put(name, source)
  },
}

let server: Awaited<ReturnType<typeof smallServer>>

beforeAll(async () => {
  server = await smallServer({ media: servedMedia({ ...media, store: counting }) })
  await server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.close())
beforeEach(() => {
  put.length = 0
})

const bytesOf = (width = 800, height = 600) => marked(width, height, { x: 0.5, y: 0.5 }).png().toBuffer()

let counter = 0

async function givenOriginal(bytes?: Buffer, extension = 'png'): Promise<string> {
  counter += 1
  const file = `original-${counter}.${extension}`
  await writeFile(join(mediaDir, file), bytes ?? (await bytesOf()))
  return file
}

function nameOf(file: string, rendition: Partial<Rendition> = {}): string {
  return renditionName({ file, width: 320, height: 240, region: null, format: 'webp', ...rendition })
}

const signed = (name: string): string => `/media/r/${signer.sign(name)}/${name}`

const swapped = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))

const HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'accept-ranges': 'bytes',
}

describe('a rendition', () => {
  it('is made when it is first asked for, and kept', async () => {
    const url = signed(nameOf(await givenOriginal()))

    const first = await server.inject(url)
    const second = await server.inject(url)

    expect([first.statusCode, second.statusCode]).toEqual([200, 200])
    expect(first.headers).toMatchObject({ ...HEADERS, 'content-type': 'image/webp' })
    expect(first.headers['content-length']).toBe(String(first.rawPayload.length))
    expect(second.rawPayload).toEqual(first.rawPayload)
    expect(put).toHaveLength(1)
  })

  it('is made once for a hundred who ask at once', async () => {
    const url = signed(nameOf(await givenOriginal()))

    const responses = await Promise.all(Array.from({ length: 100 }, () => server.inject(url)))

    expect(new Set(responses.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
    expect(new Set(responses.map(({ payload }) => payload)).size).toBe(1)
    expect(put).toHaveLength(1)
  })

  it('is the same whichever of several servers makes it, all at once', async () => {
    const others = await Promise.all(
      [1, 2, 3].map(() => smallServer({ media: servedMedia({ ...media, store: folderStore(mediaDir) }) })),
    )
    const url = signed(nameOf(await givenOriginal(await bytesOf(2000, 1500)), { format: 'avif' }))

    const responses = await Promise.all(others.flatMap((other) => [other.inject(url), other.inject(url)]))

    expect(new Set(responses.map(({ payload }) => payload)).size).toBe(1)
    await Promise.all(others.map((other) => other.close()))
  })

  it('has nothing of what the camera wrote, and the colours of the web', async () => {
    const bytes = await marked(800, 600, { x: 0.5, y: 0.5 })
      .jpeg()
      .withExif(PRIVATE)
      .withIccProfile('p3', { attach: true })
      .toBuffer()
    const file = await givenOriginal(bytes, 'jpg')

    for (const format of ['avif', 'webp', 'jpg'] as const) {
      const { rawPayload } = await server.inject(signed(nameOf(file, { format })))
      const { exif, iptc, xmp, icc, space } = await sharp(rawPayload).metadata()
      expect({ exif, iptc, xmp, icc, space }).toEqual({ space: 'srgb' })
      expect(rawPayload.includes('Lovelace')).toBe(false)
    }
  })

  it('waits in a queue that has an end', async () => {
    const small = await smallServer({ media: servedMedia({ ...media, waiting: 2 }) })
    const file = await givenOriginal(await bytesOf(800, 600))
    const urls = Array.from({ length: 12 }, (_, index) => signed(nameOf(file, { width: 100 + index })))

    const responses = await Promise.all(urls.map((url) => small.inject(url)))

    const refused = responses.filter(({ statusCode }) => statusCode === 503)
    expect(responses.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThanOrEqual(3)
    expect(refused.length).toBeGreaterThanOrEqual(1)
    expect(refused[0]?.headers['retry-after']).toBe('5')
    expect(refused[0]?.headers['cache-control']).toBe('private, no-store')
    expect(refused[0]?.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] })
    for (const url of urls) expect((await small.inject(url)).statusCode).toBe(200)
    await small.close()
    // On a busy machine, image workers get little time.
  })
})

describe('an address that we have not signed', () => {
  it.each<[string, (name: string, signature: string) => string]>([
    ['without a signature', (name) => `/media/r/${name}`],
    ['with an empty one', (name) => `/media/r//${name}`],
    ['with a made up one', (name) => `/media/r/${'A'.repeat(22)}/${name}`],
    ['with one that has a letter less', (name, signature) => `/media/r/${signature.slice(1)}/${name}`],
    ['with one that has a letter more', (name, signature) => `/media/r/${signature}A/${name}`],
    ['with one in other case', (name, signature) => `/media/r/${swapped(signature)}/${name}`],
    ['of another width', (name, signature) => `/media/r/${signature}/${name.replace('320x', '321x')}`],
    ['of another format', (name, signature) => `/media/r/${signature}/${name.replace('webp', 'avif')}`],
    ['of another crop region', (name, signature) => `/media/r/${signature}/${name.replace('.webp', '_0-0-9-9.webp')}`],
    ['of another image', (name, signature) => `/media/r/${signature}/x${name}`],
    ['signed by another secret', (name) => `/media/r/${signerOf('another').sign(name)}/${name}`],
    ['with a slash more', (name, signature) => `/media/r/${signature}//${name}`],
    ['of the kept file itself', (name) => `/media/r/${name}`],
    ['of the kept file, encoded', (name) => `/media/${encodeURIComponent(`r/${name}`)}`],
    ['of a kept copy', (name) => `/media/p/${name.split('/')[0]}`],
  ])('%s is not there', async (_what, forged) => {
    const name = nameOf(await givenOriginal())
    await server.inject(signed(name))
    put.length = 0

    const response = await server.inject(forged(name, signer.sign(name)))

    expect(response.statusCode).toBe(404)
    expect(response.headers['cache-control']).toBe('private, no-store')
    expect(put).toEqual([])
  })

  it.each([
    '',
    'a',
    'a.png',
    'a.png/',
    'a.png/1x1',
    'a.png/1x1.gif',
    'a.png/1x.webp',
    '../a.png/1x1.webp',
    'absent.png/1x1.webp',
  ])('signed or not, %j is not there', async (name) => {
    expect((await server.inject(signed(name))).statusCode).toBe(404)
  })

  it('of a file that is no image is not there', async () => {
    const file = await givenOriginal(Buffer.from('<html>'), 'jpg')

    expect((await server.inject(signed(nameOf(file)))).statusCode).toBe(404)
    expect((await server.inject(`/media/${file}`)).statusCode).toBe(404)
  })
})

describe('another form of an address', () => {
  it.each<[string, (url: string) => string]>([
    ['with a query', (url) => `${url}?x=1`],
    ['with an empty query', (url) => `${url}?`],
    ['with an encoded slash', (url) => url.replace(/\/([^/]*)$/, '%2f$1')],
    ['with an encoded slash in capitals', (url) => url.replace(/\/([^/]*)$/, '%2F$1')],
    ['with an encoded letter', (url) => url.replace('original', 'o%72iginal')],
    ['with an encoded dot', (url) => url.replace('.png', '%2Epng')],
    ['with two slashes', (url) => url.replace('/media/', '/media//')],
    ['with a slash at its end', (url) => `${url}/`],
    ['with a semicolon', (url) => `${url};x=1`],
    ['with a dot', (url) => url.replace('/media/', '/media/./')],
  ])('%s is not there, of an original, of a rendition, and for the desk', async (_what, otherForm) => {
    const file = await givenOriginal()
    for (const url of [`/media/${file}`, signed(nameOf(file)), `/media/${deskPath(nameOf(file), signer)}`]) {
      expect((await server.inject(url)).statusCode).toBe(200)

      expect(await rawRequest(otherForm(url))).toBe(404)
    }
  })

  it('is not the whole address that a proxy asks for', async () => {
    const url = signed(nameOf(await givenOriginal()))

    expect(await rawRequest(`http://pictures.example${url}`)).toBe(200)
  })
})

/** Sends the target as it is. @returns the status of the answer */
function rawRequest(target: string): Promise<number | undefined> {
  const address = server.server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: target }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('a client that asks for very many renditions', () => {
  it('waits and is refused, while others get theirs', async () => {
    const small = await smallServer({ media: servedMedia({ ...media, waiting: 4 }) })
    const [many, other] = [await givenOriginal(), await givenOriginal()]
    const asked = (url: string, remoteAddress: string) => small.inject({ url, remoteAddress })

    const greedy = Array.from({ length: 30 }, (_, index) =>
      asked(signed(nameOf(many, { width: 100 + index, height: 75 })), `2001:db8:0:1::${index + 1}`),
    )
    const others = await Promise.all(
      ['2001:db8:0:2::1', '192.0.2.7'].map((address, index) =>
        asked(signed(nameOf(other, { width: 200 + index })), address),
      ),
    )

    expect(others.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    const statuses = (await Promise.all(greedy)).map(({ statusCode }) => statusCode)
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(20)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    await small.close()
  })
})

describe('an original', () => {
  it('that says nothing is served as it is, and has no copy', async () => {
    const bytes = await bytesOf()
    const file = await givenOriginal(bytes)

    const response = await server.inject(`/media/${file}`)

    expect(response.rawPayload).toEqual(bytes)
    expect(response.headers).toMatchObject({ ...HEADERS, 'content-type': 'image/png' })
    expect(put).toEqual([])
  })

  it.each(['jpeg', 'webp', 'png', 'avif'] as const)(
    'is served without what the camera wrote, upright, in its size: %s',
    async (format) => {
      const drawing = marked(400, 300, { x: 0.5, y: 0.5 })
      const bytes = await drawing[format]().withMetadata({ orientation: 6, exif: PRIVATE }).toBuffer()
      expect(bytes.includes('Lovelace')).toBe(true)
      const file = await givenOriginal(bytes, format)

      const { rawPayload, headers } = await server.inject(`/media/${file}`)

      expect(rawPayload.includes('Lovelace')).toBe(false)
      const { exif, xmp, iptc, orientation = 1, width, height, autoOrient } = await sharp(rawPayload).metadata()
      expect({ exif, xmp, iptc, orientation }).toEqual({ orientation: 1 })
      expect({ width, height }).toEqual(autoOrient)
      expect(headers['content-type']).toBe(`image/${format}`)
      expect((await server.inject(`/media/${file}`)).rawPayload).toEqual(rawPayload)
      expect(put).toHaveLength(1)
    },
  )

  it('tells nobody where the photographer stood', async () => {
    const bytes = await marked(400, 300, { x: 0.5, y: 0.5 }).jpeg().withExif(PRIVATE).toBuffer()
    const placeIn = (file: Buffer) => ExifReader.load(Uint8Array.from(file).buffer, { expanded: true }).gps
    expect(placeIn(bytes)).toMatchObject({ Latitude: 51.5, Longitude: 7 })
    const file = await givenOriginal(bytes, 'jpg')

    const { rawPayload } = await server.inject(`/media/${file}`)

    expect(placeIn(rawPayload)).toBeUndefined()
  })

  it('tells it neither where a phone put a second image behind the first', async () => {
    const [first, second] = [marked(400, 300, { x: 0.5, y: 0.5 }).jpeg(), marked(40, 30, { x: 0.5, y: 0.5 }).jpeg()]
    const behind = await second.withExif(PRIVATE).toBuffer()
    const file = await givenOriginal(Buffer.concat([await first.toBuffer(), behind]), 'jpg')

    const { rawPayload } = await server.inject(`/media/${file}`)

    expect(rawPayload.includes('Exif')).toBe(false)
    expect(rawPayload.includes('Lovelace')).toBe(false)
    expect(await sharp(rawPayload).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 300 })
  })

  it('keeps its colour profile, which is part of the image', async () => {
    const bytes = await marked(400, 300, { x: 0.5, y: 0.5 }).jpeg().withExif(PRIVATE).withIccProfile('p3').toBuffer()
    const file = await givenOriginal(bytes, 'jpg')

    const { icc } = await sharp((await server.inject(`/media/${file}`)).rawPayload).metadata()

    expect(icc).toEqual((await sharp(bytes).metadata()).icc)
  })

  it.each(['rgb16', 'grey16'] as const)('keeps all that 16 bits say of %s', async (space) => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const drawing = sharp({ create: { width: 60, height: 40, channels: 3, background: '#000000', noise } }).resize(
      90,
      70,
    )
    const bytes = await drawing.toColourspace(space).gamma(2.1).png().withExif(PRIVATE).toBuffer()
    const file = await givenOriginal(bytes)

    const { rawPayload } = await server.inject(`/media/${file}`)

    const pixels = (png: Buffer) => sharp(png).toColourspace(space).raw({ depth: 'ushort' }).toBuffer()
    const { exif, depth, space: kept } = await sharp(rawPayload).metadata()
    expect({ exif, depth, kept }).toEqual({ depth: 'ushort', kept: space })
    expect((await pixels(rawPayload)).equals(await pixels(bytes))).toBe(true)
  })

  it('for print keeps its inks and their profile', async () => {
    const drawing = marked(400, 300, { x: 0.5, y: 0.5 }).toColourspace('cmyk').withIccProfile('cmyk')
    const bytes = await drawing.jpeg().withExif(PRIVATE).toBuffer()
    const file = await givenOriginal(bytes, 'jpg')

    const { rawPayload } = await server.inject(`/media/${file}`)

    const { space, channels, icc, exif } = await sharp(rawPayload).metadata()
    expect({ space, channels, exif }).toEqual({ space: 'cmyk', channels: 4 })
    expect(icc).toEqual((await sharp(bytes).metadata()).icc)
  })

  it('that moves goes on moving without its comment', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 20, height: 10, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const gif = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 200] })
      .toBuffer()
    const comment = Buffer.from([0x21, 0xfe, 5, ...Buffer.from('house'), 0])
    const file = await givenOriginal(Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)]), 'gif')

    const { rawPayload } = await server.inject(`/media/${file}`)

    expect(rawPayload.includes('house')).toBe(false)
    expect(await sharp(rawPayload).metadata()).toMatchObject({ format: 'gif', pages: 2, delay: [100, 200] })
  })
})

describe('a file that goes while it is asked for', () => {
  it('is not there when it was withheld while it was made', async () => {
    const url = signed(nameOf(await givenOriginal()))
    const answers = [true, false]
    const changing = await smallServer({
      media: servedMedia({ ...media, isShown: async () => answers.shift() ?? false }),
    })

    const response = await changing.inject(url)

    expect(response.statusCode).toBe(404)
    expect(response.headers['cache-control']).toBe('private, no-store')
    await changing.close()
  })

  it.each([{}, { range: 'bytes=0-4' }])('is not there, and nobody is told to keep that: %o', async (headers) => {
    const gone = async () => null
    const emptied = await smallServer({ media: servedMedia({ ...media, store: { ...store, read: gone, open: gone } }) })
    const url = signed(nameOf(await givenOriginal()))
    await server.inject(url)

    const response = await emptied.inject({ url, headers })

    expect(response.statusCode).toBe(404)
    expect(response.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'content-type': expect.stringContaining('json'),
    })
    expect(response.headers).not.toHaveProperty('etag')
    expect(response.headers).not.toHaveProperty('content-range')
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
    await emptied.close()
  })
})

describe('whoever has a file already', () => {
  it.each(['original', 'rendition'])('hears so: %s', async (kind) => {
    const file = await givenOriginal()
    const url = kind === 'original' ? `/media/${file}` : signed(nameOf(file))
    const { headers } = await server.inject(url)
    const etag = String(headers.etag)
    const modified = String(headers['last-modified'])

    const conditions: [Record<string, string>, number][] = [
      [{ 'if-none-match': etag }, 304],
      [{ 'if-none-match': `"other", W/${etag}` }, 304],
      [{ 'if-none-match': '*' }, 304],
      [{ 'if-none-match': '"other"' }, 200],
      [{ 'if-none-match': '"other"', 'if-modified-since': modified }, 200],
      [{ 'if-modified-since': modified }, 304],
      [{ 'if-modified-since': new Date(0).toUTCString() }, 200],
      [{ 'if-modified-since': 'yesterday' }, 200],
    ]
    for (const [asked, status] of conditions) {
      const response = await server.inject({ url, headers: asked })
      expect([asked, response.statusCode]).toEqual([asked, status])
      expect(response.headers).toMatchObject({ ...HEADERS, etag })
      if (status === 304) expect(response.body).toBe('')
    }
  })
})

describe('a part of a file', () => {
  it.each<[string, number, (bytes: Buffer) => Buffer | null]>([
    ['bytes=0-9', 206, (bytes) => bytes.subarray(0, 10)],
    ['bytes=10-', 206, (bytes) => bytes.subarray(10)],
    ['bytes=-7', 206, (bytes) => bytes.subarray(-7)],
    ['bytes=-9999999', 206, (bytes) => bytes],
    ['bytes=0-9999999', 206, (bytes) => bytes],
    ['bytes=9999999-', 416, () => null],
    ['bytes=-0', 416, () => null],
    ['bytes=9-0', 200, (bytes) => bytes],
    ['bytes=0-1,4-5', 200, (bytes) => bytes],
    ['bytes=', 200, (bytes) => bytes],
    ['bytes=-', 200, (bytes) => bytes],
    ['lines=0-9', 200, (bytes) => bytes],
    ['bytes=a-b', 200, (bytes) => bytes],
  ])('%s is answered with %i', async (range, status, part) => {
    const url = `/media/${await givenOriginal()}`
    const { rawPayload: whole } = await server.inject(url)

    const response = await server.inject({ url, headers: { range } })

    const expected = part(whole)
    expect(response.statusCode).toBe(status)
    if (expected) expect(response.rawPayload).toEqual(expected)
    if (status === 206)
      expect(response.headers['content-range']).toMatch(new RegExp(`^bytes \\d+-\\d+/${whole.length}$`))
    if (status === 416) expect(response.headers['content-range']).toBe(`bytes */${whole.length}`)
  })

  it('is given of the same file alone', async () => {
    const url = `/media/${await givenOriginal()}`
    const { headers } = await server.inject(url)

    const same = await server.inject({ url, headers: { range: 'bytes=0-4', 'if-range': String(headers.etag) } })
    const other = await server.inject({ url, headers: { range: 'bytes=0-4', 'if-range': '"other"' } })
    const since = await server.inject({
      url,
      headers: { range: 'bytes=0-4', 'if-range': String(headers['last-modified']) },
    })

    expect([same.statusCode, other.statusCode, since.statusCode]).toEqual([206, 200, 206])
  })
})

describe('over the wire', () => {
  function ask(method: string, path: string) {
    const address = server.server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    return new Promise<{ status: number | undefined; length: string | undefined; bytes: Buffer }>((resolve, reject) => {
      const asked = request({ method, path, port, host: '127.0.0.1' }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => {
          const { statusCode: status, headers } = response
          resolve({ status, length: headers['content-length'], bytes: Buffer.concat(chunks) })
        })
      })
      asked.on('error', reject)
      asked.end()
    })
  }

  it('HEAD tells what GET would give, without giving it', async () => {
    const url = signed(nameOf(await givenOriginal()))

    const head = await ask('HEAD', url)
    const get = await ask('GET', url)

    expect(head).toEqual({ status: 200, length: String(get.bytes.length), bytes: Buffer.alloc(0) })
    expect(get.length).toBe(head.length)
  })

  it('takes no other method', async () => {
    const url = signed(nameOf(await givenOriginal()))

    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask(method, url)).status).toBe(404)
  })
})
