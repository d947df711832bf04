import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const SEARCH = 'query ($query: String!) { search(query: $query) { totalCount nodes { headline } } }'
const CONTAINS = 'query ($word: String!) { articles(where: { headline: { contains: $word } }) { nodes { headline } } }'
const SUGGEST = 'query ($query: String!) { suggest(query: $query) { __typename } }'

describe('search', () => {
  it('goes on without misspelt names when pg_trgm is dropped while the server runs', async () => {
    const database = await testDatabase({ seeded: true })
    const api = await testApi(database, { variables: { RESPONSE_CACHE_BYTES: '0' } })
    const found = await api.query(SEARCH, { query: 'Hamas' })
    expect(found).toMatchObject({ search: { nodes: expect.arrayContaining([expect.anything()]) } })
    await api.query(SEARCH, { query: 'Khuory' })
    await api.query(CONTAINS, { word: 'Senior' })

    await database.prisma.$executeRawUnsafe('DROP EXTENSION pg_trgm CASCADE')

    expect(await api.query(SEARCH, { query: 'Hamas' })).toEqual(found)
    await api.query(SEARCH, { query: 'Khuory' })
    await api.query(SUGGEST, { query: 'Khuory' })
    expect(await api.query(CONTAINS, { word: 'Senior' })).toMatchObject({
      articles: { nodes: expect.arrayContaining([expect.anything()]) },
    })
  })
})
