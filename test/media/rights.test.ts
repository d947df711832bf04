import type { LightMyRequestResponse } from 'fastify'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { loadShown } from '../../src/image/shown-files.load.ts'
import { deskPath } from '../../src/media/serving/desk-address.ts'
import { mediaSecret } from '../../src/media/serving/secret.load.ts'
import type { Shown } from '../../src/media/serving/shown-files.ts'
import { type Signer, signerOf } from '../../src/media/serving/signature.ts'
import { type Api, type Client, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { emptyPlace, PLACES } from './places.ts'
import { newImage } from './sample-images.ts'
import { upload } from './uploading.ts'

// The files of an image whose rights have ended, or that is withheld: under /media only the desk gets them.

const database = await testDatabase()
const { prisma } = database
const given = givenIn(database)

const DAY = 86_400_000
const PAST = new Date('2020-01-01T00:00:00Z')
const CROP = { cropX: 0.5, cropY: 0, cropWidth: 0.5, cropHeight: 1 }

interface Urls {
  url: string
  region: string
  srcSet: string
}

interface Seen {
  image: Urls & { rightsState: string }
  node: Urls | null
}

const URLS = 'url region: url(width: 10, aspectRatio: "1:1") srcSet(widths: [10, 20])'

const pathOf = (url: string): string => new URL(url).pathname
const pathsOf = ({ url, region, srcSet }: Urls): string[] => [
  pathOf(url),
  pathOf(region),
  ...srcSet.split(', ').map((one) => pathOf(one.split(' ')[0] ?? '')),
]

describe.each(PLACES)('In a %s', (kind) => {
  let api: Api
  let signer: Signer
  const editor = () => api.as('EDITOR')

  beforeAll(async () => {
    const { variables } = await emptyPlace(kind)
    api = await testApi(database, { variables })
    signer = signerOf(await mediaSecret(database))
  })

  /** An image on a live article, with its caption there. */
  async function shownImage() {
    const { image } = await upload(api.app, (await editor().user()).token, await newImage())
    if (!image) throw new Error('no image')
    const uuid = image.id.replace('image_', '')
    const article = await given.article({ captions: [{ image: { uuid }, role: 'LEAD', ...CROP }] })
    return { id: image.id, uuid, article }
  }

  async function urlsOf(client: Client, { id, article }: { id: string; article: { slug: string } }) {
    const { image, node } = await client.query<{ image: Seen['image']; node: { leadImage: Urls } }>(
      `query ($id: ID!, $slug: String!) { image(id: $id) { ${URLS} rightsState } node: article(slug: $slug) { leadImage { ${URLS} } } }`,
      { id, slug: article.slug },
    )
    return { image, caption: node.leadImage, paths: [...pathsOf(image), ...pathsOf(node.leadImage)] }
  }

  const get = (url: string, headers: Record<string, string> = {}) => api.app.inject({ url, headers })
  /** Each status once. */
  async function statusesOf(paths: readonly string[]): Promise<number[]> {
    const responses = await Promise.all(paths.map((path) => get(path)))
    return [...new Set(responses.map(({ statusCode }) => statusCode))]
  }
  const withhold = (id: string, withheld: boolean) =>
    editor().mutate('mutation ($input: UpdateImageInput!) { updateImage(input: $input) { userErrors { code } } }', {
      input: { id, withheld },
    })

  function expectAbsent({ statusCode, headers, body }: LightMyRequestResponse): void {
    expect(statusCode).toBe(404)
    expect(headers['cache-control']).toBe('private, no-store')
    expect(headers.etag).toBeUndefined()
    expect(headers['accept-ranges']).toBeUndefined()
    expect(body === '' || body.includes('NOT_FOUND')).toBe(true)
  }

  it('a withheld image is not there, in whatever form, and is there again when it is shown', async () => {
    const uploaded = await shownImage()
    const { paths } = await urlsOf(api, uploaded)
    expect(await statusesOf(paths)).toEqual([200])

    await withhold(uploaded.id, true)
    expect(await statusesOf(paths)).toEqual([404])

    await withhold(uploaded.id, false)
    expect(await statusesOf(paths)).toEqual([200])
  })

  it('is not there for HEAD, for a part, or for whoever has it already', async () => {
    const uploaded = await shownImage()
    const { paths } = await urlsOf(api, uploaded)
    const before = await Promise.all(paths.map((path) => get(path)))
    await withhold(uploaded.id, true)

    for (const [index, path] of paths.entries()) {
      const headers = before[index]?.headers
      expectAbsent(await get(path))
      expectAbsent(await api.app.inject({ method: 'HEAD', url: path }))
      expectAbsent(await get(path, { range: 'bytes=0-9' }))
      expectAbsent(await get(path, { 'if-none-match': String(headers?.etag) }))
      expectAbsent(await get(path, { 'if-modified-since': String(headers?.['last-modified']) }))
    }
  })

  it('is not made while it may not be shown', async () => {
    const uploaded = await shownImage()
    const { paths } = await urlsOf(api, uploaded)
    await withhold(uploaded.id, true)

    expect(await statusesOf(paths)).toEqual([404])
  })

  it('goes at the moment at which its rights end, by the clock of the database', async () => {
    const uploaded = await shownImage()
    const { paths } = await urlsOf(api, uploaded)
    await prisma.$executeRaw`UPDATE image SET rights_expire_at = now() + interval '1 second' WHERE id = ${uploaded.uuid}::uuid`
    const isOver = async () => {
      const rows = await prisma.$queryRaw<{ over: boolean }[]>`
        SELECT rights_expire_at <= now() AS over FROM image WHERE id = ${uploaded.uuid}::uuid`
      return rows[0]?.over === true
    }

    for (;;) {
      const wasOver = await isOver()
      const statuses = await statusesOf(paths)
      if (!(await isOver())) expect(statuses).toEqual([200])
      if (wasOver) {
        expect(statuses).toEqual([404])
        break
      }
    }
  })

  it.each(['EDITOR', 'REPORTER'] as const)('is served to the desk, at addresses of its own: %s', async (role) => {
    const uploaded = await shownImage()
    const open = await Promise.all((await urlsOf(api, uploaded)).paths.map((path) => get(path)))
    await withhold(uploaded.id, true)

    const { image, paths } = await urlsOf(api.as(role), uploaded)

    expect(image.rightsState).toBe('WITHHELD')
    for (const [index, path] of paths.entries()) {
      expect(path).toMatch(/^\/media\/d\/[\w-]{22}\/\d{10}\//)
      const response = await get(path)
      expect(response.statusCode).toBe(200)
      expect(response.headers['cache-control']).toBe('private, no-store')
      expect(response.rawPayload).toEqual(open[index]?.rawPayload)
      expect((await api.app.inject({ method: 'HEAD', url: path })).statusCode).toBe(200)
      expect((await get(path, { range: 'bytes=0-3' })).rawPayload).toEqual(response.rawPayload.subarray(0, 4))
    }
  })

  it('is served to the desk when its rights have ended', async () => {
    const uploaded = await shownImage()
    await prisma.image.update({ where: { id: uploaded.uuid }, data: { rightsExpireAt: PAST } })

    const { image, paths } = await urlsOf(editor(), uploaded)

    expect(image.rightsState).toBe('EXPIRED')
    expect(await statusesOf(paths)).toEqual([200])
  })

  it('has the addresses of readers for the desk, too, where it may be shown', async () => {
    const uploaded = await shownImage()

    expect((await urlsOf(editor(), uploaded)).paths).toEqual((await urlsOf(api, uploaded)).paths)
  })

  it('goes on being served at the desk’s addresses until they end, shown again or not', async () => {
    const uploaded = await shownImage()
    await withhold(uploaded.id, true)
    const { paths } = await urlsOf(editor(), uploaded)

    await withhold(uploaded.id, false)

    expect(await statusesOf(paths)).toEqual([200])
    expect((await urlsOf(editor(), uploaded)).paths.some((path) => path.startsWith('/media/d/'))).toBe(false)
  })

  it('has an address for the desk that is the same all day, for one day at least and two at most', async () => {
    const midnight = Date.parse('2026-05-04T00:00:00Z')
    const untilOf = (now: number) => Number(deskPath('a.png', signer, now).split('/')[2]) * 1000

    for (const now of [midnight, midnight + 1, midnight + DAY / 2, midnight + DAY - 1]) {
      expect(deskPath('a.png', signer, now)).toBe(deskPath('a.png', signer, midnight))
      expect(untilOf(now) - now).toBeGreaterThan(DAY)
      expect(untilOf(now) - now).toBeLessThanOrEqual(2 * DAY)
    }
    expect(deskPath('a.png', signer, midnight + DAY)).not.toBe(deskPath('a.png', signer, midnight))
  })

  it('is not there at an address that is over, or that we have not signed', async () => {
    const uploaded = await shownImage()
    const name = (await prisma.image.findUniqueOrThrow({ where: { id: uploaded.uuid } })).file
    await withhold(uploaded.id, true)
    const { paths } = await urlsOf(editor(), uploaded)
    const [path = ''] = paths
    const [, , , signature = '', until = ''] = path.split('/')
    const later = String(Number(until) + DAY / 1000)

    const forged = [
      `/media/${deskPath(name, signer, Date.now() - 2 * DAY)}`,
      `/media/${deskPath(name, signerOf('another secret'))}`,
      ...paths.map((one) => one.replace(`/${until}/`, `/${later}/`)),
      ...paths.map((one) => one.replace(`/${until}/`, `/0${until}/`)),
      ...paths.map((one) => one.replace(`/${until}/`, '/9999999999999/')),
      `/media/d/${signature}/${until}/x${name}`,
      `/media/d/${'A'.repeat(22)}/${until}/${name}`,
      `/media/d/${signer.sign(name)}/${until}/${name}`,
      `/media/d/${signer.sign(name)}/${name}`,
      `/media/d/${until}/${name}`,
      `/media/r/${signature}/${until}/${name}`,
      `/media/d/${signature}/${until}/`,
    ]

    expect((await get(path)).statusCode).toBe(200)
    for (const one of forged) expectAbsent(await get(one))
  })

  it('is at no address that a reader gets, with a preview link or without', async () => {
    const uploaded = await shownImage()
    const author = await given.author({ imageId: uploaded.uuid })
    await given.revision(uploaded.article, { credits: [{ author }] })
    const { token } = await given.previewLink(uploaded.article)
    await withhold(uploaded.id, true)
    const document = `query ($id: ID!, $slug: String!, $author: ID!, $token: String!) {
      image(id: $id) { ${URLS} } nodes(ids: [$id]) { ... on Image { ${URLS} } } images { nodes { ${URLS} } }
      author(id: $author) { image { ${URLS} } }
      article(slug: $slug) { leadImage { ${URLS} } captions { ${URLS} } bodyHtml }
      preview: article(slug: $slug, stage: DRAFT, previewToken: $token) { credits { author { image { ${URLS} } } } captions { ${URLS} } } }`
    const variables = { id: uploaded.id, slug: uploaded.article.slug, author: author.id, token }

    const seen = await api.query(document, variables)

    expect(JSON.stringify(seen)).not.toContain('/media/d/')
    expect(seen).toMatchObject({
      image: null,
      nodes: [null],
      author: { image: null },
      article: { leadImage: null, captions: [] },
      preview: { credits: [{ author: { image: null } }], captions: [] },
    })
    const toDesk = await editor().query<{ author: object; preview: { credits: { author: { image: Urls } }[] } }>(
      document,
      variables,
    )
    const portraits = [toDesk.author, ...toDesk.preview.credits.map((credit) => credit.author)]
    expect(portraits).toEqual(Array(2).fill({ image: expect.objectContaining({ url: expect.any(String) }) }))
    const shown = toDesk.preview.credits.flatMap((credit) => pathsOf(credit.author.image))
    expect(await statusesOf(shown)).toEqual([200])
  })
})

describe('What the database says of a file', () => {
  const FUTURE = '2099-01-01T00:00:00.000Z'
  const ENDED: Shown = { isShown: false, msLeft: null }

  it.each<[string, Parameters<typeof given.image>[0], Shown]>([
    ['without an end', {}, { isShown: true, msLeft: null }],
    ['with an end ahead', { rightsExpireAt: FUTURE }, { isShown: true, msLeft: expect.any(Number) }],
    ['with an end that is over', { rightsExpireAt: PAST }, ENDED],
    ['withheld', { withheldAt: PAST }, ENDED],
    ['withheld, with an end ahead', { withheldAt: PAST, rightsExpireAt: FUTURE }, ENDED],
  ])('of an image %s', async (_what, data, said) => {
    const { uuid } = await given.image(data)
    await given.author({ imageId: uuid })
    const { file } = await prisma.image.findUniqueOrThrow({ where: { id: uuid } })

    const shown = await loadShown(database, file)

    expect(shown).toEqual({ ...said, id: uuid, words: null })
    if (shown.msLeft !== null) expect(Math.abs(Date.now() + shown.msLeft - Date.parse(FUTURE))).toBeLessThan(5000)
  })

  it('that nothing shows is that it is not shown, whatever its rights are', async () => {
    const { uuid } = await given.image({ rightsExpireAt: FUTURE })
    const { file } = await prisma.image.findUniqueOrThrow({ where: { id: uuid } })

    expect(await loadShown(database, file)).toEqual({ ...ENDED, id: uuid, words: null })
  })

  it('without an image is that it is not shown', async () => {
    expect(await loadShown(database, 'absent.png')).toEqual(ENDED)
  })
})

describe('Under /media', () => {
  const withRights = async (options: { rightsMemoryMs?: number } = {}) => {
    const api = await testApi(database, options)
    const token = (await api.as('EDITOR').user()).token
    const { image } = await upload(api.app, token, await newImage())
    if (!image) throw new Error('no image')
    const where = { id: image.id.replace('image_', '') }
    const { file } = await prisma.image.findUniqueOrThrow({ where })
    await given.author({ imageId: where.id })
    return {
      status: async () => (await api.app.inject(`/media/${file}`)).statusCode,
      set: (data: { withheldAt?: Date | null; rightsExpireAt?: Date | null }) => prisma.image.update({ where, data }),
      expireIn: (seconds: number) =>
        prisma.$executeRaw`UPDATE image SET rights_expire_at = now() + make_interval(secs => ${seconds}) WHERE id = ${where.id}::uuid`,
    }
  }

  it('what was asked about is remembered for its time, and no longer', async () => {
    const { status, set } = await withRights({ rightsMemoryMs: 1000 })
    expect(await status()).toBe(200)

    await set({ withheldAt: PAST })
    await vi.waitFor(async () => expect(await status()).toBe(404), { timeout: 30_000, interval: 50 })
    await set({ withheldAt: null })
    expect(await status()).toBe(200)
  })

  it('what ends is not remembered beyond its end', async () => {
    const { status, expireIn } = await withRights({ rightsMemoryMs: 60_000 })
    await expireIn(1)
    expect(await status()).toBe(200)

    await vi.waitFor(async () => expect(await status()).toBe(404), { timeout: 30_000, interval: 50 })
  })

  it('nothing is served while the database does not report which images may be shown', async () => {
    let isDown = false
    const api = await testApi({
      ...database,
      query: (statement) => (isDown ? Promise.reject(new Error('down')) : database.query(statement)),
    })
    const { image } = await upload(api.app, (await api.as('EDITOR').user()).token, await newImage())
    const { file } = await prisma.image.findUniqueOrThrow({ where: { id: image?.id.replace('image_', '') ?? '' } })
    await given.author({ imageId: image?.id.replace('image_', '') ?? null })
    const path = `/media/${file}`
    expect((await api.app.inject(path)).statusCode).toBe(200)

    isDown = true
    const response = await api.app.inject(path)
    isDown = false

    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('5')
    expect(response.headers['cache-control']).toBe('private, no-store')
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] })
    expect((await api.app.inject(path)).statusCode).toBe(200)
  })
})
