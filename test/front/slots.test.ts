import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { done, type Front, READ, shownTo, slugsIn } from './front-documents.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

let count = 0

/** A live front with these slots. */
async function front(slots: object[], locale = 'en'): Promise<Front> {
  count += 1
  const { id, version } = await done(editor, 'createFront', { slug: `slots-${count}`, locale, name: 'Home', slots })
  return done(editor, 'publishFront', { id, version })
}

const day = (number: number) => `2024-01-${String(number).padStart(2, '0')}T08:00:00.000Z`

/** Live articles of one topic, the last one newest. */
async function articlesOf(names: string[], more: object = {}) {
  const topic = await given.topic()
  const articles = await Promise.all(
    names.map((slug, index) =>
      given.article({ slug: `${topic.slug}-${slug}`, publishedAt: day(index + 1), topics: [topic], ...more }),
    ),
  )
  const rule = { where: { topics: { some: { slug: { equals: topic.slug } } } } }
  const slugs = (...wanted: string[]) => wanted.map((slug) => `${topic.slug}-${slug}`)
  return { topic, articles, rule, slugs }
}

const pin = ({ id }: { id: string }, more: object = {}) => ({ articleId: id, ...more })

describe('the slots of a front', () => {
  it('show pinned articles first, then the newest that the rule finds, none twice', async () => {
    const { articles, rule, slugs } = await articlesOf(['a', 'b', 'c', 'd'])
    const [a] = articles

    const { slug } = await front([
      { name: 'top', size: 'LARGE', pinned: [pin(a ?? { id: '' })], fill: { ...rule, count: 2 } },
      { name: 'more', size: 'SMALL', fill: { ...rule, count: 5 } },
    ])

    expect(await shownTo(api, slug)).toEqual({ top: slugs('a', 'd'), more: slugs('c', 'b') })
  })

  it('show an article again only where repeats are allowed', async () => {
    const { articles, rule, slugs } = await articlesOf(['a', 'b', 'c'])
    const [, b] = articles

    const { slug } = await front([
      { name: 'top', size: 'LARGE', fill: { ...rule, count: 1 } },
      { name: 'newest', size: 'SMALL', fill: { ...rule, count: 3 }, allowRepeats: true },
      { name: 'pinned', size: 'SMALL', pinned: [pin(b ?? { id: '' })] },
    ])

    expect(await shownTo(api, slug)).toEqual({ top: slugs('c'), newest: slugs('c', 'b', 'a'), pinned: slugs('b') })
  })

  it('fill what a withdrawal between save and publication leaves empty', async () => {
    const { articles, rule, slugs } = await articlesOf(['a', 'b', 'c'])
    const [a] = articles
    const draft = await done(editor, 'createFront', {
      ...{ slug: 'withdrawn-between', locale: 'en', name: 'Home' },
      slots: [{ name: 'top', size: 'LARGE', pinned: [pin(a ?? { id: '' })], fill: { ...rule, count: 2 } }],
    })
    if (a) await given.withdrawn(a)

    await done(editor, 'publishFront', { id: draft.id, version: draft.version })

    expect(await shownTo(api, 'withdrawn-between')).toEqual({ top: slugs('c', 'b') })
  })

  it('show a pinned draft once it is live', async () => {
    const article = await given.article({ slug: 'soon', status: 'DRAFT' })
    const { slug } = await front([{ name: 'top', size: 'LARGE', pinned: [pin(article)] }])
    expect(await shownTo(api, slug)).toEqual({ top: [] })

    await given.live(article, article.revisionId)

    expect(await shownTo(api, slug)).toEqual({ top: ['soon'] })
  })

  it('lose a pin at its end, and do not get it back by the rule', async () => {
    const { articles, rule, slugs } = await articlesOf(['a', 'b', 'c'])
    const newest = articles[2] ?? { id: '' }
    const until = new Date(Date.now() + 5000).toISOString()
    const { slug } = await front([
      { name: 'top', size: 'LARGE', pinned: [pin(newest, { until })], fill: { ...rule, count: 1 } },
    ])
    expect(await shownTo(api, slug)).toEqual({ top: slugs('c') })

    await expect.poll(() => shownTo(api, slug), { timeout: 30_000 }).toEqual({ top: slugs('b') })
  })

  it('lose a pin whose picture may not be shown', async () => {
    const [image, other] = [await given.image({ altText: 'A bridge' }), await given.image({ altText: 'A tunnel' })]
    const [lead, inline] = [crypto.randomUUID(), crypto.randomUUID()]
    const captions = [
      { id: lead, image: other, role: 'LEAD' as const },
      { id: inline, image },
    ]
    const article = await given.article({ slug: 'pictured', captions })
    const { slug } = await front([
      { name: 'chosen', size: 'LARGE', pinned: [pin(article, { captionKey: `caption_${inline}` })] },
      { name: 'lead', size: 'SMALL', pinned: [pin(article)], allowRepeats: true },
    ])
    const captionsOf = async () => {
      const read = await api.query<{ front: Front }>(READ, { slug })
      return read.front.slots.map(({ items }) => items.map(({ caption }) => caption?.altText ?? null))
    }
    expect(await captionsOf()).toEqual([['A bridge'], ['A tunnel']])

    await database.prisma.image.updateMany({
      where: { id: { in: [image.uuid, other.uuid] } },
      data: { withheldAt: new Date() },
    })

    expect(await captionsOf()).toEqual([[], [null]])
  })

  it("have the slot's own words, else the article's", async () => {
    const article = await given.article({ headline: 'Own', kicker: 'Kicker', standfirst: 'Standfirst' })
    const { slug } = await front([
      {
        name: 'own',
        size: 'LARGE',
        pinned: [pin(article, { headline: 'Shorter', kicker: 'Now', standfirst: 'Less' })],
      },
      { name: 'none', size: 'LARGE', pinned: [pin(article)], allowRepeats: true },
    ])

    const read = await api.query<{ front: Front }>(READ, { slug })

    expect(read.front.slots.map(({ items }) => items[0])).toMatchObject([
      { headline: 'Shorter', kicker: 'Now', standfirst: 'Less', isPinned: true },
      { headline: 'Own', kicker: 'Kicker', standfirst: 'Standfirst', isPinned: true },
    ])
  })

  it('are filled in the language of the front, unless the rule names others', async () => {
    const topic = await given.topic()
    const [english, hebrew] = [
      await given.article({ slug: 'both-en', topics: [topic], publishedAt: day(1) }),
      await given.article({ slug: 'both-he', topics: [topic], publishedAt: day(2), locale: 'he' }),
    ]
    const some = { topics: { some: { id: { in: [topic.id] } } } }
    const all = { ...some, locale: { in: ['en', 'HE'] } }
    const slots = [
      { name: 'own', size: 'LARGE', fill: { where: some, count: 5 } },
      { name: 'all', size: 'LARGE', fill: { where: all, count: 5 }, allowRepeats: true },
    ]

    const { slug } = await front(slots, 'he')

    expect(await shownTo(api, slug, 'he')).toEqual({ own: [hebrew.slug], all: [hebrew.slug, english.slug] })
    const { front: shown } = await api.query<{ front: { direction: string } }>(READ, { slug, locale: 'he' })
    expect(shown.direction).toBe('RTL')
  })

  it('are filled by authors, and by nothing but the language', async () => {
    const author = await given.author()
    await given.article({ slug: 'credited', locale: 'fr', credits: [{ author }], publishedAt: day(1) })
    await given.article({ slug: 'not-credited', locale: 'fr', publishedAt: day(2) })
    const slots = [
      {
        name: 'author',
        size: 'LARGE',
        fill: { where: { credits: { some: { author: { slug: { equals: author.slug } } } } }, count: 5 },
      },
      { name: 'rest', size: 'SMALL', fill: { count: 5 } },
    ]

    const { slug } = await front(slots, 'fr')

    expect(await shownTo(api, slug)).toEqual({ author: ['credited'], rest: ['not-credited'] })
  })

  it('are filled from a topic with everything below it, by its id or its slug, also after a move', async () => {
    const [world, region, country] = [await given.topic(), await given.topic(), await given.topic()]
    const put = (topic: { id: string }, under: { id: string }) =>
      editor.mutate('mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) { userErrors { code } } }', {
        input: { id: topic.id, version: 1, parentId: under.id },
      })
    await put(region, world)
    await given.article({ slug: 'in-region', topics: [region], publishedAt: day(1) })
    await given.article({ slug: 'in-country', topics: [country], publishedAt: day(2) })
    await given.article({ slug: 'in-region-he', topics: [region], publishedAt: day(3), locale: 'he' })
    const rule = (top: object) => ({ where: { topics: { some: { within: top } } }, count: 5 })
    const slots = [
      { name: 'world', size: 'LARGE', fill: rule({ slug: world.slug }) },
      { name: 'again', size: 'SMALL', fill: rule({ id: world.id }), allowRepeats: true },
    ]

    const { slug } = await front(slots)
    expect(await shownTo(api, slug)).toEqual({ world: ['in-region'], again: ['in-region'] })

    await put(country, region)
    expect(await shownTo(api, slug)).toEqual({
      world: ['in-country', 'in-region'],
      again: ['in-country', 'in-region'],
    })
  })

  it('show the desk what their rules ask for', async () => {
    const [topic, author] = [await given.topic(), await given.author()]
    const some = [
      { topics: { some: { id: { equals: topic.id } } } },
      { topics: { some: { within: { id: topic.id } } } },
      { credits: { some: { author: { id: { equals: author.id } } } } },
    ]
    const { slug } = await front(
      some.map((where, index) => ({ name: `s${index}`, size: 'SMALL', fill: { where, count: 1 } })),
    )

    const { front: shown } = await editor.query<{ front: { slots: { fill: unknown }[] } }>(
      'query ($slug: String!) { front(slug: $slug) { slots { fill { topics { id } within { id } authors { id } } } } }',
      { slug },
    )

    expect(shown.slots.map(({ fill }) => fill)).toEqual([
      { topics: [{ id: topic.id }], within: [], authors: [] },
      { topics: [], within: [{ id: topic.id }], authors: [] },
      { topics: [], within: [], authors: [{ id: author.id }] },
    ])
  })

  it('follow a topic that was merged into another', async () => {
    const { topic, rule } = await articlesOf(['a'], { publishedAt: day(9) })
    const other = await articlesOf(['b', 'c'])
    const { slug } = await front([{ name: 'top', size: 'LARGE', fill: { ...rule, count: 3 } }])

    await editor.mutate('mutation ($input: MergeTopicsInput!) { mergeTopics(input: $input) { userErrors { code } } }', {
      input: { fromId: topic.id, intoId: other.topic.id },
    })

    expect(await shownTo(api, slug)).toEqual({ top: [`${topic.slug}-a`, ...other.slugs('c', 'b')] })
  })

  it('may be none, and may be empty', async () => {
    const none = await front([])
    const empty = await front([{ name: 'top', size: 'LARGE' }])

    expect(slugsIn(none)).toEqual({})
    expect(await shownTo(api, none.slug)).toEqual({})
    expect(await shownTo(api, empty.slug)).toEqual({ top: [] })
  })

  it('are read by one statement, however many there are', async () => {
    const { rule } = await articlesOf(['a', 'b', 'c'])
    const slots = Array.from({ length: 8 }, (_, index) => ({
      name: `s${index}`,
      size: 'SMALL',
      fill: { ...rule, count: 2 },
    }))
    const { slug } = await front(slots)

    expect(await api.statements(READ, { slug })).toHaveLength(1)
  })
})
