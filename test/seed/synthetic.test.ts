import { describe, expect, it } from 'vitest'
import { syntheticArticle } from '../../prisma/seed/synthetic/article.ts'
import { loadBulk } from '../../prisma/seed/synthetic/bulk.ts'
import { addCast } from '../../prisma/seed/synthetic/cast.ts'
import { batches, seedSynthetic } from '../../prisma/seed/synthetic/newsroom.ts'
import { parseBody, plainText } from '../../src/content/body.ts'
import { wordCount } from '../../src/content/word-count.ts'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { onPostgresql, testConnection, testDatabase } from '../helpers/database.ts'
import { emptyPlace, wrongFiles } from '../media/places.ts'

const database = await testDatabase()
const place = await emptyPlace('folder')

async function rows(text: string, from: Database = database): Promise<unknown[]> {
  return from.query({ text, parameters: [] })
}

/** What the live tables must contain, computed again from the articles, with what they do contain. */
const DERIVED: Record<string, [kept: string, reckoned: string]> = {
  live_topic: [
    'SELECT topic_id, article_id, locale, published_at FROM live_topic ORDER BY 2, 1',
    `SELECT t.topic_id, a.id AS article_id, a.locale, a.published_at FROM article a
     JOIN revision_topic t ON t.revision_id = a.live_revision_id ORDER BY 2, 1`,
  ],
  live_credit: [
    'SELECT author_id, article_id FROM live_credit ORDER BY 2, 1',
    'SELECT DISTINCT c.author_id, a.id AS article_id FROM article a JOIN credit c ON c.revision_id = a.live_revision_id ORDER BY 2, 1',
  ],
  live_total: [
    'SELECT locale, articles FROM live_total',
    'SELECT locale, count(*)::int AS articles FROM article WHERE live_revision_id IS NOT NULL GROUP BY 1',
  ],
  topic_total: [
    'SELECT topic_id, articles FROM topic_total ORDER BY 1',
    'SELECT t.id AS topic_id, count(l.article_id)::int AS articles FROM topic t LEFT JOIN live_topic l ON l.topic_id = t.id GROUP BY 1 ORDER BY 1',
  ],
  author_total: [
    'SELECT author_id, articles FROM author_total ORDER BY 1',
    'SELECT w.id AS author_id, count(l.article_id)::int AS articles FROM author w LEFT JOIN live_credit l ON l.author_id = w.id GROUP BY 1 ORDER BY 1',
  ],
  topic_pair: [
    'SELECT topic_id, other_id, articles FROM topic_pair WHERE articles > 0 ORDER BY 1, 2',
    `SELECT x.topic_id, y.topic_id AS other_id, count(*)::int AS articles FROM live_topic x
     JOIN live_topic y ON y.article_id = x.article_id AND y.topic_id <> x.topic_id GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  live_headline: [
    'SELECT article_id, words::text FROM live_headline ORDER BY 1',
    'SELECT a.id AS article_id, name_words(r.headline)::text AS words FROM article a JOIN revision r ON r.id = a.live_revision_id ORDER BY 1',
  ],
  live_search: [
    'SELECT article_id FROM live_search ORDER BY 1',
    'SELECT id AS article_id FROM article WHERE live_revision_id IS NOT NULL ORDER BY 1',
  ],
}

async function expectDerivedTablesRight(of: Database): Promise<void> {
  for (const [table, [kept, reckoned]] of Object.entries(DERIVED)) {
    const expected = await rows(reckoned, of)
    expect(expected.length, table).toBeGreaterThan(0)
    expect(await rows(kept, of), table).toEqual(expected)
  }
}

describe('A synthetic article', () => {
  it('hangs on its number alone, and is as long as asked', () => {
    for (let number = 0; number < 500; number++) {
      const article = syntheticArticle(number)
      expect(syntheticArticle(number)).toEqual(article)
      expect(parseBody(article.body)).toEqual(article.body)
      expect(plainText(article.body)).toBe(article.plainText)
      expect(article.wordCount).toBe(wordCount(article.plainText, 'en'))
      expect(article.wordCount).toBeGreaterThanOrEqual(115)
      expect(article.wordCount).toBeLessThanOrEqual(255)
      expect(article.topics.length).toBeGreaterThanOrEqual(3)
      expect(article.topics.length).toBeLessThanOrEqual(6)
      expect(article.authors.length).toBeLessThanOrEqual(3)
    }
  })
})

describe('seedSynthetic', () => {
  it('makes as many as asked, then the difference, then nothing', async () => {
    expect(await seedSynthetic(database, { articles: 150, ...place })).toBe(150)
    expect(await seedSynthetic(database, { articles: 400, ...place })).toBe(250)
    expect(await seedSynthetic(database, { articles: 400, ...place })).toBe(0)
    expect(await seedSynthetic(database, { articles: 20, ...place })).toBe(0)

    expect(await database.prisma.article.count()).toBe(400)
    expect(await database.prisma.image.count()).toBe(200)
  })

  it('keeps the files of its images where all are, and brings back one that was lost', async () => {
    const { file } = await database.prisma.image.findFirstOrThrow()
    expect(await wrongFiles(database, place)).toEqual([])
    await place.store.remove(file)

    await seedSynthetic(database, { articles: 20, ...place })

    expect(await wrongFiles(database, place)).toEqual([])
    expect(await database.prisma.image.count()).toBe(200)
  })

  it('is mostly live, and has drafts, withdrawn articles and newer drafts among it', async () => {
    const live = await database.prisma.article.count({ where: { status: 'PUBLISHED' } })
    const newer = await rows('SELECT id FROM article WHERE live_revision_id <> latest_revision_id')

    expect(live / 400).toBeGreaterThan(0.8)
    expect(newer.length).toBeGreaterThan(0)
    expect(await database.prisma.article.count({ where: { status: 'DRAFT' } })).toBeGreaterThan(0)
    expect(await database.prisma.article.count({ where: { status: 'WITHDRAWN' } })).toBeGreaterThan(0)
  })

  it('leaves every derived table as a reckoning from the articles makes it', async () => {
    await expectDerivedTablesRight(database)
  })
})

describe.runIf(onPostgresql)('loadBulk', () => {
  const SCHEMA = [
    'SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1',
    `SELECT conrelid::regclass::text AS table, conname, pg_get_constraintdef(oid) AS definition, convalidated
     FROM pg_constraint WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2`,
    `SELECT tgrelid::regclass::text AS table, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2`,
  ]
  const SEARCHED = 'SELECT article_id, config::text, strip(document)::text AS words FROM live_search ORDER BY 1'

  it('leaves the same rows as the steady way, and the schema as it was', async () => {
    const options = await testConnection('migrated')
    if (!('url' in options)) throw new Error('Not on PostgreSQL')
    const bulk = await connect(options)
    try {
      const before = await Promise.all(SCHEMA.map((sql) => rows(sql, bulk)))
      await seedSynthetic(bulk, { articles: 50, ...place })

      await loadBulk(options.url, { from: 50, to: 400 }, batches({ from: 50, to: 400 }), () => {})

      await expectDerivedTablesRight(bulk)
      expect(await Promise.all(SCHEMA.map((sql) => rows(sql, bulk)))).toEqual(before)
      expect(await rows(SEARCHED, bulk)).toEqual(await rows(SEARCHED))
      for (const table of ['article', 'revision', 'credit', 'caption', 'revision_topic'])
        expect(await rows(`SELECT t::text FROM "${table}" t ORDER BY 1`, bulk)).toEqual(
          await rows(`SELECT t::text FROM "${table}" t ORDER BY 1`),
        )
    } finally {
      await bulk.close()
    }
  })

  it('changes nothing at all when it fails on the way', async () => {
    const options = await testConnection('migrated')
    if (!('url' in options)) throw new Error('Not on PostgreSQL')
    const bulk = await connect(options)
    try {
      await addCast(bulk, place)
      const before = await Promise.all(SCHEMA.map((sql) => rows(sql, bulk)))
      const range = { from: 0, to: 100 }
      const twice = [...batches(range), ...batches(range)]

      await expect(loadBulk(options.url, range, twice, () => {})).rejects.toThrow('duplicate key')

      expect(await bulk.prisma.article.count()).toBe(0)
      expect(await Promise.all(SCHEMA.map((sql) => rows(sql, bulk)))).toEqual(before)
    } finally {
      await bulk.close()
    }
  })
})
