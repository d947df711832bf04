import { createHash, randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type Api, testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { startImageServer } from './image-server.ts'
import { emptyPlace, PLACES } from './places.ts'
import { newImage, ownBytes, plainImage } from './sample-images.ts'
import { namesIn } from './store-suite.ts'
import {
  type AddedImage,
  encoded,
  IMPORT,
  type Part,
  PREFLIGHT,
  post,
  UPLOAD,
  upload,
  uploadParts,
} from './uploading.ts'

const database = await testDatabase()
const { prisma } = database
const server = await startImageServer()

const pixelsOf = (bytes: Buffer): Promise<Buffer> => sharp(bytes).raw().toBuffer()

describe.each(PLACES)('Into a %s', (kind) => {
  let api: Api
  let token: string
  let files: () => Promise<string[]>
  let incoming: () => Promise<string[]>
  let remove: (file: string) => Promise<void>
  const reporter = () => api.as('REPORTER')
  const importFrom = (path: string, input: object = {}) =>
    reporter().mutate<AddedImage>(IMPORT, { input: { url: `http://pictures.test:${server.port}${path}`, ...input } })

  beforeAll(async () => {
    await prisma.image.deleteMany()
    const { variables, store, mediaDir } = await emptyPlace(kind)
    api = await testApi(database, { variables, network: server.network })
    token = (await reporter().user()).token
    files = () => namesIn(store)
    remove = (file) => store.remove(file)
    incoming = () => readdir(`${mediaDir}/.incoming`)
  })

  it('an image is uploaded, and served as it was, with its credit', async () => {
    const bytes = await newImage()

    const { image, isNew, userErrors } = await upload(api.app, token, bytes, { altText: 'A bridge', credit: 'Reuters' })

    expect(userErrors).toEqual([])
    expect(isNew).toBe(true)
    expect(image).toMatchObject({
      width: 30,
      height: 20,
      mimeType: 'image/png',
      sizeBytes: bytes.length,
      placeholder: expect.stringMatching(/^data:image\/webp;base64,/),
      dominantColor: expect.stringMatching(/^#[0-9a-f]{6}$/),
      altText: 'A bridge',
      credit: 'Reuters',
      description: null,
      sourceUrl: null,
      version: 1,
    })
    const served = await api.app.inject(new URL(image?.url ?? '').pathname)
    expect(await pixelsOf(served.rawPayload)).toEqual(await pixelsOf(bytes))
    expect(served.rawPayload.includes('Reuters')).toBe(true)
    expect(await incoming()).toEqual([])
  })

  it('the same bytes twice are one image, which stays as it is', async () => {
    const bytes = await newImage()
    const first = await upload(api.app, token, bytes, { altText: 'First' })
    const before = await files()

    const second = await expectNoChange(database, () => upload(api.app, token, bytes, { altText: 'Second' }))

    expect(second).toMatchObject({ image: { id: first.image?.id, altText: 'First' }, isNew: false })
    expect(await files()).toEqual(before)
  })

  it('the same bytes many times at once are one image', async () => {
    const bytes = await newImage()

    const answers = await Promise.all(Array.from({ length: 8 }, () => upload(api.app, token, bytes)))

    expect(new Set(answers.map(({ image }) => image?.id)).size).toBe(1)
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
  })

  it('a file that was lost is there again once its bytes come again', async () => {
    const bytes = await newImage()
    const { image } = await upload(api.app, token, bytes)
    const file = image?.url.split('/').at(-1) ?? ''
    await remove(file)
    expect(await files()).not.toContain(file)

    expect(await upload(api.app, token, bytes)).toMatchObject({ image: { id: image?.id }, isNew: false })

    expect(await files()).toContain(file)
  })

  it('an image is fetched from an address, and says where it is from', async () => {
    const { image, userErrors } = await importFrom('/to-good', { altText: 'A border crossing' })

    expect(userErrors).toEqual([])
    expect(image).toMatchObject({
      altText: 'A border crossing',
      sourceUrl: `http://pictures.test:${server.port}/to-good`,
      sizeBytes: server.image.length,
    })
    expect(await incoming()).toEqual([])
    expect(await importFrom('/lying-type')).toMatchObject({ image: { id: image?.id }, isNew: false })
  })

  it('who uploaded it is noted', async () => {
    const { image } = await upload(api.app, token, await newImage())

    const uuid = image?.id.split('_')[1] ?? ''
    const actorId = (await reporter().user()).uuid
    expect(await prisma.image.findUnique({ where: { id: uuid } })).toMatchObject({ createdById: actorId })
    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      { subjectType: 'Image', action: 'CREATED', version: 1, actorId },
    ])
  })

  it('nothing is left where the database refuses', async () => {
    const before = await files()
    const input = { takenAt: '2024-01-01T00:00:00Z', focalPoint: { x: 0.5, y: 2 }, altText: 'x'.repeat(501) }

    const answer = await expectNoChange(database, async () => upload(api.app, token, await newImage(), input))

    expect(answer.userErrors.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['TOO_LONG', 'input.altText'],
      ['INVALID', 'input.focalPoint.y'],
    ])
    expect(await files()).toEqual(before)
  })

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('%s comes in', async (format) => {
    const bytes = await ownBytes(plainImage(50, 40, '#123456')[format]())

    const { image, userErrors } = await upload(api.app, token, bytes)

    expect(userErrors).toEqual([])
    expect(image).toMatchObject({ mimeType: `image/${format}`, width: 50, height: 40 })
    expect(image?.url).toMatch(/\/[0-9a-f]{32}\.(jpg|png|webp|avif|gif)$/)
    expect(image?.url).not.toContain(createHash('sha256').update(bytes).digest('hex').slice(0, 8))
  })
})

describe('uploadImage and importImage', () => {
  let api: Api
  beforeAll(async () => {
    api = await testApi(database, { variables: { MEDIA_DIR: await temporaryFolder() }, network: server.network })
  })

  it('are for those who may upload: nothing of the file is read for others', async () => {
    const parts = uploadParts(await newImage())

    await expectNoChange(database, async () => {
      const reader = await post(api.app, parts, PREFLIGHT)
      const stranger = await post(api.app, parts, { ...PREFLIGHT, authorization: 'Bearer nobody' })

      expect(reader.statusCode).toBe(401)
      expect(reader.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
      expect(stranger.statusCode).toBe(401)
      expect(stranger.headers['www-authenticate']).toContain('Bearer')
      const input = { url: 'http://127.0.0.1/' }
      expect(await api.errors(IMPORT, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    })
  })

  it('take no file that did not come by a multipart request', async () => {
    const faults = await api.as('EDITOR').errors(UPLOAD, { input: { file: { path: '/etc/passwd' } } })

    expect(faults).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })

  it.each([
    'mutation { uploadImage(input: { file: { path: "PATH" } }) { isNew } }',
    'mutation { uploadImage(input: { file: "PATH" }) { isNew } }',
    'mutation ($file: Upload = { path: "PATH" }) { uploadImage(input: { file: $file }) { isNew } }',
    'mutation ($input: UploadImageInput = { file: { path: "PATH" } }) { uploadImage(input: $input) { isNew } }',
  ])('take no file that is written in a document, so that none of this machine is read: %s', async (query) => {
    const path = join(await temporaryFolder(), 'secret.png')
    await writeFile(path, await newImage())

    const faults = await expectNoChange(database, () => api.as('EDITOR').errors(query.replace('PATH', path)))

    expect(JSON.stringify(faults)).not.toContain('INTERNAL_SERVER_ERROR')
  })

  it('take a file that has no name', async () => {
    const { token } = await api.as('EDITOR').user()
    const [operations = ['', ''], map = ['', '']] = uploadParts(await newImage())
    const head = [operations, map].map(
      ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
    )
    const file = '--x\r\ncontent-disposition: form-data; name="0"\r\ncontent-type: image/png\r\n\r\n'
    const payload = Buffer.concat([Buffer.from(head.join('') + file), await newImage(), Buffer.from('\r\n--x--\r\n')])
    const headers = {
      ...PREFLIGHT,
      authorization: `Bearer ${token}`,
      'content-type': 'multipart/form-data; boundary=x',
    }

    const response = await api.app.inject({ method: 'POST', url: '/graphql', headers, payload })

    expect(response.json()).toMatchObject({ data: { uploadImage: { isNew: true, userErrors: [] } } })
  })

  it('leave nothing of a file within which the connection breaks', async () => {
    const mediaDir = await temporaryFolder()
    const { app } = await testApi(database, { variables: { MEDIA_DIR: mediaDir } })
    const origin = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const incoming = () => readdir(join(mediaDir, '.incoming')).catch(() => [])
    const { type, payload } = await encoded(uploadParts(Buffer.alloc(500_000, 1)))
    const { token } = await api.as('EDITOR').user()
    const headers = `content-type: ${type}\r\ncontent-length: ${payload.length}\r\nauthorization: Bearer ${token}`
    const socket = connect(Number(origin.port), origin.hostname)
    socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\napollo-require-preflight: true\r\n${headers}\r\n\r\n`)
    socket.write(payload.subarray(0, 200_000))
    await vi.waitUntil(async () => (await incoming()).length === 1, { timeout: 30_000 })

    socket.resetAndDestroy()

    await vi.waitUntil(async () => (await incoming()).length === 0, { timeout: 30_000 })
  })

  it('answer a key again as they did, by the bytes; and refuse other bytes', async () => {
    const { token } = await api.as('EDITOR').user()
    const input = { idempotencyKey: randomUUID(), altText: 'Once' }
    const bytes = await newImage()
    const first = await upload(api.app, token, bytes, input)

    expect(await expectNoChange(database, () => upload(api.app, token, bytes, input))).toEqual(first)
    const other = await expectNoChange(database, async () => upload(api.app, token, await newImage(), input))
    expect(other).toMatchObject({ image: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] })
  })

  it('fetch nothing for a key that was answered', async () => {
    const url = `http://pictures.test:${server.port}/good`
    const input = { url, idempotencyKey: randomUUID() }
    const first = await api.as('EDITOR').mutate<AddedImage>(IMPORT, { input })
    const before = server.lookups.length

    expect(await api.as('EDITOR').mutate(IMPORT, { input })).toEqual(first)

    expect(server.lookups).toHaveLength(before)
  })

  it('leave nothing of a request that is refused while its file begins', async () => {
    const mediaDir = await temporaryFolder()
    const other = await testApi(database, { variables: { MEDIA_DIR: mediaDir } })
    const { token } = await other.as('REPORTER').user()
    const [, ...others] = uploadParts(await newImage())
    const tooLong: Part[] = [['operations', 'x'.repeat(3_000_000)], ...others]

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(other.app, tooLong, { ...PREFLIGHT, authorization: `Bearer ${token}` })),
    )

    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([413]))
    expect(await readdir(join(mediaDir, '.incoming')).catch(() => [])).toEqual([])
  })

  it('are answered with UNAVAILABLE where the server cannot store files', async () => {
    const mediaDir = await temporaryFolder()
    await writeFile(join(mediaDir, '.incoming'), 'a file in place of the folder')
    const other = await testApi(database, { variables: { MEDIA_DIR: mediaDir } })
    const { token } = await other.as('REPORTER').user()

    const answer = await post(other.app, uploadParts(await newImage()), {
      ...PREFLIGHT,
      authorization: `Bearer ${token}`,
    })

    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toEqual({
      errors: [
        {
          message: 'The server cannot read or store image files at the moment. Try again later.',
          extensions: { code: 'UNAVAILABLE' },
        },
      ],
    })
  })

  it('take several files in one request', async () => {
    const { token } = await api.as('EDITOR').user()
    const query = `mutation ($a: Upload!, $b: Upload!) {
      one: uploadImage(input: { file: $a }) { isNew } two: uploadImage(input: { file: $b }) { isNew } }`
    const [first, second] = [await newImage(), await newImage()]
    const response = await post(
      api.app,
      [
        ['operations', JSON.stringify({ query, variables: { a: null, b: null } })],
        ['map', '{ "0": ["variables.a"], "1": ["variables.b"] }'],
        ['0', new Blob([first])],
        ['1', new Blob([second])],
      ],
      { 'x-apollo-operation-name': 'Two', authorization: `Bearer ${token}` },
    )

    expect(response.json()).toEqual({ data: { one: { isNew: true }, two: { isNew: true } } })
  })

  it('let no other type of body in, and no file anywhere else', async () => {
    const { type, payload } = { type: 'multipart/form-data; boundary=x', payload: '--x--' }
    const elsewhere = await api.app.inject({
      method: 'POST',
      url: '/media/x',
      headers: { 'content-type': type },
      payload,
    })
    const form = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...PREFLIGHT },
      payload: 'query={__typename}',
    })

    expect(elsewhere.statusCode).toBe(404)
    expect(form.statusCode).toBe(415)
  })
})
