import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { documentOf, done, faultsOf, type Input, type Name, send } from './captioning.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const reporter = api.as('REPORTER')
const given = givenIn(database)

const image = await given.image({ description: 'From the library', altText: 'The library’s' })

const refused = (name: Name, input: Input) => expectNoChange(database, () => send(editor, name, input))

/** A draft with a lead image, an inline one that the body shows, and one of the gallery. */
async function draft() {
  const [lead, inline, gallery] = [randomUUID(), randomUUID(), randomUUID()]
  const article = await given.article({
    status: 'DRAFT',
    captions: [
      { id: lead, image, role: 'LEAD', text: 'Lead' },
      { id: inline, image, role: 'INLINE', text: 'Inline', altText: 'Its own', credit: 'AP' },
      { id: gallery, image, role: 'GALLERY', text: 'Gallery' },
    ],
    body: ['Before', { type: 'image', captionId: inline }, 'After', { type: 'image', captionId: inline }],
  })
  return { ...article, lead: `caption_${lead}`, inline: `caption_${inline}`, gallery: `caption_${gallery}` }
}

const textsOf = ({ captions }: { captions: { text: string | null }[] }) => captions.map(({ text }) => text)

describe('addCaption', () => {
  it('puts an image at the end, with what the image says where nothing else is said', async () => {
    const { id } = await draft()

    const payload = await send(editor, 'addCaption', { articleId: id, version: 1, imageId: image.id })

    expect(payload).toMatchObject({
      caption: {
        role: 'INLINE',
        position: 3,
        text: 'From the library',
        altText: 'The library’s',
        credit: null,
        crop: null,
        image: { id: image.id },
      },
      article: { id, version: 2, revisions: { totalCount: 2, nodes: [{ summary: 'captions' }] } },
      conflict: null,
      userErrors: [],
    })
  })

  it('puts it where it is wanted, with all that is said of it, and tells the trail', async () => {
    const { id } = await draft()
    const said = {
      role: 'GALLERY',
      text: 'Said',
      altText: 'Told',
      credit: 'Reuters',
      crop: { x: 0, y: 0.5, width: 1, height: 0.5 },
    }

    const { caption, article } = await send(editor, 'addCaption', {
      articleId: id,
      version: 1,
      imageId: image.id,
      position: 1,
      note: 'A better one',
      ...said,
    })

    expect(caption).toMatchObject({ ...said, position: 1 })
    expect(article).toMatchObject({ activity: { nodes: [{ action: 'SAVED', note: 'A better one' }] } })
    expect(article && textsOf(article)).toEqual(['Lead', 'Said', 'Inline', 'Gallery'])
  })

  it('leaves what is live as it is', async () => {
    const article = await given.article({ slug: 'live-one', captions: [{ image, role: 'LEAD', text: 'Live' }] })

    await done(editor, 'addCaption', { articleId: article.id, version: 1, imageId: image.id })

    expect(await api.query('{ article(slug: "live-one") { captions { text } } }')).toEqual({
      article: { captions: [{ text: 'Live' }] },
    })
  })

  it('tells of every fault at once', async () => {
    const { id } = await draft()

    const payload = await refused('addCaption', {
      articleId: id,
      version: 1,
      imageId: `image_${randomUUID()}`,
      role: 'LEAD',
      position: 4,
      text: 'x'.repeat(2001),
      altText: 'x'.repeat(501),
      credit: 'x'.repeat(201),
      crop: { x: 2, y: 0, width: 1, height: 2 },
      note: 'x'.repeat(2001),
    })

    expect(payload.caption).toBeNull()
    expect(faultsOf(payload).sort()).toEqual(
      [
        'NOT_FOUND input.imageId',
        'DUPLICATE input.role',
        'INVALID input.position',
        'TOO_LONG input.text',
        'TOO_LONG input.altText',
        'TOO_LONG input.credit',
        'INVALID input.crop.x',
        'INVALID input.crop.height',
        'TOO_LONG input.note',
      ].sort(),
    )
  })

  it('takes a hundred, and not one more', async () => {
    const captions = Array.from({ length: 99 }, () => ({ image }))
    const { id } = await given.article({ status: 'DRAFT', captions })

    const { version } = await done(editor, 'addCaption', { articleId: id, version: 1, imageId: image.id })
    expect(faultsOf(await refused('addCaption', { articleId: id, version, imageId: image.id }))).toEqual([
      'TOO_LONG input',
    ])
  })

  it.each([`article_${randomUUID()}`, 'nonsense', image.id])('finds no article by the id %s', async (articleId) => {
    expect(faultsOf(await refused('addCaption', { articleId, version: 1, imageId: image.id }))).toEqual([
      'NOT_FOUND input.articleId',
    ])
  })

  it('does it once for an idempotency key', async () => {
    const { id } = await draft()
    const input = { articleId: id, version: 1, imageId: image.id, idempotencyKey: randomUUID() }

    const first = await send(editor, 'addCaption', input)
    expect(first.userErrors).toEqual([])
    expect(await refused('addCaption', input)).toEqual(first)
  })
})

describe('updateCaption', () => {
  it('changes what is given, clears with null, and leaves the rest and its id', async () => {
    const { inline } = await draft()
    const other = await given.image()
    const crop = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }

    const changed = await send(editor, 'updateCaption', {
      id: inline,
      version: 1,
      imageId: other.id,
      text: 'New',
      crop,
    })
    expect(changed.caption).toEqual({
      id: inline,
      role: 'INLINE',
      position: 1,
      text: 'New',
      altText: 'Its own',
      credit: 'AP',
      crop,
      image: { id: other.id },
    })

    const cleared = await send(editor, 'updateCaption', {
      id: inline,
      version: 2,
      text: null,
      altText: null,
      credit: null,
      crop: null,
    })
    expect(cleared.caption).toMatchObject({
      text: null,
      altText: null,
      credit: null,
      crop: null,
      image: { id: other.id },
    })
  })

  it('writes nothing where nothing changes', async () => {
    const { inline } = await draft()

    const payload = await refused('updateCaption', {
      id: inline,
      version: 1,
      text: 'Inline',
      role: 'INLINE',
      imageId: image.id,
    })
    expect(payload).toMatchObject({ userErrors: [], article: { version: 1 }, caption: { text: 'Inline' } })
  })

  it('lets the lead pass to another, one at a time', async () => {
    const { lead, gallery } = await draft()

    expect(faultsOf(await refused('updateCaption', { id: gallery, version: 1, role: 'LEAD' }))).toEqual([
      'DUPLICATE input.role',
    ])
    await done(editor, 'updateCaption', { id: lead, version: 1, role: 'GALLERY' })
    const { captions } = await done(editor, 'updateCaption', { id: gallery, version: 2, role: 'LEAD' })
    expect(captions.map(({ role }) => role)).toEqual(['GALLERY', 'INLINE', 'LEAD'])
  })

  it('refuses what cannot be', async () => {
    const { inline } = await draft()

    expect(faultsOf(await refused('updateCaption', { id: inline, version: 1, imageId: null, role: null }))).toEqual([
      'REQUIRED input.imageId',
      'REQUIRED input.role',
    ])
    expect(
      faultsOf(
        await refused('updateCaption', {
          id: inline,
          version: 1,
          imageId: 'nonsense',
          crop: { x: 0, y: 0, width: 2, height: 1 },
        }),
      ),
    ).toEqual(['NOT_FOUND input.imageId', 'INVALID input.crop.width'])
  })

  it.each([`caption_${randomUUID()}`, 'nonsense'])('finds nothing by the id %s', async (id) => {
    expect(faultsOf(await refused('updateCaption', { id, version: 1, text: 'x' }))).toEqual(['NOT_FOUND input.id'])
  })

  it('finds no caption that the latest revision has no more', async () => {
    const article = await draft()
    await given.revision(article)

    expect(faultsOf(await refused('updateCaption', { id: article.lead, version: 1, text: 'x' }))).toEqual([
      'NOT_FOUND input.id',
    ])
  })
})

describe('removeCaption', () => {
  it('takes an image out', async () => {
    const { lead } = await draft()

    const { removedCaptionId, article } = await send(editor, 'removeCaption', { id: lead, version: 1 })

    expect(removedCaptionId).toBe(lead)
    expect(article && textsOf(article)).toEqual(['Inline', 'Gallery'])
  })

  it('is refused while the body shows it, or takes the blocks out with it', async () => {
    const { inline } = await draft()

    const payload = await refused('removeCaption', { id: inline, version: 1 })
    expect(faultsOf(payload)).toEqual(['IN_USE input.id'])
    expect(payload.removedCaptionId).toBeNull()
    expect(payload.userErrors[0]?.message).toContain('2 blocks')

    const article = await done(editor, 'removeCaption', { id: inline, version: 1, removeBlocks: true })
    expect(article.body.map(({ __typename }) => __typename)).toEqual(['ParagraphBlock', 'ParagraphBlock'])
    expect(article.revisions.nodes).toEqual([{ summary: 'body, captions' }])
  })

  it('finds nothing where there is nothing', async () => {
    expect(faultsOf(await refused('removeCaption', { id: `caption_${randomUUID()}`, version: 1 }))).toEqual([
      'NOT_FOUND input.id',
    ])
  })
})

describe('reorderCaptions', () => {
  it('puts the captions into the order of the ids', async () => {
    const { id, lead, inline, gallery } = await draft()

    const article = await done(editor, 'reorderCaptions', {
      articleId: id,
      version: 1,
      captionIds: [gallery, lead, inline],
    })

    expect(textsOf(article)).toEqual(['Gallery', 'Lead', 'Inline'])
    expect(
      (await refused('reorderCaptions', { articleId: id, version: 2, captionIds: [gallery, lead, inline] })).article
        ?.version,
    ).toBe(2)
  })

  it('wants every caption once, and no other', async () => {
    const { id, lead, gallery } = await draft()
    const other = await draft()

    expect(
      faultsOf(
        await refused('reorderCaptions', {
          articleId: id,
          version: 1,
          captionIds: [lead, lead, other.lead, 'nonsense', gallery],
        }),
      ),
    ).toEqual([
      'DUPLICATE input.captionIds.1',
      'NOT_FOUND input.captionIds.2',
      'NOT_FOUND input.captionIds.3',
      'REQUIRED input.captionIds',
    ])
  })
})

/** Each mutation on a draft, with nothing wrong. */
type Draft = Awaited<ReturnType<typeof draft>>
const CALLS: [Name, (of: Draft) => Input][] = [
  ['addCaption', ({ id }) => ({ articleId: id, version: 1, imageId: image.id })],
  ['updateCaption', ({ inline }) => ({ id: inline, version: 1, text: 'Changed' })],
  ['removeCaption', ({ gallery }) => ({ id: gallery, version: 1 })],
  [
    'reorderCaptions',
    ({ id, lead, inline, gallery }) => ({ articleId: id, version: 1, captionIds: [inline, lead, gallery] }),
  ],
]

describe.each(CALLS)('%s', (name, inputOf) => {
  it('is a save like any other: an approval falls away unless it is kept', async () => {
    const [falls, stays] = [await draft(), await draft()]
    await prisma.article.updateMany({
      where: { id: { in: [falls.uuid, stays.uuid] } },
      data: { workflowState: 'APPROVED' },
    })

    expect((await done(editor, name, inputOf(falls))).workflowState).toBe('DRAFT')
    expect((await done(editor, name, { ...inputOf(stays), keepApproval: true })).workflowState).toBe('APPROVED')
  })

  it('keeps to locks, and takes one over where it is told to', async () => {
    const article = await draft()
    const { uuid } = await api.as('EDITOR', 'Another').user()
    await prisma.articleLock.create({
      data: { articleId: article.uuid, holderId: uuid, expiresAt: '2099-01-01T00:00:00Z' },
    })
    const input = inputOf(article)
    const path = 'articleId' in input ? 'articleId' : 'id'

    expect(faultsOf(await refused(name, input))).toEqual([`LOCKED input.${path}`])
    expect((await done(editor, name, { ...input, takeOver: true })).lock).toEqual({ isMine: true })
  })

  it('is refused at another version, with what has happened since', async () => {
    const article = await draft()
    await done(editor, 'updateCaption', { id: article.lead, version: 1, text: 'Meanwhile' })

    expect(await refused(name, inputOf(article))).toMatchObject({
      article: null,
      conflict: { currentVersion: 2, changedPaths: ['captions.0.text'] },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
  })

  it('is refused in the trash', async () => {
    const article = await draft()
    await prisma.article.update({
      where: { id: article.uuid },
      data: { status: 'TRASHED', trashedAt: new Date() },
    })

    expect(faultsOf(await refused(name, inputOf(article)))).toEqual([
      expect.stringMatching(/^NOT_ALLOWED_IN_STATE input\.(id|articleId)$/),
    ])
  })

  it('is for editors, and for reporters on what is their own', async () => {
    const [others, own] = [await draft(), await draft()]
    const { uuid } = await reporter.user()
    await prisma.article.update({ where: { id: own.uuid }, data: { createdById: uuid } })

    await expectNoChange(database, async () => {
      const document = documentOf(name)
      expect(await api.errors(document, { input: inputOf(others) })).toMatchObject([
        { extensions: { code: 'UNAUTHENTICATED' } },
      ])
      expect(await reporter.errors(document, { input: inputOf(others) })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
      expect(await reporter.errors(document, { input: { ...inputOf(own), keepApproval: true } })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    })
    expect((await done(reporter, name, inputOf(own))).version).toBe(2)
  })

  it('lets one of many at once through', async () => {
    const article = await draft()

    const payloads = await Promise.all(Array.from({ length: 5 }, () => send(editor, name, inputOf(article))))

    expect(payloads.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1)
    expect(payloads.flatMap(faultsOf)).toEqual(Array(4).fill('CONFLICT input.version'))
  })
})
