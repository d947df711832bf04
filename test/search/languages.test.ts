import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { LANGUAGES } from './languages.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

const SEARCH = `query ($query: String!, $locale: Locale) {
  search(query: $query, locale: $locale) { edges { headline node { slug } } } }`

interface Found {
  edges: { headline: string; node: { slug: string } }[]
}

async function search(query: string, locale: string): Promise<Found> {
  return (await api.query<{ search: Found }>(SEARCH, { query, locale })).search
}

/** Which of the queries do not find the article. */
async function notFound(queries: readonly string[], locale: string): Promise<string[]> {
  const missed: string[] = []
  for (const query of queries) {
    const { edges } = await search(query, locale)
    if (edges.map(({ node }) => node.slug).join() !== `in-${locale}`) missed.push(query)
  }
  return missed
}

beforeAll(async () => {
  for (const { locale, headline, stranger } of LANGUAGES) {
    await given.article({ locale, slug: `in-${locale}`, headline })
    await given.article({ locale, slug: `stranger-${locale}`, headline: stranger })
  }
})

describe('Search', () => {
  it.each(LANGUAGES)('finds the words of a headline in $locale as they are written', async ({ locale, words }) => {
    expect(await notFound(words, locale)).toEqual([])
    for (const word of words) expect((await search(word, locale)).edges[0]?.headline).toContain('<mark>')
  })

  it.each(LANGUAGES)(
    'finds them in $locale without accents, in capitals and decomposed',
    async ({ locale, words, other = [] }) => {
      const decomposed = words.map((word) => word.normalize('NFD'))
      const capitals = words.map((word) => word.toLocaleUpperCase(locale))
      expect(await notFound([...other, ...decomposed, ...capitals], locale)).toEqual([])
    },
  )

  it.each(LANGUAGES)('finds other forms of them in $locale', async ({ locale, inflected = [] }) => {
    expect(await notFound(inflected, locale)).toEqual([])
  })

  it.each(LANGUAGES)(
    'finds a phrase in $locale, and finds no stranger',
    async ({ locale, phrase, stranger, words }) => {
      expect(
        await notFound([`"${phrase}"`, `“${phrase}”`, `„${phrase}“`, `«${phrase}»`, `「${phrase}」`], locale),
      ).toEqual([])
      expect(await notFound([`${words[0]} -${stranger}`], locale)).toEqual([])
      expect((await search(stranger, locale)).edges.map(({ node }) => node.slug)).toEqual([`stranger-${locale}`])
      expect((await search(`"${phrase} ${stranger}"`, locale)).edges).toEqual([])
    },
  )
})
