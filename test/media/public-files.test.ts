import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { mediaDir, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { newImage } from './sample-images.ts'
import { upload } from './uploading.ts'

// Which files everybody gets: those of images that a live article or an author's page shows.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database, { rightsMemoryMs: 60_000 })
const withoutMemory = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Ruth')
const reporter = api.as('REPORTER', 'Noa')

const URLS = 'url cut: url(width: 10, aspectRatio: "1:1") srcSet(widths: [10, 20])'

interface Urls {
  url: string
  cut: string
  srcSet: string
}

/** A picture that a draft shows, in its body too. */
async function draftWithPicture() {
  const bytes = await newImage()
  const { image } = await upload(api.app, (await reporter.user()).token, bytes)
  if (!image) throw new Error('no image')
  const uuid = image.id.replace('image_', '')
  const { file } = await prisma.image.findUniqueOrThrow({ where: { id: uuid } })
  const captionId = crypto.randomUUID()
  const article = await given.article({
    status: 'DRAFT',
    body: [{ type: 'image', captionId }],
    captions: [{ id: captionId, image: { uuid }, role: 'LEAD' }],
  })
  return { bytes, file, uuid, id: image.id, article }
}

type Picture = Awaited<ReturnType<typeof draftWithPicture>>

/** Every address of the picture that the article's page gives. */
async function addressesIn(client: Client, { article, id }: Picture, draft: string): Promise<string[]> {
  const document = `query ($slug: String!) { article(slug: $slug${draft}) { leadImage { ${URLS} image { ${URLS} } } bodyHtml } }`
  const page = await client.query<{ article: { leadImage: (Urls & { image: Urls }) | null; bodyHtml: string } | null }>(
    document,
    { slug: article.slug },
  )
  if (!page.article?.leadImage) throw new Error(`${id} is not shown`)
  const { leadImage, bodyHtml } = page.article
  const [, src = ''] = /<img[^>]* src="([^"]+)"/.exec(bodyHtml) ?? []
  const each = ({ url, cut, srcSet }: Urls) => [url, cut, ...srcSet.split(', ').map((one) => one.split(' ')[0] ?? '')]
  return [...each(leadImage), ...each(leadImage.image), src].map((url) => new URL(url).pathname)
}

/** Each status once. */
async function statusesOf(paths: readonly string[], { app } = api): Promise<number[]> {
  const answers = await Promise.all(paths.map((url) => app.inject({ url })))
  return [...new Set(answers.map(({ statusCode }) => statusCode))]
}

const isOfDesk = (path: string) => path.startsWith('/media/d/')

describe('A picture that only a draft shows', () => {
  it('is at no address that can be computed from its bytes, nor at its name', async () => {
    const { bytes, file } = await draftWithPicture()
    const checksum = createHash('sha256').update(bytes).digest('hex')
    const extension = file.split('.')[1]

    expect(file).not.toContain(checksum.slice(0, 8))
    expect(await statusesOf([`/media/${checksum.slice(0, 32)}.${extension}`, `/media/${file}`])).toEqual([404])
    const absent = await api.app.inject({ url: `/media/${'0'.repeat(32)}.${extension}` })
    const hidden = await api.app.inject({ url: `/media/${file}` })
    expect(hidden.json()).toMatchObject({ errors: [{ message: absent.json().errors[0].message }] })
    expect(hidden.headers['cache-control']).toBe('private, no-store')
  })

  it('is at addresses that expire, for the desk and for whoever has a preview link', async () => {
    const picture = await draftWithPicture()
    const { token } = await given.previewLink(picture.article)

    for (const paths of [
      await addressesIn(reporter, picture, ', stage: DRAFT'),
      await addressesIn(api, picture, `, stage: DRAFT, previewToken: "${token}"`),
    ]) {
      expect(paths.every(isOfDesk)).toBe(true)
      expect(await statusesOf(paths)).toEqual([200])
      expect((await api.app.inject({ url: paths[0] ?? '' })).headers['cache-control']).toBe('private, no-store')
    }
  })

  it('is public at once when the article goes live, although it was asked for just before', async () => {
    const picture = await draftWithPicture()
    expect(await statusesOf([`/media/${picture.file}`])).toEqual([404])

    await acted(editor, 'publishArticle', picture.article)

    const paths = await addressesIn(api, picture, '')
    expect(paths.some(isOfDesk)).toBe(false)
    expect(await addressesIn(editor, picture, '')).toEqual(paths)
    expect(await statusesOf([`/media/${picture.file}`, ...paths])).toEqual([200])
    const { headers } = await api.app.inject({ url: paths[0] ?? '' })
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  it('is public no longer when the last live article that shows it is withdrawn', async () => {
    const picture = await draftWithPicture()
    const other = await given.article({ captions: [{ image: picture, role: 'LEAD' }] })
    const live = await acted(editor, 'publishArticle', picture.article)
    const paths = await addressesIn(api, picture, '')

    await acted(editor, 'withdrawArticle', live, { reason: 'legal' })
    expect(await statusesOf(paths, withoutMemory)).toEqual([200])

    await acted(editor, 'withdrawArticle', other, { reason: 'legal' })
    expect(await statusesOf(paths, withoutMemory)).toEqual([404])
    expect((await addressesIn(editor, picture, ', stage: DRAFT')).every(isOfDesk)).toBe(true)
  })

  it('stays hidden while a live article shows another picture, and its draft shows this one', async () => {
    const picture = await draftWithPicture()
    const live = await given.article()
    await given.revision(live, { captions: [{ image: picture, role: 'LEAD' }] })

    expect(await statusesOf([`/media/${picture.file}`])).toEqual([404])
  })

  it('is public where an author’s page shows it', async () => {
    const picture = await draftWithPicture()
    await given.author({ imageId: picture.uuid })

    expect(await statusesOf([`/media/${picture.file}`])).toEqual([200])
  })

  it('is in the library of the desk at an address that expires', async () => {
    const { id } = await draftWithPicture()

    const { image } = await reporter.query<{ image: Urls }>(`query ($id: ID!) { image(id: $id) { ${URLS} } }`, { id })

    expect(isOfDesk(new URL(image.url).pathname)).toBe(true)
    expect(await api.query(`query ($id: ID!) { image(id: $id) { url } }`, { id })).toEqual({ image: null })
  })
})

describe('A file from before names were secret', () => {
  it('is served under its name once it is public, and the same bytes are the same image', async () => {
    const picture = await draftWithPicture()
    const checksum = createHash('sha256').update(picture.bytes).digest('hex')
    const old = `${checksum.slice(0, 32)}.png`
    const { rawPayload } = await api.app.inject({
      url: (await addressesIn(reporter, picture, ', stage: DRAFT'))[0] ?? '',
    })
    await writeFile(join(mediaDir, old), picture.bytes)
    await prisma.image.update({ where: { id: picture.uuid }, data: { file: old } })
    expect(await statusesOf([`/media/${old}`])).toEqual([404])

    const again = await upload(api.app, (await editor.user()).token, picture.bytes)
    await acted(editor, 'publishArticle', picture.article)

    expect(again).toMatchObject({ isNew: false, image: { id: picture.id } })
    expect((await api.app.inject({ url: `/media/${old}` })).rawPayload).toEqual(rawPayload)
  })
})
