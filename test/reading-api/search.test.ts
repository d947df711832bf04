import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { pagesOf } from '../helpers/pages.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

interface Found {
  totalCount: number
  edges: { rank: number; headline: string; snippet: string; node: { slug: string } }[]
}

async function search(query: string, locale?: string): Promise<Found> {
  const document =
    'query ($query: String!, $locale: Locale) { search(query: $query, locale: $locale) { totalCount edges { rank headline snippet node { slug } } } }'
  const data = await api.query<{ search: Found }>(document, { query, locale })
  expect(data.search.totalCount).toBe(data.search.edges.length)
  return data.search
}

const slugs = async (query: string, locale?: string) => (await search(query, locale)).edges.map(({ node }) => node.slug)

let khoury: Given

beforeAll(async () => {
  const author = await given.author({ slug: 'jack-khoury', name: 'Jack Khoury' })
  khoury = author
  const palestinians = await given.topic({ slug: 'palestinians', name: 'Palestinians' })
  const filler = Array(30).fill('plain text that says little').join(' ')
  // One word, in one place each.
  await given.article({
    slug: 'in-headline',
    headline: 'A walrus at the pier',
    standfirst: 'Nothing here.',
    body: [filler],
  })
  await given.article({
    slug: 'in-standfirst',
    headline: 'A visitor at the pier',
    standfirst: 'It is a walrus.',
    body: [filler],
  })
  await given.article({
    slug: 'in-names',
    headline: 'A visitor at the pier',
    standfirst: 'Nothing here.',
    credits: [{ name: 'Walter Walrus' }],
    body: [filler],
  })
  await given.article({
    slug: 'in-body',
    headline: 'A visitor at the pier',
    standfirst: 'Nothing here.',
    body: [`${filler} walrus`],
  })

  await given.article({
    slug: 'bridges',
    headline: 'Two bridges were closed',
    body: ['Engineers are repairing them.'],
    publishedAt: '2020-02-01T00:00:00Z',
  })
  await given.article({ slug: 'closing', headline: 'The bridge closes', body: ['The engineer repaired it, slowly.'] })
  await given.article({
    slug: 'by-khoury',
    headline: 'Out of the strip',
    credits: [{ author: { ...author, name: 'Jack Khoury' } }],
    topics: [palestinians],
  })
  await given.article({
    slug: 'ivrit',
    locale: 'he',
    headline: 'גשרים נסגרו',
    standfirst: 'הגשר נסגר',
    body: ['מהנדסים'],
  })
  await given.article({
    slug: 'francais',
    locale: 'fr',
    headline: 'Les ponts fermés',
    body: ['Le pont est fermé depuis hier.'],
  })
  await given.article({
    slug: 'hostile',
    headline: `<script>alert(1)</script> & <b>"otter"</b>`,
    standfirst: '<b onclick="x()">otter</b> &amp; \u0001\u0002 <mark>mine</mark>',
    body: ['An otter &lt;img src=x onerror=alert(1)&gt; swims.'],
  })
})

describe('Search', () => {
  it('reduces English words to their stems, both ways', async () => {
    expect((await slugs('bridges closing')).toSorted()).toEqual(['bridges', 'closing'])
    expect((await slugs('bridge closed')).toSorted()).toEqual(['bridges', 'closing'])
    expect(await slugs('engineers repairing slowly')).toEqual(['closing'])
  })

  it('reduces words in the language of each article', async () => {
    expect(await slugs('pont fermé')).toEqual(['francais'])
    expect(await slugs('ponts')).toEqual(['francais'])
  })

  it('takes Hebrew as it is written, and without its prefixes', async () => {
    expect(await slugs('גשרים')).toEqual(['ivrit'])
    expect((await search('הגשר')).edges[0]?.snippet).toContain('<mark>הגשר</mark>')
    expect((await search('גשר')).edges[0]?.snippet).toContain('ה<mark>גשר</mark>')
  })

  it('takes quoted words as a phrase', async () => {
    expect(await slugs('"bridge closes"')).toEqual(['closing'])
    expect(await slugs('"closes bridge"')).toEqual([])
  })

  it('takes OR and minus', async () => {
    expect((await slugs('slowly OR pont')).toSorted()).toEqual(['closing', 'francais'])
    expect(await slugs('bridge -slowly')).toEqual(['bridges'])
  })

  it('ranks headline before standfirst before names before body', async () => {
    const { edges } = await search('walrus')

    expect(edges.map(({ node }) => node.slug)).toEqual(['in-headline', 'in-standfirst', 'in-names', 'in-body'])
    const ranks = edges.map(({ rank }) => rank)
    expect(new Set(ranks).size).toBe(4)
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a))
  })

  it('finds by topic, by author, and by the author’s new name', async () => {
    expect(await slugs('Palestinians')).toEqual(['by-khoury'])
    expect(await slugs('Khoury')).toEqual(['by-khoury'])

    await prisma.author.update({ where: { id: khoury.uuid }, data: { name: 'Jacques Elkhoury' } })
    expect(await slugs('Elkhoury')).toEqual(['by-khoury'])
    expect(await slugs('"Jack Khoury"')).toEqual(['by-khoury'])
    await prisma.author.update({ where: { id: khoury.uuid }, data: { name: 'Jack Khoury' } })
    await prisma.topic.update({ where: { slug: 'palestinians' }, data: { name: 'Ramallah' } })
    expect(await slugs('Ramallah')).toEqual(['by-khoury'])
    expect(await slugs('Palestinians')).toEqual([])
    await prisma.topic.update({ where: { slug: 'palestinians' }, data: { name: 'Palestinians' } })
  })

  it('helps with names that are misspelt, but not where the words are right', async () => {
    expect(await slugs('Khourry')).toEqual(['by-khoury'])
    expect(await slugs('Palestinnians')).toEqual(['by-khoury'])
    expect(await slugs('wallpaper')).toEqual([])
    expect((await slugs('walrus')).includes('by-khoury')).toBe(false)
  })

  it('keeps to one language when asked', async () => {
    expect(await slugs('bridge', 'he')).toEqual([])
    expect((await slugs('bridge', 'en')).toSorted()).toEqual(['bridges', 'closing'])
    expect(await slugs('ponts', 'FR')).toEqual(['francais'])
  })

  it('marks the matches, and lets no other markup through', async () => {
    const [hit] = (await search('otter')).edges

    expect(hit?.headline).toMatch(
      /^&lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; &lt;b&gt;("|&quot;|&#34;)<mark>otter<\/mark>\1&lt;\/b&gt;$/,
    )
    expect(hit?.snippet).toContain('<mark>otter</mark>')
    for (const html of [hit?.headline ?? '', hit?.snippet ?? '']) {
      expect(html.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>]/)
      expect(html).not.toContain('<mark>mine')
    }
  })

  it('marks stems, and the name that was meant', async () => {
    expect((await search('closing')).edges.map(({ headline }) => headline).toSorted()).toEqual([
      'The bridge <mark>closes</mark>',
      'Two bridges were <mark>closed</mark>',
    ])
    const [meant] = (await search('Khourry')).edges
    expect(meant?.rank).toBeGreaterThan(0)
    expect(meant?.rank).toBeLessThan(0.011)
  })

  it('is of what is live', async () => {
    const article = await given.article({ slug: 'pangolin', headline: 'A pangolin' })
    expect(await slugs('pangolin')).toEqual(['pangolin'])

    const draft = await given.revision(article, { headline: 'An armadillo' })
    expect(await slugs('armadillo')).toEqual([])
    await given.live(article, draft)
    expect(await slugs('armadillo')).toEqual(['pangolin'])
    expect(await slugs('pangolin')).toEqual([])
    await given.withdrawn(article)
    expect(await slugs('armadillo')).toEqual([])
  })

  it('pages by rank, equal ranks by id', async () => {
    for (const index of Array(7).keys())
      await given.article({ headline: 'Zebra', body: [index < 4 ? 'zebra' : ''].filter(Boolean) })
    const { page, forward, backward } = pagesOf(api, { field: 'search(query: "zebra", $page)' })
    const whole = (await page({ first: 100 })).edges.map(({ node }) => node.id)

    expect(whole).toHaveLength(7)
    expect(await forward([2])).toEqual(whole)
    expect(await forward([3, 1])).toEqual(whole)
    expect(await backward([2, 3])).toEqual(whole)
  })
})
