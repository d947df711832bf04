import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentText, graphqlNamed, moduleNamed } from '../docs/snippets.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

// What a form reads and sends back, for articles with any content: the form of docs/editing.md, and one that sends captions as they are shown.

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const markdown = documentText('editing.md')
const FORM = graphqlNamed(markdown, 'Form')
const { inputOf } = await moduleNamed(markdown, 'form.js')

// What texts are made of: white space, marks, letters and markup that a clean text has in another form.
const PIECES = [
  'word',
  'שלום',
  'مرحبا',
  '北京',
  'é',
  'e\u0301',
  'ﬁ',
  '😀',
  ' ',
  '  ',
  '\t',
  '\n',
  '\r\n',
  '\u2028',
  '\u00a0',
  '\u00ad',
  '\u200b',
  '\u200f',
  '&amp;',
  '&lt;b&gt;',
  '&#10;',
  '&nbsp;',
  '<',
  '>',
  '"',
  '’',
  '<br>',
  '<br />',
  '<b>bold</b>',
  '<i style="font-weight:700">styled</i>',
  '<s>struck</s>',
  '<p>paragraph</p>',
  '<td>cell</td>',
  '<a href="/topic/egypt">link</a>',
  '<a href="https://example.org/?a=1&b=2#c">link</a>',
  '<span lang="he" dir="rtl">ספן</span>',
]

/** Short enough for every text field, and never empty. */
const text = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 8 })
  .map((pieces) => [...`x${pieces.join('')}`].slice(0, 90).join(''))
const maybe = fc.option(text, { nil: null })
const url = fc.constantFrom('https://example.org', 'https://EXAMPLE.org/a b?q=é', 'https://user@example.org:443/%7Ea#x')

const IMAGES = 4
const libraryTexts = fc.record({ description: maybe, altText: maybe, credit: maybe })
const crop = fc.constantFrom(
  { x: 0, y: 0, width: 1, height: 1 },
  { x: 0.1, y: 0.2, width: 0.7, height: 0.3333333333333333 },
)

const items = fc.array(text, { minLength: 1, maxLength: 3 })
const paragraph = fc.record({ paragraph: fc.record({ html: text }) })
const list = fc.oneof(
  fc.record({ list: fc.record({ ordered: fc.boolean(), items }) }),
  fc.record({ list: items.map((all) => ({ nestedItems: all.map((html, index) => ({ html, level: index + 1 })) })) }),
)
const table = fc.nat({ max: 2 }).chain((more) => {
  const row = fc.array(fc.oneof(text, fc.constant('')), { minLength: 1 + more, maxLength: 1 + more })
  return fc.record({
    table: fc.record({
      header: fc.option(row, { nil: null }),
      rows: fc.array(row, { minLength: 1, maxLength: 3 }),
      captionText: maybe,
    }),
  })
})
const block = fc.oneof(
  paragraph,
  list,
  table,
  fc.record({ heading: fc.record({ level: fc.constantFrom(2, 3, 4), text }) }),
  fc.record({ quote: fc.record({ text, attribution: maybe }) }),
  fc.record({ embed: fc.record({ url, provider: maybe, title: maybe }) }),
  fc.record({ divider: fc.record({ style: fc.constantFrom('LINE', 'STARS') }) }),
  fc.record({
    factBox: fc.record({
      title: maybe,
      content: fc.array(fc.oneof(paragraph, list), { minLength: 1, maxLength: 2 }),
    }),
  }),
)

const AS_THE_IMAGE = 'as the image'

/** An own text, none, or what the image says too. */
const own = fc.oneof(maybe, fc.constant(AS_THE_IMAGE))
const caption = fc.record({
  image: fc.nat({ max: IMAGES - 1 }),
  role: fc.constantFrom('INLINE', 'GALLERY'),
  text: own,
  altText: own,
  credit: own,
  crop: fc.option(crop, { nil: null }),
})

const article = fc.record({
  headline: text,
  kicker: maybe,
  standfirst: maybe,
  dateline: maybe,
  aiUse: fc.option(fc.record({ kind: fc.constantFrom('NONE', 'ASSISTED', 'GENERATED'), note: maybe }), { nil: null }),
  seoTitle: maybe,
  metaDescription: maybe,
  socialTitle: maybe,
  socialDescription: maybe,
  genre: fc.constantFrom('NEWS', 'OPINION', null),
  noIndex: fc.boolean(),
  editorNote: maybe,
  locale: fc.constantFrom('en', 'he', 'zh-Hant'),
  embargoedUntil: fc.option(fc.constant('2099-01-01T00:00:00.123+02:00'), { nil: null }),
  credits: fc.uniqueArray(fc.record({ name: text, role: fc.constantFrom('WRITER', 'EDITOR') }), {
    selector: ({ name }) =>
      name
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}]/gu, ''),
    maxLength: 3,
  }),
  body: fc.array(block, { maxLength: 6 }),
})

interface Shown {
  id: string
  version: number
  captions: { id: string; text: string | null; altText: string | null; credit: string | null; image: { id: string } }[]
}

const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id version } userErrors { code path message } } }`
const SAVE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) {
  article { version revisions(first: 1) { totalCount } } userErrors { code path message } } }`
const SHOWN = `query ($id: ID!) { article(id: $id, stage: DRAFT) { id version captions { id role text altText credit crop { x y width height } image { id } } } }`

const UNCHANGED = { article: { version: 1, revisions: { totalCount: 1 } }, userErrors: [] }

async function formOf(id: string): Promise<object> {
  if (typeof inputOf !== 'function') throw new Error('form.js exports no function inputOf')
  return inputOf((await editor.query<{ article: unknown }>(FORM, { id })).article)
}

describe('A form that sends back what it read', () => {
  it('changes nothing, whatever the article says', async () => {
    const images = fc.array(libraryTexts, { minLength: IMAGES, maxLength: IMAGES })
    const everything = fc.tuple(article, fc.array(caption, { maxLength: 5 }), images)

    await fc.assert(
      fc.asyncProperty(everything, async ([input, uses, library]) => {
        const there = await Promise.all(library.map((says) => given.image(says)))
        const captions = uses.map(({ image, ...use }, index) => {
          const says = library[image]
          const texts = {
            text: use.text === AS_THE_IMAGE ? says?.description : use.text,
            altText: use.altText === AS_THE_IMAGE ? says?.altText : use.altText,
            credit: use.credit === AS_THE_IMAGE ? says?.credit : use.credit,
          }
          return { ...use, ...texts, key: `k${index}`, imageId: there[image]?.id }
        })
        const body = [...input.body, ...captions.map(({ key }) => ({ image: { captionKey: key } }))]
        const made = await editor.mutate<{ article: { id: string } | null; userErrors: unknown[] }>(CREATE, {
          input: { ...input, captions, body },
        })
        expect(made.userErrors).toEqual([])
        const id = made.article?.id ?? ''

        await expectNoChange(database, async () => {
          expect(await editor.mutate(SAVE, { input: await formOf(id) })).toEqual(UNCHANGED)
          const { article: shown } = await editor.query<{ article: Shown }>(SHOWN, { id })
          const asShown = shown.captions.map(({ id: key, image, ...use }) => ({ key, imageId: image.id, ...use }))
          expect(await editor.mutate(SAVE, { input: { id, version: 1, captions: asShown } })).toEqual(UNCHANGED)
        })
      }),
      { numRuns: 200, seed: 20160312 },
    )
  }, 300_000)
})
