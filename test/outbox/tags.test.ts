import { describe, expect, it } from 'vitest'
import { documentText } from '../docs/snippets.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { cardTag, EVERYTHING_TAG, entityTag, kindTag, listTag, searchTag, slugTag } from '../helpers/tags.ts'
import { acted } from '../workflow/acting.ts'
import { eventsAfter, sorted } from './purges.ts'

// What each event purges: what readers may see otherwise after the change, and nothing of what only the desk sees.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const article = ({ uuid }: Given) => [entityTag('Article', uuid), kindTag('Article')]
/** With what others show of it. */
const wholeArticle = (one: Given) => [...article(one), cardTag(one.uuid)]
const topic = ({ uuid }: Given) => [entityTag('Topic', uuid), kindTag('Topic')]
const author = ({ uuid }: Given) => [entityTag('Author', uuid), kindTag('Author')]
const image = ({ uuid }: Given) => [entityTag('Image', uuid), kindTag('Image')]
const shown = (one: Given) => [...image(one), listTag('images')]
const ofBranch = ({ uuid }: Given) => listTag(`articles branch=${uuid}`)
const inTopic = (one: Given) => [listTag(`articles topic=${one.uuid}`), ofBranch(one)]
const by = ({ uuid }: Given) => listTag(`articles author=${uuid}`)
const entriesOfBranch = ({ uuid }: Given) => listTag(`entries branch=${uuid}`)
const entriesOf = (one: Given) => [listTag(`entries topic=${one.uuid}`), entriesOfBranch(one)]
const entriesBy = ({ uuid }: Given) => listTag(`entries author=${uuid}`)
const entries = (locale: string) => [listTag('entries'), listTag(`entries locale=${locale}`)]
const everywhere = (locale: string) => [
  listTag('articles'),
  listTag(`articles locale=${locale}`),
  searchTag(),
  searchTag(locale),
]

/** The events of `work`: what each is about, its tags and its paths. */
async function purges(work: () => Promise<unknown>) {
  const events = await eventsAfter(database, work)
  return events.map(({ type, payload, tags, paths }) => ({
    type,
    id: payload.id,
    tags: sorted(tags),
    paths: sorted(paths),
  }))
}

async function done(mutation: string, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } } }`
  expect(await editor.mutate(document, { input })).toEqual({ userErrors: [] })
}

describe('An article', () => {
  it('that goes live purges itself, its lists, search, its address and its images', async () => {
    const [about, writer, picture] = [await given.topic(), await given.author(), await given.image()]
    const text = { topics: [about], credits: [{ author: writer }], captions: [{ image: picture }] }
    const draft = await given.article({ status: 'DRAFT', locale: 'he', ...text })

    expect(await purges(() => acted(editor, 'publishArticle', draft))).toEqual([
      {
        type: 'article.published',
        id: draft.id,
        tags: sorted([
          ...wholeArticle(draft),
          ...everywhere('he'),
          ...entries('he'),
          ...[...inTopic(about), ...entriesOf(about)],
          ...[by(writer), entriesBy(writer)],
          ...shown(picture),
          slugTag('Article', draft.slug),
        ]),
        paths: [`/he/article/${draft.slug}`],
      },
    ])
  })

  it('that says something else purges the lists of its old and new topics and authors, not its address', async () => {
    const [old, next] = [await given.topic(), await given.topic()]
    const [formerly, now] = [await given.author(), await given.author()]
    const live = await given.article({ topics: [old], credits: [{ author: formerly }] })
    await given.revision(live, { topics: [next], credits: [{ author: now }] })

    expect(await purges(() => acted(editor, 'publishArticle', live))).toEqual([
      {
        type: 'article.updated',
        id: live.id,
        tags: sorted([
          ...wholeArticle(live),
          ...everywhere('en'),
          ...[old, next].flatMap(inTopic),
          ...[old, next].flatMap(entriesOf),
          ...[formerly, now].map(by),
          ...[formerly, now].map(entriesBy),
        ]),
        paths: [`/article/${live.slug}`],
      },
    ])
  })

  it('that says something else of the same topics and authors stands where it stood', async () => {
    const [about, writer] = [await given.topic(), await given.author()]
    const text = { topics: [about], credits: [{ author: writer }] }
    const live = await given.article(text)
    await given.revision(live, { ...text, headline: 'Something else' })

    const [event] = await purges(() => acted(editor, 'publishArticle', live))

    expect(event?.tags).toEqual(sorted([...wholeArticle(live), ...everywhere('en'), ...inTopic(about), by(writer)]))
  })

  it('with another text purges itself, not what others show of it', async () => {
    const [about, writer, picture] = [await given.topic(), await given.author(), await given.image()]
    const text = { topics: [about], credits: [{ author: writer }] }
    const live = await given.article({ ...text, captions: [{ image: picture }] })
    const { version } = await acted(editor, 'updateArticle', live, {
      body: [{ paragraph: { html: 'Another text.' } }],
    })

    const [event] = await purges(() => acted(editor, 'publishArticle', { ...live, version }))

    expect(event?.tags).toEqual(sorted([...article(live), ...everywhere('en'), ...inTopic(about), by(writer)]))
  })

  it.each([
    ['with so much more text that it takes longer to read', { body: [{ paragraph: { html: 'word '.repeat(400) } }] }],
    ['with another picture', { captions: [] }],
    ['with another byline', { credits: [] }],
    ['with another headline', { headline: 'Another' }],
  ])('%s purges what others show of it', async (_what, change) => {
    const [writer, picture] = [await given.author(), await given.image()]
    const live = await given.article({ credits: [{ author: writer }], captions: [{ image: picture }] })
    const { version } = await acted(editor, 'updateArticle', live, change)

    const [event] = await purges(() => acted(editor, 'publishArticle', { ...live, version }))

    expect(event?.tags).toEqual(expect.arrayContaining([...wholeArticle(live), ...image(picture)]))
  })

  it('with one topic more changes what stands together with all its topics', async () => {
    const [about, more, writer] = [await given.topic(), await given.topic(), await given.author()]
    const live = await given.article({ topics: [about], credits: [{ author: writer }] })
    await given.revision(live, { topics: [about, more], credits: [{ author: writer }] })

    const [event] = await purges(() => acted(editor, 'publishArticle', live))

    expect(event?.tags).toEqual(
      sorted([
        ...[...wholeArticle(live), ...everywhere('en'), by(writer)],
        ...[about, more].flatMap((one) => [...inTopic(one), ...entriesOf(one)]),
      ]),
    )
  })

  it('with another date or language changes its place in every list', async () => {
    const [about, writer] = [await given.topic(), await given.author()]
    const live = await given.article({ topics: [about], credits: [{ author: writer }] })
    const places = [...entriesOf(about), entriesBy(writer)]

    const [dated] = await purges(() => acted(editor, 'setPublishedAt', live, { publishedAt: '2019-05-01T00:00:00Z' }))
    expect(dated?.tags).toEqual(expect.arrayContaining([...places, ...entries('en')]))

    const [moved] = await purges(() => acted(editor, 'updateArticle', { ...live, version: 2 }, { locale: 'fr' }))
    expect(moved?.tags).toEqual(expect.arrayContaining([...places, ...entries('en'), ...entries('fr')]))
  })

  it('with a new address purges the old one, the new one, and those that lead there', async () => {
    const live = await given.article({ slug: 'first-address' })
    const { version } = await acted(editor, 'updateArticle', live, { slug: 'second-address' })

    const [event] = await purges(() => acted(editor, 'updateArticle', { ...live, version }, { slug: 'third-address' }))

    const addresses = ['first-address', 'second-address', 'third-address']
    expect(event).toEqual({
      type: 'article.updated',
      id: live.id,
      tags: sorted([...wholeArticle(live), ...addresses.map((slug) => slugTag('Article', slug))]),
      paths: addresses.map((slug) => `/article/${slug}`),
    })
  })

  it('that goes live makes the addresses of its drafts lead there', async () => {
    const draft = await given.article({ status: 'DRAFT', slug: 'of-a-draft' })
    const { version } = await acted(editor, 'updateArticle', draft, { slug: 'of-the-page' })

    const [event] = await purges(() => acted(editor, 'publishArticle', { ...draft, version }))

    expect(event?.tags).toContain(slugTag('Article', 'of-a-draft'))
    expect(event?.paths).toEqual(['/article/of-a-draft', '/article/of-the-page'])
  })

  it('that goes live purges its live translations, and the articles that it is pinned to', async () => {
    const live = await given.article()
    const translation = await given.article({ status: 'DRAFT', locale: 'fr', translationOf: live })
    const beside = await given.article({ pins: [translation] })
    await given.article({ status: 'DRAFT', pins: [translation] })

    const events = await purges(() => acted(editor, 'publishArticle', translation))

    expect(events.map(({ type }) => type).sort()).toEqual(['article.published', 'article.translated'])
    expect(sorted(events.flatMap(({ tags }) => tags))).toEqual(
      sorted([
        ...[translation, live, beside].flatMap(article),
        cardTag(translation.uuid),
        ...everywhere('fr'),
        ...entries('fr'),
        slugTag('Article', translation.slug),
      ]),
    )
    expect(events.find(({ id }) => id === live.id)).toMatchObject({ type: 'article.translated' })
    expect(sorted(events.flatMap(({ paths }) => paths))).toEqual(
      sorted([`/fr/article/${translation.slug}`, `/article/${live.slug}`, `/article/${beside.slug}`]),
    )
  })

  it('that is corrected is new to those who follow the topics above its own', async () => {
    const above = await given.topic()
    const about = await given.topic({ parent: above })
    const live = await given.article({ topics: [about] })

    const [event] = await purges(() => acted(editor, 'addCorrection', live, { kind: 'UPDATE', text: 'More of it.' }))

    expect(event?.tags).toEqual(
      sorted([...article(live), ...everywhere('en'), ...inTopic(about), listTag(`articles branch=${above.uuid}`)]),
    )
  })

  it('that is corrected purges itself and what says so of it, not its places in lists', async () => {
    const live = await given.article()

    expect(
      await purges(() => acted(editor, 'addCorrection', live, { kind: 'CORRECTION', text: 'The bridge is older.' })),
    ).toEqual([
      {
        type: 'article.corrected',
        id: live.id,
        tags: sorted([...article(live), ...everywhere('en')]),
        paths: [`/article/${live.slug}`],
      },
    ])
  })

  it('with other articles beside it purges only itself', async () => {
    const [live, other] = [await given.article(), await given.article()]

    expect(await purges(() => acted(editor, 'setRelatedArticles', live, { pinnedIds: [other.id] }))).toEqual([
      { type: 'article.updated', id: live.id, tags: sorted(article(live)), paths: [`/article/${live.slug}`] },
    ])
  })

  it('that only the desk sees changed purges nothing', async () => {
    const [live, draft] = [await given.article(), await given.article({ status: 'DRAFT', slug: 'never-live' })]

    const events = await purges(async () => {
      await acted(editor, 'updateArticle', live, { headline: 'Not yet' })
      await acted(editor, 'updateArticle', draft, { headline: 'Not at all', slug: 'never-live-at-all' })
      await acted(editor, 'trashArticle', { ...draft, version: 2 })
      await acted(editor, 'deleteArticle', { ...draft, version: 3 }).catch(() => {})
    })

    expect(events).toEqual([])
  })
})

describe('A topic', () => {
  it('with a new name purges itself, the lists with its name, and search', async () => {
    const [parent, other] = [await given.topic(), await given.topic()]
    const one = await given.topic({ parent })
    await given.article({ topics: [one], locale: 'fr' })

    await expect(purges(() => done('updateTopic', { id: one.id, version: 1, name: 'Bridges' }))).resolves.toEqual([
      {
        type: 'topic.updated',
        id: one.id,
        tags: sorted([
          ...topic(one),
          listTag('topics'),
          listTag(`topics parent=${parent.uuid}`),
          searchTag(),
          ...['en', 'fr', 'he'].map(searchTag),
        ]),
        paths: [`/topic/${one.slug}`],
      },
    ])
    const [moved] = await purges(() => done('updateTopic', { id: one.id, version: 2, parentId: other.id }))
    expect(moved?.tags).toEqual(
      sorted([
        ...topic(one),
        listTag('topics'),
        ...[parent, other].map(({ uuid }) => listTag(`topics parent=${uuid}`)),
        ...[parent, other].flatMap((one) => [ofBranch(one), entriesOfBranch(one)]),
      ]),
    )
  })

  it('that is merged purges both, their lists and articles, and what led to it', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    const child = await given.topic({ parent: from })
    const [one, both] = [await given.article({ topics: [from] }), await given.article({ topics: [from, into] })]

    const events = await purges(() => done('mergeTopics', { fromId: from.id, intoId: into.id }))

    expect(events.map(({ type }) => type)).toEqual(['article.updated', 'article.updated', 'topic.merged'])
    const tags = new Set(events.flatMap((event) => event.tags))
    for (const tag of [
      ...[from, into, child].flatMap(topic),
      ...[one, both].flatMap(article),
      ...[from, into].flatMap(inTopic),
      ...[from, into].flatMap(entriesOf),
      ...[from, into].map(({ uuid }) => listTag(`topics parent=${uuid}`)),
      slugTag('Topic', from.slug),
      listTag('topics'),
      searchTag('en'),
    ])
      expect(tags).toContain(tag)
    expect(events.find(({ id }) => id === one.id)?.tags).toContain(entityTag('Article', one.uuid))
    expect(events.flatMap(({ paths }) => paths)).toContain(`/topic/${from.slug}`)
  })
})

describe('An author', () => {
  it('with another portrait purges the page and both images', async () => {
    const [old, next] = [await given.image(), await given.image()]
    const one = await given.author({ imageId: old.uuid })

    expect(await purges(() => done('updateAuthor', { id: one.id, version: 1, imageId: next.id }))).toEqual([
      {
        type: 'author.updated',
        id: one.id,
        tags: sorted([...author(one), listTag('authors'), ...[old, next].flatMap(shown)]),
        paths: [`/author/${one.slug}`],
      },
    ])
  })

  it('with other links purges the page, and of what only the desk sees nothing', async () => {
    const one = await given.author()
    const links = [{ label: 'Home', url: 'https://daily.example/' }]

    expect(await purges(() => done('updateAuthor', { id: one.id, version: 1, links }))).toEqual([
      { type: 'author.updated', id: one.id, tags: sorted(author(one)), paths: [`/author/${one.slug}`] },
    ])
  })
})

describe('An image', () => {
  it('purges what shows it where readers see it, and nothing where they do not', async () => {
    const [public_, hidden] = [await given.image(), await given.image()]
    await given.article({ captions: [{ image: public_ }] })
    await given.article({ status: 'DRAFT', captions: [{ image: hidden }] })

    const change = (one: Given) => purges(() => done('updateImage', { id: one.id, altText: 'A bridge' }))

    expect(await change(public_)).toEqual([
      { type: 'image.updated', id: public_.id, tags: sorted(shown(public_)), paths: [] },
    ])
    expect(await change(hidden)).toEqual([{ type: 'image.updated', id: hidden.id, tags: [], paths: [] }])
  })
})

describe('SQL by hand', () => {
  it('that readers see has an event, with everything of one transaction', async () => {
    const [one, other] = [await given.article(), await given.topic()]

    expect(
      await purges(() =>
        database.transaction(async (tx) => {
          await tx.article.update({ where: { id: one.uuid }, data: { slug: 'by-hand' } })
          await tx.topic.update({ where: { id: other.uuid }, data: { description: 'By hand' } })
        }),
      ),
    ).toEqual([
      {
        type: 'site.changed',
        id: undefined,
        tags: sorted([
          ...wholeArticle(one),
          slugTag('Article', one.slug),
          slugTag('Article', 'by-hand'),
          ...topic(other),
          listTag('topics'),
        ]),
        paths: sorted(['/article/by-hand', `/article/${one.slug}`, `/topic/${other.slug}`]),
      },
    ])
  })

  it('that is rolled back has none', async () => {
    const one = await given.article()

    const events = await purges(() =>
      database
        .transaction(async (tx) => {
          await tx.article.update({ where: { id: one.uuid }, data: { slug: 'never' } })
          throw new Error('no')
        })
        .catch(() => {}),
    )

    expect(events).toEqual([])
  })

  it.each([
    ['captions', `UPDATE caption SET text = 'Other'`],
    ['credits', `UPDATE credit SET name = 'Other'`],
    ['topics', `UPDATE revision_topic SET rel = 'MENTIONS'`],
    ['captions that are deleted', 'DELETE FROM caption'],
    ['credits that are deleted', 'DELETE FROM credit'],
    ['topics that are deleted', 'DELETE FROM revision_topic'],
    ['exclusions', 'DELETE FROM article_exclusion'],
    ['corrections', `UPDATE correction SET text = 'Other'`],
  ])('that changes %s of a live article is seen', async (_what, statement) => {
    const [about, writer, picture] = [await given.topic(), await given.author(), await given.image()]
    const text = { topics: [about], credits: [{ author: writer }], captions: [{ image: picture }] }
    const live = await given.article({
      ...text,
      corrections: [{ kind: 'UPDATE', text: 'One' }],
      exclusions: [await given.article()],
    })
    const draft = await given.article({ ...text, status: 'DRAFT', exclusions: [live] })
    const where = /caption|credit|topic/.test(statement) ? 'revision_id' : 'article_id'
    const ids = where === 'revision_id' ? [live.revisionId, draft.revisionId] : [live.uuid, draft.uuid]

    const events = await purges(() => database.script(`${statement} WHERE ${where} IN ('${ids.join("', '")}')`))

    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ type: 'site.changed', paths: [`/article/${live.slug}`] })
    expect(events[0]?.tags).toContain(entityTag('Article', live.uuid))
    expect(events[0]?.tags).not.toContain(entityTag('Article', draft.uuid))
  })

  it('that changes more than a thousand objects purges everything, by one event', async () => {
    const insert = (slug: string) =>
      database.script(
        `INSERT INTO topic (id, slug, name) SELECT gen_random_uuid(), '${slug}-' || n, n FROM generate_series(1, 1001) n`,
      )

    expect(await purges(() => insert('many'))).toEqual([
      { type: 'site.changed', id: undefined, tags: [EVERYTHING_TAG], paths: [] },
    ])
    expect(await purges(() => database.script(`UPDATE topic SET name = name || '!' WHERE slug LIKE 'many-%'`))).toEqual(
      [{ type: 'site.changed', id: undefined, tags: [EVERYTHING_TAG], paths: [] }],
    )
    await prisma.topic.deleteMany({ where: { slug: { startsWith: 'many-' } } })
  })
})

describe('The statement of docs/tags.md', () => {
  it('purges everything after a change that has no event', async () => {
    const [, statement = ''] = /```sql\n(insert into outbox_event.*?)```/s.exec(documentText('tags.md')) ?? []

    expect(await purges(() => prisma.$executeRawUnsafe(statement))).toEqual([
      { type: 'site.changed', id: undefined, tags: [EVERYTHING_TAG], paths: [] },
    ])
  })
})
