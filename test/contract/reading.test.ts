import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG, khoury } from '../../prisma/seed/content/khoury.ts'
import { stories } from '../../prisma/seed/content/stories.ts'
import { topics } from '../../prisma/seed/content/topics.ts'
import { HIDDEN } from '../../prisma/seed/hidden-words.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { contractOf } from './operations.ts'

const { operation, operationNames } = contractOf('reading')

const api = await testApi(await testDatabase({ seeded: true }))

const SITE = 'https://daily.example'
const BRIDGE = 'harbour-bridge-stays-closed-until-spring'
const HEBREW = 'bchirim-bachamas-yatzu-lekahir-leshakem-et-hayechasim-im-mitzrayim'

const globalId = (kind: string, name: string) => `${kind}_${idOf(kind, name)}`
const khouryId = globalId('article', `en/${KHOURY_SLUG}`)

const live = stories.filter(({ state }) => state.status === 'PUBLISHED')
const carries = (topic: string) =>
  live.filter(({ text }) => [...text.about, ...(text.mentions ?? [])].includes(topic)).map(({ slug }) => slug)

describe('The operations that front-ends send', () => {
  it('each have a test below', () => {
    expect(operationNames.sort()).toEqual([
      'ArticlePage',
      'AuthorPage',
      'Filtered',
      'FrontPage',
      'Lists',
      'Nodes',
      'ResolvePath',
      'Search',
      'TopicPage',
    ])
  })
})

describe('ArticlePage', () => {
  interface Link {
    channel: string
    label: string
    url: string
  }

  interface ArticlePage {
    article: {
      body: { __typename: string; html?: string; text?: string; attribution?: string }[]
      bodyHtml: string
      bodyText: string
      topics: { rel: string; topic: { slug: string } }[]
      relatedTopics: { edges: { score: number; node: { slug: string } }[] }
      relatedArticles: { edges: { score: number; reasons: string[]; node: { slug: string } }[] }
      shareLinks: Link[]
      wordCount: number
      readingTimeMinutes: number
    }
  }

  const page = async (slug: string) => (await api.query<ArticlePage>(operation('ArticlePage'), { slug })).article

  it('shows the Khoury piece with its byline, and with caption and credit of its image', async () => {
    expect(await page(KHOURY_SLUG)).toMatchObject({
      id: khouryId,
      slug: KHOURY_SLUG,
      path: `/article/${KHOURY_SLUG}`,
      url: `${SITE}/article/${KHOURY_SLUG}`,
      kicker: 'Middle East',
      headline: 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties',
      standfirst: khoury.text.standfirst,
      byline: 'By Jack Khoury',
      locale: 'en',
      direction: 'LTR',
      publishedAt: '2016-03-12T15:30:00.000Z',
      firstPublishedAt: '2016-03-12T15:30:00.000Z',
      updatedAt: '2016-03-12T15:30:00.000Z',
      credits: [
        {
          role: 'WRITER',
          position: 0,
          name: 'Jack Khoury',
          author: {
            slug: 'jack-khoury',
            url: `${SITE}/author/jack-khoury`,
            jobTitle: 'Reporter',
            image: { altText: 'Drawn portrait for Jack Khoury' },
          },
        },
      ],
      leadImage: {
        role: 'LEAD',
        position: 0,
        text: 'Senior Hamas officials Mahmoud Al-Zahar, Khalil Al-Hayya and Imad Al-Alami in Gaza in 2015.',
        credit: 'Reuters',
        image: {
          url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4000\/media\/c\/[0-9a-f]{8}\/[0-9a-f]{32}\.png$/),
          mimeType: 'image/png',
          width: 1200,
          height: 800,
          credit: 'Reuters',
          focalPoint: { x: 0.5, y: 0.36 },
        },
      },
      corrections: [],
      translations: [
        {
          locale: 'he',
          article: {
            slug: HEBREW,
            url: `${SITE}/he/article/${HEBREW}`,
            headline: 'בכירים בחמאס יצאו לקהיר כדי לשקם את היחסים עם מצרים',
          },
        },
      ],
    })
  })

  it('shows its body as blocks, as HTML and as text', async () => {
    const { body, bodyHtml, bodyText, wordCount, readingTimeMinutes } = await page(KHOURY_SLUG)

    const written = khoury.text.body.map((block) =>
      block.type === 'paragraph' ? block.html : block.type === 'quote' ? block.text : '',
    )
    expect(body.map(({ text }) => text)).toEqual(written)
    expect(body.map(({ __typename }) => __typename).filter((type) => type !== 'ParagraphBlock')).toEqual(['QuoteBlock'])
    expect(body[6]).toMatchObject({ attribution: 'Sami Abu Zuhri, Hamas spokesman, in a statement' })
    expect(body[0]?.html).toBe(written[0])
    expect(bodyHtml.match(/<p>/g)).toHaveLength(14)
    expect(bodyHtml).toContain('<blockquote><p>Hamas stresses its interest')
    expect(bodyText).toBe(
      khoury.text.body
        .map((block) =>
          block.type === 'quote' ? `${block.text}\n${block.attribution}` : block.type === 'paragraph' ? block.html : '',
        )
        .join('\n\n'),
    )
    expect(wordCount).toBeGreaterThan(500)
    expect(readingTimeMinutes).toBe(Math.round(wordCount / 238))
  })

  it('lists its topics in the editors’ order, and related ones that are none of its own: curated first, then by score', async () => {
    const { topics: own, relatedTopics } = await page(KHOURY_SLUG)

    expect(own.filter(({ rel }) => rel === 'ABOUT').map(({ topic }) => topic.slug)).toEqual(khoury.text.about)
    expect(own.filter(({ rel }) => rel === 'MENTIONS').map(({ topic }) => topic.slug)).toEqual(khoury.text.mentions)
    const related = relatedTopics.edges.map(({ node }) => node.slug)
    expect(related.slice(0, 4)).toEqual(['middle-east', 'nile', 'suez-canal', 'conflict'])
    expect(relatedTopics.edges.map(({ score }) => score).slice(0, 4)).toEqual([1, 1, 1, 1])
    expect(related.slice(4)).toEqual(['language', 'ask-the-desk'])
    for (const slug of [...khoury.text.about, ...(khoury.text.mentions ?? [])]) expect(related).not.toContain(slug)
  })

  it('lists related articles with their reasons, the closest first', async () => {
    const { relatedArticles } = await page(KHOURY_SLUG)

    const slugs = relatedArticles.edges.map(({ node }) => node.slug)
    expect(slugs.slice(0, 3)).toEqual([
      'the-words-we-use-gaza-west-bank',
      'rafah-crossing-a-readers-map',
      'olive-oil-from-three-coasts',
    ])
    expect(slugs).toHaveLength(5)
    for (const { reasons } of relatedArticles.edges) expect(reasons).toEqual(['SHARED_TOPIC'])
    const scores = relatedArticles.edges.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  it('puts what editors pinned first', async () => {
    const { relatedArticles } = await page(BRIDGE)

    const [first, second] = relatedArticles.edges
    expect([first?.node.slug, second?.node.slug]).toEqual([
      'night-bus-takes-the-long-way-round',
      'the-last-keeper-of-the-light',
    ])
    expect(first?.reasons).toEqual(['PINNED', 'SHARED_TOPIC', 'SAME_AUTHOR'])
    expect(relatedArticles.edges.map(({ node }) => node.slug)).not.toContain('bread-costs-ten-pence-more')
  })

  it('has a link for each channel, in the order asked', async () => {
    const { shareLinks } = await page(KHOURY_SLUG)

    expect(shareLinks.map(({ channel }) => channel)).toEqual([
      'EMAIL',
      'WHATSAPP',
      'X',
      'FACEBOOK',
      'TELEGRAM',
      'LINKEDIN',
      'BLUESKY',
      'COPY',
    ])
    for (const { url, channel } of shareLinks) {
      expect(decodeURIComponent(url)).toContain(
        `${SITE}/article/${KHOURY_SLUG}?utm_source=${channel.toLowerCase()}&utm_medium=`,
      )
    }
    expect(shareLinks[0]).toMatchObject({
      label: 'Send by e-mail',
      url: expect.stringMatching(/^mailto:\?subject=Senior%20Hamas%20Officials/),
    })
    expect(shareLinks[2]).toMatchObject({
      label: 'Share on X',
      url: expect.stringMatching(/^https:\/\/x\.com\/intent\/post\?text=/),
    })
  })

  it('shows corrections newest first, and nothing of the draft that is being written', async () => {
    const article = await page(BRIDGE)

    expect(article).toMatchObject({
      headline: 'Harbour bridge stays closed until spring',
      byline: 'By Nora Lindqvist-Hale and Adaeze Umeh; photographs by Tomás Ferreiro',
      publishedAt: '2024-08-30T16:20:00.000Z',
      firstPublishedAt: '2024-08-30T16:20:00.000Z',
      updatedAt: '2024-09-05T08:00:00.000Z',
      captions: [{ role: 'LEAD' }, { role: 'GALLERY' }, { role: 'GALLERY' }, { role: 'GALLERY' }, { role: 'INLINE' }],
      corrections: [
        { kind: 'CLARIFICATION', publishedAt: '2024-09-05T08:00:00.000Z' },
        { kind: 'UPDATE', publishedAt: '2024-09-04T17:45:00.000Z' },
        { kind: 'CORRECTION', publishedAt: '2024-09-03T10:00:00.000Z' },
      ],
    })
    expect(JSON.stringify(article)).not.toContain(HIDDEN.newerDraft)
  })

  it('reads the Hebrew translation from right to left, its caption with a credit of its own', async () => {
    expect(await page(HEBREW)).toMatchObject({
      locale: 'he',
      direction: 'RTL',
      path: `/he/article/${HEBREW}`,
      byline: "מאת ג'קי חורי; תרגום: תמר בן־אורן",
      leadImage: { credit: 'רויטרס', image: { credit: 'Reuters' } },
      translations: [{ locale: 'en', article: { slug: KHOURY_SLUG } }],
    })
  })

  it.each([HIDDEN.draft, HIDDEN.withdrawn, HIDDEN.trashed])(
    'is null for what readers may not see: %s',
    async (word) => {
      const story = stories.find(({ slug }) => slug.endsWith(word))

      expect(await api.query(operation('ArticlePage'), { slug: story?.slug })).toEqual({ article: null })
    },
  )

  it('is null for what does not exist', async () => {
    expect(await api.query(operation('ArticlePage'), { slug: 'no-such-article' })).toEqual({ article: null })
  })
})

describe('FrontPage', () => {
  interface FrontPage {
    articles: {
      edges: { cursor: string; node: { slug: string; publishedAt: string; byline: string | null } }[]
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string }
      totalCount: number
    }
  }

  it('gives all live articles, newest first, in pages of twenty', async () => {
    const pages: FrontPage['articles'][] = []
    let after: string | null = null
    do {
      const { articles }: FrontPage = await api.query<FrontPage>(operation('FrontPage'), { after })
      pages.push(articles)
      after = articles.pageInfo.hasNextPage ? articles.pageInfo.endCursor : null
    } while (after !== null)

    const nodes = pages.flatMap(({ edges }) => edges.map(({ node }) => node))
    expect(nodes.map(({ slug }) => slug).toSorted()).toEqual(live.map(({ slug }) => slug).toSorted())
    const dates = nodes.map(({ publishedAt }) => publishedAt)
    expect(dates).toEqual(dates.toSorted().reverse())
    expect(pages.map(({ edges }) => edges.length)).toEqual([20, 20, live.length - 40])
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true, true])
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(Array(3).fill(live.length))
    expect(pages[0]?.edges[0]?.node).toMatchObject({
      slug: 'the-garden-between-two-blocks',
      byline: 'By Priya Ramdas; photographs by Tomás Ferreiro',
      leadImage: { role: 'LEAD' },
      topics: expect.arrayContaining([{ rel: 'ABOUT', topic: expect.objectContaining({ slug: expect.any(String) }) }]),
    })
  })
})

describe('Filtered', () => {
  it('finds the one article that is by Khoury, in English, about Egypt or Gaza', async () => {
    expect(await api.query(operation('Filtered'))).toEqual({
      articles: { nodes: [{ id: khouryId, headline: 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties' }] },
    })
  })
})

describe('TopicPage', () => {
  it('shows the topic in its hierarchy, with its neighbours and its articles', async () => {
    const children = topics.filter(({ parent }) => parent === 'egypt').map(({ name, slug }) => ({ name, slug }))

    const { topic } = await api.query<{
      topic: { relatedTopics: { edges: { score: number }[] }; articles: { edges: { node: { slug: string } }[] } }
    }>(operation('TopicPage'), { slug: 'egypt' })

    expect(topic).toMatchObject({
      id: globalId('topic', 'egypt'),
      name: 'Egypt',
      url: `${SITE}/topic/egypt`,
      kind: 'PLACE',
      description: 'The country on the Nile, its politics and its people.',
      uri: null,
      parent: { name: 'Middle East', slug: 'middle-east' },
      ancestors: [
        { name: 'World', slug: 'world' },
        { name: 'Middle East', slug: 'middle-east' },
      ],
      children: { nodes: children.toSorted((a, b) => (a.name < b.name ? -1 : 1)) },
      articles: { totalCount: carries('egypt').length, pageInfo: { hasNextPage: false } },
    })
    expect(topic.relatedTopics.edges.slice(0, 4)).toEqual([
      { score: 1, node: { name: 'Middle East', slug: 'middle-east' } },
      { score: 1, node: { name: 'Nile', slug: 'nile' } },
      { score: 1, node: { name: 'Suez Canal', slug: 'suez-canal' } },
      { score: expect.closeTo(Math.sqrt(4 / 10), 5), node: expect.anything() },
    ])
    expect(topic.articles.edges.map(({ node }) => node.slug).toSorted()).toEqual(carries('egypt').toSorted())
  })

  it('has the IPTC code of a subject, and is null for no topic', async () => {
    expect(await api.query(operation('TopicPage'), { slug: 'politics' })).toMatchObject({
      topic: { uri: 'medtop:11000000', kind: 'SUBJECT', parent: null, ancestors: [] },
    })
    expect(await api.query(operation('TopicPage'), { slug: 'no-such-topic' })).toEqual({ topic: null })
  })
})

describe('AuthorPage', () => {
  it('shows the author with links and articles', async () => {
    expect(await api.query(operation('AuthorPage'), { slug: 'jack-khoury' })).toMatchObject({
      author: {
        id: globalId('author', 'jack-khoury'),
        name: 'Jack Khoury',
        url: `${SITE}/author/jack-khoury`,
        jobTitle: 'Reporter',
        bio: expect.stringContaining('Jack Khoury wrote the report'),
        links: [{ label: 'His articles', url: 'https://www.example.org/authors/jack-khoury' }],
        articles: { totalCount: 2, nodes: [{ slug: HEBREW }, { slug: KHOURY_SLUG }] },
      },
    })
    expect(await api.query(operation('AuthorPage'), { slug: 'nobody' })).toEqual({ author: null })
  })
})

describe('Search', () => {
  interface Found {
    search: { totalCount: number; edges: { rank: number; headline: string; snippet: string; node: { slug: string } }[] }
  }

  const search = async (query: string) => (await api.query<Found>(operation('Search'), { query })).search

  it('ranks what matches, and marks it', async () => {
    const { totalCount, edges } = await search('harbour bridge')

    expect(edges[0]?.node.slug).toMatch(/^harbour-bridge-/)
    expect(edges[0]?.headline).toMatch(/^<mark>Harbour<\/mark> <mark>bridge<\/mark> /)
    expect(edges.map(({ rank }) => rank)).toEqual(edges.map(({ rank }) => rank).toSorted((a, b) => b - a))
    expect(totalCount).toBe(edges.length)
  })

  it('finds the piece in each of its languages', async () => {
    expect((await search('delegation Cairo')).edges.map(({ node }) => node.slug)).toEqual([KHOURY_SLUG])
    const hebrew = await search('קהיר')
    expect(hebrew.edges.map(({ node }) => node.slug)).toEqual([HEBREW])
    expect(hebrew.edges[0]?.snippet).toContain('<mark>קהיר</mark>')
  })

  it('gives an empty page for no hit, and refuses an empty query', async () => {
    expect(await search('xylophonists')).toEqual({ totalCount: 0, edges: [] })
    expect(await api.errors(operation('Search'), { query: '' })).toMatchObject([
      {
        path: ['search'],
        extensions: { code: 'BAD_USER_INPUT', argument: 'query', allowed: 'at least one letter or digit' },
      },
    ])
  })
})

describe('ResolvePath', () => {
  const resolve = async (path: string) => (await api.query(operation('ResolvePath'), { path })).resolvePath
  const article = {
    __typename: 'Article',
    id: khouryId,
    headline: 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties',
  }
  const redirect = (location: string) => ({ __typename: 'Redirect', location, permanent: true })

  it.each([
    ['a live address', `/article/${KHOURY_SLUG}`, article],
    ['a whole URL', `${SITE}/article/${KHOURY_SLUG}?utm_source=x#top`, article],
    ['another spelling', `${SITE}/Article/${KHOURY_SLUG}/?utm_source=x`, redirect(`/article/${KHOURY_SLUG}`)],
    ['the default language written out', `/en/article/${KHOURY_SLUG}`, redirect(`/article/${KHOURY_SLUG}`)],
    ['another language', `/he/article/${HEBREW}`, { __typename: 'Article', id: globalId('article', `he/${HEBREW}`) }],
    ['the wrong language', `/article/${HEBREW}`, null],
    ['an old address', '/article/harbour-bridge-closed-for-repairs', redirect(`/article/${BRIDGE}`)],
    [
      'an old address that another article has taken',
      '/article/harbour-bridge-closed',
      { headline: 'Harbour bridge closed, this time for a parade' },
    ],
    ['a topic', '/topic/egypt', { __typename: 'Topic' }],
    ['a topic’s old address', '/topic/harbour-fair', redirect('/topic/harbour-festival')],
    ['an author', '/author/jack-khoury', { __typename: 'Author' }],
    ['an author’s old address', '/author/nora-lindqvist', redirect('/author/nora-lindqvist-hale')],
    [
      'something withdrawn',
      `/article/ferry-sold-${HIDDEN.withdrawn}`,
      { __typename: 'Gone', since: '2025-03-01T15:00:00.000Z' },
    ],
    [
      'the old address of something withdrawn',
      `/article/crossing-opens-${HIDDEN.withdrawn}`,
      { __typename: 'Gone', since: '2016-03-22T12:00:00.000Z' },
    ],
    [
      'something trashed that was live',
      `/article/old-weather-${HIDDEN.trashed}`,
      { __typename: 'Gone', since: '2024-12-24T16:00:00.000Z' },
    ],
    ['something trashed that never was', `/article/test-please-ignore-${HIDDEN.trashed}`, null],
    ['a draft', `/article/harbour-wall-${HIDDEN.draft}`, null],
    ['what is scheduled', `/article/new-years-swim-${HIDDEN.scheduled}`, null],
    ['another site', `https://elsewhere.example/article/${KHOURY_SLUG}`, null],
    ['nonsense', "/article/'; DROP TABLE article; --", null],
    ['nothing', '', null],
  ])('%s', async (_what, path, expected) => {
    const found = await resolve(path)

    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })
})

describe('Nodes', () => {
  it('gives each thing in the order asked, null for what is hidden, absent or no id', async () => {
    const hidden = globalId('article', `en/harbour-wall-${HIDDEN.draft}`)
    const ids = [
      globalId('topic', 'egypt'),
      hidden,
      khouryId,
      'garbage',
      globalId('image', 'bridge'),
      globalId('author', 'jack-khoury'),
      globalId('caption', `en/${BRIDGE}:LEAD:bridge`),
      globalId('correction', `en/${BRIDGE}:0`),
      khouryId.replace('article', 'topic'),
      khouryId,
      '',
    ]

    const { nodes } = await api.query<{ nodes: ({ __typename: string; id: string } | null)[] }>(operation('Nodes'), {
      ids,
    })

    expect(nodes.map((node) => node?.__typename)).toEqual([
      'Topic',
      undefined,
      'Article',
      undefined,
      'Image',
      'Author',
      'Caption',
      'Correction',
      undefined,
      'Article',
      undefined,
    ])
    for (const [index, node] of nodes.entries()) if (node) expect(node.id).toBe(ids[index])
  })
})

describe('Lists', () => {
  interface Lists {
    authors: { nodes: { name: string }[]; totalCount: number }
    topics: { nodes: { slug: string; articleCount: number }[] }
    images: { nodes: { credit: string; uses: { nodes: { article: { slug: string } }[]; totalCount: number } }[] }
  }

  it('gives authors by name, places with their counts, images with their uses', async () => {
    const { authors, topics: places, images } = await api.query<Lists>(operation('Lists'))

    expect(authors.totalCount).toBe(13)
    expect(authors.nodes.map(({ name }) => name).slice(0, 5)).toEqual([
      'Adaeze Umeh',
      'Callum Breck',
      'Hana Kovářová',
      'Hugo Valmont',
      'Jack Khoury',
    ])
    expect(places.nodes).toHaveLength(10)
    for (const { slug, articleCount } of places.nodes) {
      expect(topics.find((topic) => topic.slug === slug)?.kind).toBe('PLACE')
      expect(articleCount).toBe(carries(slug).length)
    }
    expect(images.nodes).toHaveLength(10)
    const slugs = live.map(({ slug }) => slug)
    for (const { uses } of images.nodes) {
      expect(uses.nodes).toHaveLength(Math.min(uses.totalCount, 5))
      for (const { article } of uses.nodes) expect(slugs).toContain(article.slug)
    }
    expect(images.nodes.some(({ uses }) => uses.totalCount > 2)).toBe(true)
  })
})
