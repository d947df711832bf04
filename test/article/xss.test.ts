import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { hostileHtml } from './hostile-html.ts'
import { type Allowed, foundIn, HIGHLIGHT, INLINE, PAGE } from './markup.ts'
import { create, created, faultsOf, type Saved, update, updated } from './saving.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

const storable = hostileHtml.filter((text) => !text.includes('\0'))
const hostile = storable.map((payload, index) => [`word${index}`, payload] as const)

let image: Given

beforeAll(async () => {
  image = await given.image()
})

const TOPIC =
  'mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } userErrors { code path } } }'
const AUTHOR =
  'mutation ($input: CreateAuthorInput!) { createAuthor(input: $input) { author { id } userErrors { code path } } }'
const IMAGE = 'mutation ($input: UpdateImageInput!) { updateImage(input: $input) { userErrors { code path } } }'
const PUBLISH =
  'mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { article { version } userErrors { code path } } }'
const CORRECT = 'mutation ($input: AddCorrectionInput!) { addCorrection(input: $input) { userErrors { code path } } }'

const PAGE_OF_IT = `query ($slug: String!, $query: String!) {
  article(slug: $slug) {
    headline kicker standfirst byline bodyHtml bodyText
    body { ... on ParagraphBlock { html text } ... on ListBlock { items itemsHtml } ... on HeadingBlock { text }
      ... on QuoteBlock { quote: text attribution } ... on EmbedBlock { url provider title } }
    credits { name } captions { text altText credit } corrections { text } topics { topic { name description } }
  }
  search(query: $query) { edges { headline snippet } }
}`

interface Page {
  article: Pick<Saved, 'headline' | 'kicker' | 'standfirst' | 'bodyHtml'> & {
    body: { html?: string; itemsHtml?: string[] }[]
    corrections: { text: string }[]
  }
  search: { edges: { headline: string; snippet: string }[] }
}

/** Sends the text wherever a text can be sent, and makes the article live. */
async function storeEverywhere(word: string, payload: string): Promise<Saved> {
  const text = `${word} ${payload}`
  const { topic } = await editor.mutate<{ topic: { id: string } }>(TOPIC, { input: { name: text, description: text } })
  const { author } = await editor.mutate<{ author: { id: string } }>(AUTHOR, {
    input: { name: text, jobTitle: text, bio: text },
  })
  const words = { altText: text, description: text, credit: text, creator: text }
  expect(await editor.mutate(IMAGE, { input: { id: image.id, ...words } })).toEqual({ userErrors: [] })
  const draft = await created(editor, {
    headline: text,
    kicker: payload.slice(0, 100),
    standfirst: text,
    credits: [{ authorId: author.id }, { name: text }],
    topics: [{ topicId: topic.id }],
    captions: [
      { key: 'own', imageId: image.id, text, altText: text, credit: text },
      { key: 'of the image', imageId: image.id },
    ],
    body: [
      { paragraph: { html: text } },
      { heading: { level: 2, text } },
      { quote: { text, attribution: text } },
      { list: { items: [text, text] } },
      {
        embed: {
          url: `https://video.example/?q=${encodeURIComponent(payload)}`,
          provider: payload.slice(0, 100),
          title: text,
        },
      },
      { image: { captionKey: 'own' } },
      { image: { captionKey: 'of the image' } },
    ],
    editorNote: text,
  })
  const { id, version } = await updated(editor, draft, { standfirst: `Again ${text}`, note: text })
  const live = await editor.mutate<{ article: { version: number } }>(PUBLISH, { input: { id, version, note: text } })
  const input = { id, version: live.article.version, kind: 'UPDATE', text }
  expect(await editor.mutate(CORRECT, { input })).toEqual({ userErrors: [] })
  return draft
}

/** Every piece of HTML on the page, with what may be in it. */
function htmlOf({ article, search }: Page): [string, Allowed][] {
  return [
    [article.bodyHtml, PAGE],
    ...article.body.flatMap(({ html, itemsHtml = [] }) =>
      [html ?? '', ...itemsHtml].map((inline): [string, Allowed] => [inline, INLINE]),
    ),
    ...search.edges.flatMap(({ headline, snippet }): [string, Allowed][] => [
      [headline, HIGHLIGHT],
      [snippet, HIGHLIGHT],
    ]),
  ]
}

describe('a text in every field', () => {
  it.each(hostile)('%s is harmless wherever it comes out: %s', async (word, payload) => {
    const { slug } = await storeEverywhere(word, payload)

    const page = await api.query<Page>(PAGE_OF_IT, { slug, query: word })

    const pieces = htmlOf(page)
    expect(pieces.length).toBeGreaterThan(10)
    expect(pieces.flatMap(([html, allowed]) => foundIn(html, allowed))).toEqual([])
    expect(page.search.edges.length).toBeGreaterThan(0)
    expect(page.search.edges[0]?.headline).toContain(`<mark>${word}</mark>`)
  })

  it('is kept as it was written where it is plain text: escaping is for whoever writes HTML', async () => {
    const text = `Plain & "simple" <b>text</b> &lt; 'x'`

    const { slug } = await storeEverywhere('plain', text)

    const { article } = await api.query<Page>(PAGE_OF_IT, { slug, query: 'plain' })
    expect(article.headline).toBe(`plain ${text}`)
    expect(article.corrections).toEqual([{ text: `plain ${text}` }])
    expect(article.bodyHtml).toContain('<h2>plain Plain &amp; "simple" &lt;b&gt;text&lt;/b&gt; &amp;lt; \'x\'</h2>')
  })
})

describe('a text with NUL', () => {
  it('is stored nowhere', async () => {
    const text = '<\0img src=x onerror=alert(1)>'
    const article = await created(editor)
    const input = {
      headline: text,
      kicker: text,
      standfirst: text,
      credits: [{ name: text }],
      captions: [{ key: text, imageId: image.id, text, altText: text, credit: text }],
      body: [{ paragraph: { html: text } }, { list: { items: [text] } }, { quote: { text, attribution: text } }],
      editorNote: text,
    }

    const refused = [await create(editor, input), await update(editor, article, { ...input, note: text })]

    expect(refused.map((payload) => faultsOf(payload).length)).toEqual([13, 14])
    expect(refused.flatMap(({ userErrors }) => userErrors).every(({ code }) => code === 'INVALID')).toBe(true)
  })
})

describe('the corpus', () => {
  it('is large, and does harm where nothing is done about it', () => {
    expect(storable.length).toBeGreaterThanOrEqual(60)
    const harmful = storable.filter((payload) => foundIn(payload, PAGE).length > 0)
    expect(harmful.length).toBeGreaterThan(60)
  })
})
