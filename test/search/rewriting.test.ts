import { describe, expect, it } from 'vitest'
import { countOutdated } from '../../src/search/rewrite-documents.write.ts'
import { rewriteAll } from '../../src/search/rewrite-in-background.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { expectExactCounts } from '../helpers/recount.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)

async function slugs(query: string): Promise<string[]> {
  const { search } = await api.query<{ search: { nodes: { slug: string }[] } }>(
    'query ($query: String!) { search(query: $query) { nodes { slug } } }',
    { query },
  )
  return search.nodes.map(({ slug }) => slug)
}

/** As the first migration wrote documents, and none of drafts. */
async function giveEarlierDocuments(): Promise<void> {
  await database.script(`
    UPDATE live_search s SET form = 0, as_written = NULL, document = setweight(to_tsvector(s.config, r.headline), 'A')
      FROM article a JOIN revision r ON r.id = a.live_revision_id WHERE a.id = s.article_id;
    DELETE FROM draft_search`)
}

describe('Search documents of an earlier form', () => {
  it('are found as before until they are written again, which an interruption does not undo', async () => {
    await given.article({ slug: 'cafe', headline: 'Cafés open' })
    await given.article({ slug: 'bridge', headline: 'Bridges close' })
    await given.article({ slug: 'draft', status: 'DRAFT', headline: 'A draft' })
    await giveEarlierDocuments()
    const count = await countOutdated(database)
    expect(count).toBeGreaterThanOrEqual(3)
    expect([await slugs('bridge'), await slugs('cafés'), await slugs('cafe')]).toEqual([['bridge'], ['cafe'], []])

    const lines: string[] = []
    const log = { info: (_details: object, message: string) => lines.push(message) }
    let asked = 0
    await rewriteAll(database, log, () => ++asked < 2)
    expect(await countOutdated(database)).toBeLessThan(count)
    expect(lines).toEqual([`${count} search documents are written again; search goes on meanwhile`])

    await rewriteAll(database, log)
    expect(await countOutdated(database)).toBe(0)
    expect(await slugs('cafe')).toEqual(['cafe'])
    await expectExactCounts(database)
    expect(await rewriteAll(database, log)).toBe(0)
  })

  it('are written by two processes at once, and beside a rename', async () => {
    const topic = await given.topic({ name: 'Harbours' })
    for (const number of Array(20).keys()) await given.article({ slug: `port-${number}`, topics: [topic] })
    await giveEarlierDocuments()

    const log = { info: () => undefined }
    await Promise.all([
      rewriteAll(database, log),
      rewriteAll(database, log),
      database.prisma.topic.update({ where: { id: topic.uuid }, data: { name: 'Marinas' } }),
    ])
    await rewriteAll(database, log)

    expect(await countOutdated(database)).toBe(0)
    await expectExactCounts(database)
  })
})
