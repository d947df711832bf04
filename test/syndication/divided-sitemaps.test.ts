import { Readable } from 'node:stream'
import { parseSitemapIndex } from 'sitemap'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { publishedServer } from './published-server.ts'

const FEEDS_URL = 'https://feeds.example'

const database = await testDatabase()
// Of a thousand articles at once, also on a machine that does other things.
const { get } = await publishedServer(database, { FEEDS_URL })

async function body(path: string): Promise<string> {
  const response = await get(path)
  expect(response.statusCode, path).toBe(200)
  return response.body
}

async function index(): Promise<string[]> {
  const listed = await parseSitemapIndex(Readable.from([await body('/sitemap.xml')]))
  return listed.map(({ url }) => url.slice(FEEDS_URL.length))
}

/** All at one moment, as a transaction that imports them would publish them. */
async function manyArticles(count: number, at: string): Promise<void> {
  await database.prisma.$executeRawUnsafe(`
    with made as materialized (select n, gen_random_uuid() as article, gen_random_uuid() as revision from generate_series(1, ${count}) n),
    written as (insert into revision (id, article_id, number, headline, body, plain_text, word_count)
      select revision, article, 1, 'Part ' || n, '[]', '', 0 from made)
    insert into article (id, slug, locale, translation_group_id, status, workflow_state, latest_revision_id, live_revision_id, published_at, first_published_at, live_updated_at)
    select article, 'part-' || n || '-' || '${at.slice(0, 7)}', 'en', article, 'PUBLISHED', 'DRAFT', revision, revision, '${at}', '${at}', '${at}' from made`)
}

async function manyTopics(count: number): Promise<void> {
  await database.prisma.$executeRawUnsafe(
    `insert into topic (id, slug, name) select gen_random_uuid(), 'many-' || n, 'Many ' || (n / 2) from generate_series(1, ${count}) n`,
  )
}

describe('Sitemaps', () => {
  it('divide a month, so that each address stands once', async () => {
    await manyTopics(1001)
    await manyArticles(2150, '2019-05-05T05:05:05.123Z')
    await manyArticles(1000, '2019-06-05T05:05:05.123Z')

    const parts = (await index()).filter((path) => path.includes('2019-0'))
    expect(parts.map((path) => path.replace(/after=.*/, 'after'))).toEqual([
      '/sitemaps/articles-2019-05.xml',
      '/sitemaps/articles-2019-05.xml?after',
      '/sitemaps/articles-2019-05.xml?after',
      '/sitemaps/articles-2019-06.xml',
    ])
    const found = []
    for (const part of parts) found.push((await body(part)).match(/<loc>[^<]*/g) ?? [])
    expect(found.map(({ length }) => length)).toEqual([1000, 1000, 150, 1000])
    expect(new Set(found.flat()).size).toBe(3150)

    const topics = (await index()).filter((path) => path.includes('topics'))
    expect(topics).toHaveLength(2)
    const named = []
    for (const part of topics) named.push(...((await body(part)).match(/<loc>[^<]*/g) ?? []))
    expect([named.length, new Set(named).size]).toEqual([1001, 1001])
  })
})
