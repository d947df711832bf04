import { describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { Crawler } from '../reading-api/crawl.ts'
import type { Input } from './examples.ts'
import { filledWith } from './filled.ts'
import { hostileHtml } from './hostile-html.ts'
import { documentedLength, inputTypeOf, isMarkup, mutationNames, schema } from './input-fields.ts'
import { foundIn, PAGE } from './markup.ts'
import { HTML_FIELDS, harmIn, type Text, textsIn } from './output-texts.ts'
import { inputsTo } from './senders.ts'

// Hostile texts in every field that takes plain text or markup, and everything that comes out afterwards: both made from schema.graphql.

const database = await testDatabase()
const { api, admin, send, sendOne, exampleOf, parts } = await inputsTo(database)

const storable = hostileHtml.filter((text) => !text.includes('\0'))
const reader = new Crawler(schema, 1)
const desk = new Crawler(schema, 1, { asDesk: true })

const imageId = parts.CaptionInput?.[0].imageId

type Field = Parameters<Parameters<typeof filledWith>[2]>[0]

/** A text cut to what its field takes. */
const cutFor = (text: string) => (field: Field) => text.slice(0, documentedLength(field.description ?? '') ?? undefined)

function filled(mutation: string, example: Input, text: (field: Field) => string): Input {
  return filledWith(inputTypeOf(mutation), example, text, parts)
}

/** The article by slug and id, the topic and the author by id. */
interface Stored {
  readonly slug: string
  readonly article: string
  readonly topic: string
  readonly author: string
}

/** Writes the text wherever a live article, its topic, its author and its images have one. */
async function storeEverywhere(text: string): Promise<Stored> {
  const fill = (mutation: string, example: Input) => sendOne(mutation, filled(mutation, example, cutFor(text)))
  const { topic } = await fill('createTopic', { name: '' })
  const { author } = await fill('createAuthor', { name: '' })
  // Only an image that is withheld has a reason for it, and only one that is not is shown.
  await fill('updateImage', { id: imageId, withheld: true })
  await sendOne('updateImage', { id: imageId, withheld: false })
  const { article } = await fill('createArticle', {
    locale: 'en',
    topics: [{ topicId: topic?.id }],
    credits: [{ authorId: author?.id, role: 'EDITOR' }, {}],
    captions: [
      { key: 'a', imageId },
      { key: 'b', imageId },
    ],
  })
  const { id = '', slug = '' } = article ?? {}
  const { article: changed } = await fill('updateArticle', { id, version: 1 })
  const { article: live } = await fill('publishArticle', { id, version: changed?.version })
  await fill('addCorrection', { id, version: live?.version, kind: 'UPDATE' })
  return { slug, article: id, topic: topic?.id ?? '', author: author?.id ?? '' }
}

/** Deeper than the selection goes. */
const ITEMS = 'items: body { __typename ... on ListBlock { nestedItems { __typename html text } } }'

const AS_READER = `query ($slug: String!, $topic: ID!, $author: ID!, $query: String!) {
  article(slug: $slug) { ${reader.selection('Article', 1)} ${ITEMS} }
  topic(id: $topic) { ${reader.selection('Topic', 0)} }
  author(id: $author) { ${reader.selection('Author', 1)} }
  search(query: $query) { ${reader.selection('SearchConnection', 0)} } }`
const AS_DESK = `query ($article: ID!) { article(id: $article, stage: DRAFT) { ${desk.selection('Article', 1)} } }`

async function readEverywhere({ slug, article, topic, author }: Stored, word: string): Promise<Text[]> {
  const read = await api.query(AS_READER, { slug, topic, author, query: word })
  return [...textsIn(read), ...textsIn(await admin.query(AS_DESK, { article }))]
}

describe('Every mutation', () => {
  it.each(mutationNames())('%s takes plain texts of the documented length, counted in characters', async (mutation) => {
    const longest = (field: Field) =>
      isMarkup(field) ? 'x' : '😀'.repeat(documentedLength(field.description ?? '') ?? 1)
    const [sent] = await send(mutation, [filled(mutation, await exampleOf(mutation), longest)])

    expect(sent).toMatchObject({ outcome: { userErrors: [] }, errors: [] })
  })

  it.each(mutationNames())('%s takes markup as words in each plain text', async (mutation) => {
    const text = cutFor(`"><img src=x onerror=alert(1)>${crypto.randomUUID()}`)
    const [sent] = await send(mutation, [filled(mutation, await exampleOf(mutation), text)])

    expect(sent).toMatchObject({ outcome: { userErrors: [] }, errors: [] })
  })
})

describe('Everything that the API gives after a text was stored in every field', () => {
  const seen = new Set<string>()

  it.each(storable.map((payload, index): [string, string] => [`word${index}`, payload]))(
    '%s has only allowed markup and harmless addresses: %s',
    async (word, payload) => {
      const texts = await readEverywhere(await storeEverywhere(`${word} ${payload}`), word)

      expect(texts.flatMap(harmIn)).toEqual([])
      for (const { field, text } of texts) if (text.includes(word)) seen.add(field)
      expect(texts.find(({ field }) => field === 'SearchEdge.headline')?.text).toContain(`<mark>${word}</mark>`)
    },
  )

  it('has had the text in every field of the schema that gives HTML', () => {
    expect(HTML_FIELDS.filter((field) => !seen.has(field))).toEqual([])
  })

  it('has plain text as it was written, without escapes', async () => {
    const text = `plain & "simple" <b>text</b> &lt; 'x'`

    const texts = await readEverywhere(await storeEverywhere(text), 'plain')

    for (const field of ['Article.headline', 'Correction.text', 'Caption.altText', 'HeadingBlock.text', 'Topic.name'])
      expect(texts).toContainEqual({ field, text })
    expect(texts.find(({ field }) => field === 'Article.bodyHtml')?.text).toContain(
      `<h2>plain &amp; "simple" &lt;b&gt;text&lt;/b&gt; &amp;lt; 'x'</h2>`,
    )
  })
})

describe('The corpus of hostile texts', () => {
  it('has more than 60 texts that run script where nothing is done about them', () => {
    expect(storable.filter((payload) => foundIn(payload, PAGE).length > 0).length).toBeGreaterThan(60)
  })
})
