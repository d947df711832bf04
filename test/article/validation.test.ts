import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { create, created, everythingWritten, faultsOf, type Input, type Saved, update } from './saving.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

const NOTHING = '00000000-0000-4000-8000-000000000000'
const LONG_PARAGRAPH = { paragraph: { html: 'x'.repeat(10_000) } }

let topic: Given
let author: Given
let khoury: Given
let image: Given
let article: Saved

beforeAll(async () => {
  topic = await given.topic()
  author = await given.author()
  khoury = await given.author({ name: 'Jack Khoury' })
  image = await given.image()
  article = await created(editor, {
    captions: [{ key: 'a', imageId: image.id }],
    body: [{ image: { captionKey: 'a' } }, { paragraph: { html: 'x' } }],
  })
})

const captioned = (caption: Input) => ({ captions: [{ key: 'a', imageId: image.id, ...caption }], body: [] })
const body = (...blocks: Input[]) => ({ body: blocks })

/** What is wrong, the part of an input that is, and the faults that are to be found in it. test/inputs has what no text may be. */
const faulty: [string, () => Input, string[]][] = [
  ['a headline that is too long', () => ({ headline: 'x'.repeat(301) }), ['TOO_LONG input.headline']],
  ['an empty slug', () => ({ slug: '' }), ['REQUIRED input.slug']],
  ['a slug with capitals', () => ({ slug: 'Storm' }), ['INVALID input.slug']],
  ['a slug with two hyphens', () => ({ slug: 'a--b' }), ['INVALID input.slug']],
  ['a slug in another script', () => ({ slug: 'סופה' }), ['INVALID input.slug']],
  ['a language that nobody speaks', () => ({ locale: 'xx' }), ['INVALID input.locale']],
  ['a locale with more than articles have', () => ({ locale: 'en-u-ca-buddhist' }), ['INVALID input.locale']],
  ['a credit of nobody', () => ({ credits: [{}] }), ['REQUIRED input.credits.0']],
  ['a credit with an empty name', () => ({ credits: [{ name: ' ' }] }), ['REQUIRED input.credits.0.name']],
  [
    'a credit of an unknown author',
    () => ({ credits: [{ name: 'A' }, { authorId: `author_${NOTHING}` }] }),
    ['NOT_FOUND input.credits.1.authorId'],
  ],
  [
    'a credit of what is no author',
    () => ({ credits: [{ authorId: topic.id }] }),
    ['NOT_FOUND input.credits.0.authorId'],
  ],
  [
    'an id in capitals',
    () => ({ credits: [{ authorId: author.id.toUpperCase() }] }),
    ['NOT_FOUND input.credits.0.authorId'],
  ],
  [
    'an author twice in one role',
    () => ({
      credits: [{ authorId: author.id }, { authorId: author.id, role: 'EDITOR' }, { authorId: author.id, name: 'B' }],
    }),
    ['DUPLICATE input.credits.2.authorId'],
  ],
  ...[
    ['the same letters', 'Jack Khoury'],
    ['other case and spaces', ' jack  KHOURY '],
    ['a no-break space', 'Jack\u00a0Khoury'],
    ['invisible characters', 'Jack\u200b \u00adKhoury'],
    ['letters of full width', '\uff2aack Khoury'],
  ].map(([how, name]): (typeof faulty)[number] => [
    `a person with a page, and by name in ${how}`,
    () => ({ credits: [{ authorId: khoury.id }, { name }] }),
    ['DUPLICATE input.credits.1.name'],
  ]),
  [
    'a name twice, in composed and in decomposed letters',
    () => ({ credits: [{ name: 'Zoë Müller' }, { name: 'Zoë Müller'.normalize('NFD') }] }),
    ['DUPLICATE input.credits.1.name'],
  ],
  [
    'a Hebrew name twice, with another mark for the apostrophe',
    () => ({ credits: [{ name: "ג'ק חורי" }, { name: 'ג׳ק חורי' }] }),
    ['DUPLICATE input.credits.1.name'],
  ],
  [
    'a name, and then its person by a page',
    () => ({ credits: [{ name: 'JACK KHOURY' }, { authorId: khoury.id }] }),
    ['DUPLICATE input.credits.1.authorId'],
  ],
  [
    'a person by a page that is printed otherwise, and by the name of the page',
    () => ({ credits: [{ authorId: khoury.id, name: 'J. Khoury' }, { name: 'Jack Khoury' }] }),
    ['DUPLICATE input.credits.1.name'],
  ],
  [
    'an image twice in the gallery with the same region and texts',
    () => ({
      captions: [
        { key: 'a', imageId: image.id, role: 'GALLERY', text: 'A quay' },
        { key: 'b', imageId: image.id, role: 'GALLERY', text: ' A quay', altText: '' },
      ],
      body: [],
    }),
    ['DUPLICATE input.captions.1'],
  ],
  [
    'too many credits',
    () => ({ credits: Array.from({ length: 101 }, (_, index) => ({ name: `Writer ${index}` })) }),
    ['TOO_LONG input.credits'],
  ],
  ['a topic by nothing', () => ({ topics: [{}] }), ['INVALID input.topics.0']],
  ['a topic by both', () => ({ topics: [{ topicId: topic.id, slug: topic.slug }] }), ['INVALID input.topics.0']],
  ['an unknown topic', () => ({ topics: [{ topicId: `topic_${NOTHING}` }] }), ['NOT_FOUND input.topics.0.topicId']],
  ['an unknown slug', () => ({ topics: [{ slug: 'nowhere' }] }), ['NOT_FOUND input.topics.0.slug']],
  ['a slug that none can be', () => ({ topics: [{ slug: 'No\0 Where' }] }), ['NOT_FOUND input.topics.0.slug']],
  [
    'a topic twice, by slug and by id',
    () => ({ topics: [{ slug: topic.slug }, { topicId: topic.id, rel: 'MENTIONS' }] }),
    ['DUPLICATE input.topics.1'],
  ],
  [
    'too many topics',
    () => ({ topics: Array(101).fill({ slug: 'x' }) }),
    // The first 20, and that there are more
    [
      'TOO_LONG input.topics',
      ...Array.from({ length: 19 }, (_, index) => `NOT_FOUND input.topics.${index}.slug`),
      'INVALID input',
    ],
  ],
  ['an unknown image', () => captioned({ imageId: `image_${NOTHING}` }), ['NOT_FOUND input.captions.0.imageId']],
  ['an empty key', () => captioned({ key: '' }), ['REQUIRED input.captions.0.key']],
  [
    'a key twice',
    () => ({
      captions: [
        { key: 'a', imageId: image.id },
        { key: 'a', imageId: image.id },
      ],
      body: [],
    }),
    ['DUPLICATE input.captions.1.key'],
  ],
  [
    'two lead images',
    () => ({
      captions: ['a', 'b', 'c'].map((key) => ({ key, imageId: image.id, role: key === 'b' ? 'GALLERY' : 'LEAD' })),
      body: [],
    }),
    ['DUPLICATE input.captions.2.role'],
  ],
  // As many as a request may have: nothing may be made of them before they are refused.
  [
    'a paragraph of elements that are too deep',
    () => body({ paragraph: { html: `${'<em>'.repeat(400_000)}x` } }),
    ['INVALID input.body.0.paragraph.html'],
  ],
  [
    'an item of elements that are too deep',
    () => body({ list: { items: ['x', `${'<b>'.repeat(101)}x`] } }),
    ['INVALID input.body.0.list.items.1'],
  ],
  [
    'a heading of the first level',
    () => body({ heading: { level: 1, text: 'x' } }),
    ['INVALID input.body.0.heading.level'],
  ],
  [
    'a heading that is too long',
    () => body({ heading: { level: 2, text: 'x'.repeat(301) } }),
    ['TOO_LONG input.body.0.heading.text'],
  ],
  [
    'a key that no caption has',
    () => ({ ...captioned({}), ...body({ image: { captionKey: 'b' } }) }),
    ['INVALID input.body.0.image.captionKey'],
  ],
  ['an embed that runs', () => body({ embed: { url: 'javascript:alert(1)' } }), ['INVALID input.body.0.embed.url']],
  [
    'too many tags',
    () => ({ body: [{ paragraph: { html: '<'.repeat(1_000_000) } }] }),
    ['TOO_LONG input.body.0.paragraph.html'],
  ],
  ['too many blocks', () => ({ body: Array(501).fill({ paragraph: { html: 'x' } }) }), ['TOO_LONG input.body']],
  ['too many bytes', () => ({ body: Array(100).fill(LONG_PARAGRAPH) }), ['TOO_LONG input.body']],
  [
    'much of it at once',
    () => ({
      headline: 'x'.repeat(301),
      kicker: 'x'.repeat(101),
      slug: 'No Slug',
      locale: 'xx',
      credits: [{}, { authorId: 'x' }],
      topics: [{ slug: topic.slug }, { slug: topic.slug }],
      captions: [{ key: 'a', imageId: 'x' }],
      body: [
        { paragraph: { html: 'fine' } },
        { heading: { level: 7, text: '' } },
        { image: { captionKey: 'z' } },
        { embed: { url: 'data:text/html,x' } },
      ],
      editorNote: 'x'.repeat(2001),
      translationOf: 'x',
    }),
    [
      'TOO_LONG input.headline',
      'TOO_LONG input.kicker',
      'REQUIRED input.credits.0',
      'NOT_FOUND input.credits.1.authorId',
      'DUPLICATE input.topics.1',
      'NOT_FOUND input.captions.0.imageId',
      'INVALID input.body.2.image.captionKey',
      'INVALID input.body.3.embed.url',
      'INVALID input.body.1.heading.level',
      'INVALID input.locale',
      'INVALID input.slug',
      'TOO_LONG input.editorNote',
      'NOT_FOUND input.translationOf',
    ],
  ],
]

describe.each(['createArticle', 'updateArticle'] as const)('%s', (mutation) => {
  const send = (input: Input) => (mutation === 'createArticle' ? create(editor, input) : update(editor, article, input))

  it.each(faulty)('refuses %s, and writes nothing', async (_what, input, faults) => {
    const before = await everythingWritten(database)

    const payload = await send(input())

    expect(faultsOf(payload).toSorted()).toEqual(faults.toSorted())
    expect(payload.article).toBeNull()
    expect(payload.userErrors.every(({ message }) => /^[A-Z"].+[.…]$/.test(message))).toBe(true)
    expect(await everythingWritten(database)).toEqual(before)
  })
})

describe('updateArticle alone', () => {
  it.each([
    ['slug', ['REQUIRED input.slug']],
    ['locale', ['REQUIRED input.locale']],
  ])('takes no null for %s', async (field, faults) => {
    expect(faultsOf(await update(editor, article, { [field]: null }))).toEqual(faults)
  })

  it('refuses captions without one that the body shows, unless the body changes too', async () => {
    const kept = article.captions[0]?.id
    const without = [{ key: 'new', imageId: image.id }]

    expect(faultsOf(await update(editor, article, { captions: without }))).toEqual(['INVALID input.captions'])
    expect(faultsOf(await update(editor, article, { captions: null }))).toEqual(['INVALID input.captions'])
    expect(
      faultsOf(await update(editor, article, { captions: without, body: [{ image: { captionKey: kept } }] })),
    ).toEqual(['INVALID input.body.0.image.captionKey'])
  })

  it('refuses a body with a caption of another article', async () => {
    const other = await created(editor, { captions: [{ key: 'a', imageId: image.id }] })

    const refused = await update(editor, article, { body: [{ image: { captionKey: other.captions[0]?.id } }] })

    expect(faultsOf(refused)).toEqual(['INVALID input.body.0.image.captionKey'])
  })

  it('tells of the first faults, and spares the caller the rest', async () => {
    const refused = await update(editor, article, body({ list: { items: Array(2000).fill('\0') } }))

    expect(refused.userErrors).toHaveLength(21)
    expect(refused.userErrors.at(-1)?.message).toContain('There are 2000 errors.')
  })

  it('refuses to be a translation of itself', async () => {
    expect(faultsOf(await update(editor, article, { translationOf: article.id }))).toEqual([
      'INVALID input.translationOf',
    ])
  })
})

describe('what is alike and yet not the same', () => {
  it('is taken: two people of one name who have pages, one person in two roles, two regions of an image', async () => {
    const namesake = await given.author({ name: 'Jack Khoury' })

    const { credits, captions } = await created(editor, {
      credits: [
        { authorId: khoury.id },
        { authorId: namesake.id },
        { name: 'Zoe Muller' },
        { name: 'Zoë Müller' },
        { name: 'Zoë Müller', role: 'PHOTOGRAPHER' },
      ],
      captions: [
        { key: 'a', imageId: image.id },
        { key: 'b', imageId: image.id },
        { key: 'c', imageId: image.id, role: 'GALLERY' },
        { key: 'd', imageId: image.id, role: 'GALLERY', crop: { x: 0, y: 0, width: 0.5, height: 1 } },
      ],
      body: [],
    })

    expect(credits).toHaveLength(5)
    expect(captions).toHaveLength(4)
  })
})

describe('what is just within the limits', () => {
  it('is taken, characters counted as people do', async () => {
    const accepted = await created(editor, {
      headline: '😀'.repeat(300),
      kicker: 'x'.repeat(100),
      standfirst: 'x'.repeat(1000),
      credits: [{ name: 'x'.repeat(200) }],
      editorNote: 'x'.repeat(2000),
      slug: 'x'.repeat(200),
      captions: [{ key: 'x'.repeat(100), imageId: image.id, text: 'x'.repeat(2000) }],
      body: Array(500).fill({ paragraph: { html: 'א'.repeat(900) } }),
    })

    expect(accepted.headline).toBe('😀'.repeat(300))
    expect(accepted.body).toHaveLength(500)
  })
})
