import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { buildSchema } from 'graphql'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { send } from '../../src/database/sender.ts'
import { READERS } from '../../src/reading/audience.ts'
import { plain } from '../../src/reading/field.ts'
import type { Shapes } from '../../src/reading/plan.ts'
import { tagIn, tagOf } from '../../src/reading/tags/tag.ts'
import { contractOf } from '../contract/operations.ts'
import type { Variables } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { Crawler } from '../reading-api/crawl.ts'
import { queries } from '../reading-api/random-query.ts'
import { readersDocuments, untaggedTables } from './tables.ts'
import { taggedReads } from './tagged-reads.ts'

const { operation } = contractOf('reading')
const database = await testDatabase({ seeded: true })
const { prisma } = database
const { read, shapes, schema } = await taggedReads(database)

async function expectSame(document: string, variables: Variables = {}): Promise<void> {
  const [tagged, plainly] = [await read(document, variables), await read(document, variables, READERS)]
  expect(tagged.errors, document).toEqual(plainly.errors)
  expect(JSON.stringify(tagged.data, null, 1), document).toBe(JSON.stringify(plainly.data, null, 1))
  expect(plainly.tags.size).toBe(0)
}

const uuidOfTopic = idOf('topic', 'egypt')

describe('With tags the values are the same', () => {
  it.each([
    ['ArticlePage', { slug: KHOURY_SLUG }],
    ['ArticlePage', { slug: 'no-such-article' }],
    ['FrontPage', {}],
    ['Filtered', {}],
    ['TopicPage', { slug: 'egypt' }],
    ['AuthorPage', { slug: 'jack-khoury' }],
    ['Search', { query: 'bridge OR Cairo' }],
    ['ResolvePath', { path: '/topic/harbour-fair' }],
    ['ResolvePath', { path: '/nowhere' }],
    ['Nodes', { ids: [`topic_${uuidOfTopic}`, `topic_${idOf('topic', 'none')}`, 'x'] }],
    ['Lists', {}],
  ])('for %s %j', async (name, variables) => {
    await expectSame(operation(name), variables)
  })

  it('for more fields of one row than a function of PostgreSQL takes', async () => {
    const fields = ['headline', 'slug', 'wordCount', 'byline', 'bodyHtml']
    const many = Array.from({ length: 120 }, (_, index) => `f${index}: ${fields[index % fields.length]}`)

    await expectSame(`{ articles(first: 3) { nodes { ${many.join(' ')} } } }`)
  })

  it('for whatever else can be asked', async () => {
    await fc.assert(
      fc.asyncProperty(queries(schema), (document) => expectSame(document)),
      { numRuns: 60, seed: 20160313 },
    )
  })

  it('for a text that looks like tags', async () => {
    const text = '{"~" : "a12345678", "headline" : "x"} ~ \\"~\\"'
    const { id } = await prisma.topic.findUniqueOrThrow({ where: { slug: 'egypt' } })
    await prisma.topic.update({ where: { id }, data: { description: text } })

    const { data, tags } = await read('{ topic(slug: "egypt") { description } }')

    expect(data).toEqual({ topic: { description: text } })
    expect([...tags].sort()).toEqual([tagOf('p', 'topic egypt'), tagOf('t', id)].sort())
  })
})

describe('A response has the tags', () => {
  const uuid = (id: string) => id.slice(id.indexOf('_') + 1)

  it('of each entity in it, and of those that it would show if they could be seen', async () => {
    const { data, tags } = await read(`{ article(slug: "${KHOURY_SLUG}") {
      id credits { author { id } } topics { topic { id } } captions { image { id } } translations { article { id } } } }`)
    const article = JSON.parse(JSON.stringify(data)).article
    const ids: string[] = JSON.stringify(article).match(/(article|author|topic|image)_[0-9a-f-]{36}/g) ?? []

    expect(ids.length).toBeGreaterThan(5)
    const others = ids.filter((one) => one.startsWith('article') && one !== article.id)
    expect(tags).toContain(tagOf('a', uuid(article.id)))
    for (const id of others) expect(tags).toContain(tagOf('c', uuid(id)))
    const letters = [
      ['author', 'u'],
      ['topic', 't'],
      ['image', 'i'],
    ] as const
    for (const [kind, letter] of letters)
      for (const id of ids.filter((one) => one.startsWith(kind))) expect(tags).toContain(tagOf(letter, uuid(id)))

    const image = uuid(article.captions[0].image.id)
    await prisma.image.update({ where: { id: image }, data: { withheldAt: new Date(), withheldReason: 'x' } })
    for (const field of [
      'captions { position }',
      'leadImage { position }',
      'bodyHtml',
      'body { ... on ImageBlock { caption { position } } }',
    ])
      expect((await read(`{ article(slug: "${KHOURY_SLUG}") { ${field} } }`)).tags, field).toContain(tagOf('i', image))
    await prisma.image.update({ where: { id: image }, data: { withheldAt: null, withheldReason: null } })
  })

  it('of what was asked for, also if nothing is there', async () => {
    const none = idOf('article', 'none')
    const of = async (document: string) => [...(await read(document)).tags].sort()

    expect(await of('{ article(slug: "none") { id } }')).toEqual([tagOf('p', 'article none')])
    expect(await of(`{ article(id: "article_${none}") { id } }`)).toEqual([tagOf('a', none)])
    expect(await of(`{ node(id: "topic_${none}") { id } }`)).toEqual([tagOf('t', none)])
    expect(await of(`{ nodes(ids: ["author_${none}", "image_${none}"]) { id } }`)).toEqual([
      tagOf('i', none),
      tagOf('u', none),
    ])
    expect(await of('{ resolvePath(path: "/he/article/none") { __typename } }')).toEqual([
      tagOf('p', 'path /he/article/none'),
      tagOf('p', 'article none'),
    ])
    expect(await of('{ resolvePath(path: "/2016//old/?utm=1") { __typename } }')).toEqual([
      tagOf('p', 'path /2016/old'),
    ])
    expect(await of(`{ node(id: "caption_${none}") { id } }`)).toEqual(['aall', 'fall', 'iall', 'tall', 'uall'])
    expect(await of('{ articles(where: { locale: { equals: "xx" } }) { totalCount } }')).toEqual([
      tagOf('l', 'entries locale=xx'),
    ])
  })

  it('of what an old address leads to', async () => {
    const { data, tags } = await read(
      '{ resolvePath(path: "/article/harbour-bridge-closed-for-repairs") { __typename } }',
    )
    const { articleId } = await prisma.slugAlias.findFirstOrThrow({
      where: { slug: 'harbour-bridge-closed-for-repairs' },
    })

    expect(data).toEqual({ resolvePath: { __typename: 'Redirect' } })
    expect(tags).toContain(tagOf('a', articleId ?? ''))
  })

  it('of each list in it', async () => {
    const document =
      '{ topic(slug: "egypt") { articleCount children { totalCount } articles { totalCount } } articles { totalCount } topics { totalCount } search(query: "x", locale: "HE") { totalCount } }'
    const { tags } = await read(document)

    const names = [`entries topic=${uuidOfTopic}`, `topics parent=${uuidOfTopic}`, 'entries', 'topics']
    for (const name of names) expect(tags, name).toContain(tagOf('l', name))
    expect(tags).toContain(tagOf('s', 'search locale=he'))
  })

  it('and ends with the first rights of an image that it shows', async () => {
    const { image } = await prisma.caption.findFirstOrThrow({
      where: { revision: { liveOf: { slug: KHOURY_SLUG } } },
      include: { image: true },
    })
    const document = `{ article(slug: "${KHOURY_SLUG}") { captions { position } } }`
    expect((await read(document)).validUntil).toBe(Number.POSITIVE_INFINITY)

    const end = new Date(Date.now() + 3_600_000)
    await prisma.image.update({ where: { id: image.id }, data: { rightsExpireAt: end } })

    const isExact = async (document: string) => {
      const left = (await read(document)).validUntil - performance.now()
      const early = end.getTime() - (Date.now() + left)
      return early > -2 && early < 10_000
    }
    for (const other of [
      document,
      '{ images(first: 1) { totalCount } }',
      `{ article(slug: "${KHOURY_SLUG}") { bodyHtml } }`,
      '{ articles(where: { captions: { some: { text: { contains: "x" } } } }) { totalCount } }',
    ])
      expect(await isExact(other), other).toBe(true)
  })
})

describe('Tags', () => {
  it('are the same from code and from SQL', async () => {
    for (const name of ['articles', 'article גשר', idOf('topic', 'egypt')]) {
      const [row] = await send<{ tag: string }>(database, sql`select ${tagIn('l', sql`${name}::text`)} as tag`)

      expect(row?.tag).toBe(tagOf('l', name))
    }
  })
})

const names = (
  await send<{ name: string }>(
    database,
    sql`select table_name as name from information_schema.tables where table_schema = 'public'
      union select proname from pg_proc where pronamespace = 'public'::regnamespace and proname like '%led\\_to'`,
  )
).map(({ name }) => name)

const documents = readersDocuments(buildSchema(readFileSync('schema.graphql', 'utf8')))

const untagged = (given: Shapes) => documents.flatMap((document) => untaggedTables(schema, given, document, names))

describe('Whatever readers can ask for', () => {
  it('has a tag for each table that its statement reads', () => {
    expect(documents.length).toBeGreaterThan(150)
    expect(untagged(shapes)).toEqual([])
  })

  it('has not if a field reads a table without a tag, or a list has none', () => {
    const topic = shapes.types.Topic
    if (!topic) throw new Error('no shape')
    const count = plain((row) => sql`(select articles from topic_total where topic_id = ${sql.ref(`${row.alias}.id`)})`)
    const planted = { ...topic, fields: { ...topic.fields, articleCount: count } }

    expect(untagged({ ...shapes, types: { ...shapes.types, Topic: planted } })).toEqual([
      '{ topic(slug: "x") { articleCount } } reads topic_total without a tag of l or aall',
    ])
    const parts = { ...topic, tags: 'PART' } as const
    expect(untagged({ ...shapes, types: { ...shapes.types, Topic: parts } })).toContain(
      '{ topic(slug: "x") { name } } reads topic without a tag of t or tall or s',
    )
  })

  it('is crawled whole', () => {
    expect(new Crawler(schema, 0).allFields().length).toBeGreaterThan(100)
  })
})
