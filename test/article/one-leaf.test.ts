import { readFileSync } from 'node:fs'
import { buildSchema, isEnumType, isInputObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { NO_CONTENT } from '../../src/content/content.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { type Leaf, leafFields, leavesOf, withLeaf } from './input-leaves.ts'
import { created, type Input, updated } from './saving.ts'

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

/** Fields that no change of one leaf can try, each with its reason. */
const NOT_ALONE: Readonly<Record<string, string>> = {
  'CaptionInput.key': 'blocks name it, so it never changes alone',
  'ArticleTopicInput.slug': 'names a topic in another way than `topicId`, which is tried',
}

const DIFF = `query ($id: ID!, $from: Int!, $to: Int!) {
  article(id: $id, stage: DRAFT) { diff(from: $from, to: $to) { changes { path } } } }`

async function things(make: () => Promise<{ id: string }>): Promise<[string, string]> {
  return [(await make()).id, (await make()).id]
}

/** Content with every leaf field of the input types, and another value for each id in it. */
async function everyLeaf(): Promise<{ input: Input; others: ReadonlyMap<unknown, unknown> }> {
  const [authors, images, topics] = [
    await things(() => given.author()),
    await things(() => given.image()),
    await things(() => given.topic()),
  ]
  const crop = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }
  const caption = { text: 'Text', altText: 'Alternative', credit: 'Agency', crop }
  const html = 'Some <em>words</em>'
  const input = {
    ...{ kicker: 'Kicker', headline: 'Headline', standfirst: 'Standfirst', dateline: 'Geneva' },
    aiUse: { kind: 'ASSISTED', note: 'Translated' },
    ...{
      seoTitle: 'Title',
      metaDescription: 'Description',
      socialTitle: 'Shared',
      socialDescription: 'Words',
      genre: 'NEWS',
    },
    credits: [{ authorId: authors[0], role: 'WRITER', name: 'Printed name' }],
    topics: [{ topicId: topics[0], rel: 'ABOUT' }],
    captions: [
      { key: 'one', imageId: images[0], role: 'INLINE', ...caption },
      { key: 'two', imageId: images[0], role: 'INLINE', ...caption },
    ],
    body: [
      { paragraph: { html } },
      { heading: { level: 2, text: 'Heading' } },
      { image: { captionKey: 'one' } },
      { quote: { text: 'Quotation', attribution: 'Source' } },
      { list: { ordered: false, items: ['First', 'Next'] } },
      {
        list: {
          ordered: true,
          nestedItems: [
            { html, level: 1 },
            { html: 'Second', level: 1 },
          ],
        },
      },
      {
        table: {
          header: [html, 'Column'],
          rows: [
            [html, 'Cell'],
            ['1', '2'],
          ],
          captionText: 'Table',
        },
      },
      { divider: { style: 'STARS' } },
      { factBox: { title: 'Facts', content: [{ paragraph: { html } }, { list: { items: ['A fact', 'Another'] } }] } },
      { embed: { url: 'https://video.example/1', provider: 'Provider', title: 'Title' } },
    ],
  }
  const others = new Map<unknown, unknown>([
    [authors[0], authors[1]],
    [images[0], images[1]],
    [topics[0], topics[1]],
    ['one', 'two'],
  ])
  return { input, others }
}

function otherValue({ value, type, field }: Leaf, others: ReadonlyMap<unknown, unknown>): unknown {
  if (others.has(value)) return others.get(value)
  const named = schema.getType(type)
  if (isEnumType(named)) return named.getValues().find(({ name }) => name !== value)?.name
  if (typeof value === 'boolean') return !value
  // Smaller, so that a crop stays within its image; a level is whole.
  if (typeof value === 'number') return type === 'Int' ? value + 1 : value / 2
  if (typeof value === 'string') return type === 'URL' ? `${value}2` : `${value} changed`
  throw new Error(`no other value for ${field}`)
}

/** The first item of a list has level 1, and no other. */
const isFixed = ({ field, path }: Leaf) => field === 'ListItemInput.level' && path.at(-2) === 0

describe('A save that changes one leaf of the content', () => {
  it('is written as a new revision whose diff names the leaf, whichever leaf it is', async () => {
    const { input, others } = await everyLeaf()
    const type = schema.getType('UpdateArticleInput')
    if (!isInputObjectType(type)) throw new Error('no UpdateArticleInput')
    const leaves = leavesOf(input, type, { path: [], field: '', changed: [] })

    const tried = new Set([...leaves.map(({ field }) => field), ...Object.keys(NOT_ALONE)])
    expect(
      leafFields(schema, 'UpdateArticleInput', Object.keys(NO_CONTENT)).filter((field) => !tried.has(field)),
    ).toEqual([])

    let article = await created(editor, input)
    // Captions are known by their ids from now on.
    const keys = article.captions.map(({ id }) => id)
    const keyOf = new Map<unknown, unknown>([
      ['one', keys[0]],
      ['two', keys[1]],
    ])
    const base: unknown = JSON.parse(JSON.stringify(input), (_key, value) => keyOf.get(value) ?? value)
    const missing: string[] = []
    for (const leaf of leaves) {
      if (leaf.field in NOT_ALONE || isFixed(leaf)) continue
      const other = keyOf.get(others.get(leaf.value)) ?? otherValue(leaf, others)
      const changed = await updated(editor, article, Object(withLeaf(base, leaf.path, other)))
      const number = changed.revisions.totalCount
      if (number !== article.revisions.totalCount + 1) missing.push(`${leaf.field} is not saved`)
      const paths = await pathsBetween(article.id, number - 1, number)
      if (!paths.some((path) => `${path}.`.startsWith(`${leaf.changed}.`))) {
        missing.push(`${leaf.field}: ${leaf.changed} is not among ${paths.join(', ') || 'no paths'}`)
      }
      article = await updated(editor, changed, Object(base))
    }
    expect(missing).toEqual([])
  })

  it('is not written where the same content is sent again', async () => {
    const { input } = await everyLeaf()
    const { body: _, captions: __, ...rest } = input
    const article = await created(editor, rest)

    expect(await updated(editor, article, rest)).toMatchObject({ version: 1, revisions: { totalCount: 1 } })
  })

  it('is written where a list of more than 50 items only divides its words otherwise', async () => {
    const filler = Array.from({ length: 50 }, (_, index) => `Item ${index}`)
    const body = (...items: string[]) => [{ list: { items: [...items, ...filler] } }]
    const article = await created(editor, { body: body('a<br />b', 'c') })

    const saved = await updated(editor, article, { body: body('a', 'b<br />c') })

    expect(saved).toMatchObject({ version: 2, revisions: { totalCount: 2 } })
    expect(await pathsBetween(article.id, 1, 2)).toEqual(['body.0.items'])
  })
})

async function pathsBetween(id: string, from: number, to: number): Promise<string[]> {
  const { article } = await editor.query<{ article: { diff: { changes: { path: string }[] } } }>(DIFF, { id, from, to })
  return article.diff.changes.map(({ path }) => path)
}
