import { describe, expect, it } from 'vitest'
import { within } from '../../src/database/database.ts'
import { readExamples } from '../../src/http/explorer/examples.ts'
import { testApi } from '../helpers/api.ts'
import { onPostgresql, testDatabase, throughPooler } from '../helpers/database.ts'

const database = await testDatabase({ seeded: true })
const api = await testApi(database, { variables: { MAX_COST_READERS: '1000000000' } })
const examples = await readExamples()

/** Whether the statements of each of so many requests have a name, under which PostgreSQL prepares them. */
async function named(query: string, variables: object, requests: number): Promise<boolean[]> {
  const found: boolean[] = []
  for (let request = 0; request < requests; request++) {
    const [statement] = await api.statements(query, { ...variables })
    found.push(statement?.name !== undefined)
  }
  return found
}

describe('A repeated request', () => {
  it.each(examples)('$name gets the same response at every use', async ({ query, variables }) => {
    const first = await api.ask(query, JSON.parse(variables))

    for (let use = 2; use <= 4; use++) expect(await api.ask(query, JSON.parse(variables))).toEqual(first)
  })

  it('has its own arguments when the plan of an earlier one is used', async () => {
    const query =
      'query ($where: TopicWhereInput, $first: Int) { topics(where: $where, first: $first) { nodes { name } } }'
    const named = async (name: string) =>
      api.query<{ topics: { nodes: object[] } }>(query, { where: { name: { equals: name } }, first: 2 })
    for (const _use of [1, 2, 3]) await named('Gaza')

    expect(await named('Egypt')).toEqual({ topics: { nodes: [{ name: 'Egypt' }] } })
  })

  it('is prepared from its third use on', async () => {
    expect(await named('query ($id: ID!) { node(id: $id) { __typename id } }', { id: 'topic_x' }, 4)).toEqual([
      false,
      false,
      true,
      true,
    ])
  })

  it('is prepared after any number of others', async () => {
    // More than a connection has prepared statements. The embedded database has none.
    const others = onPostgresql ? 330 : 20
    for (let number = 0; number < others; number++) {
      for (const _use of [1, 2, 3]) await api.query(`{ topics(first: 1) { nodes { a${number}: name } } }`)
    }

    const query = '{ topics(first: 1) { nodes { afterAll: name } } }'
    expect(await named(query, {}, 3)).toEqual([false, false, true])
    // A pooler may lose them, and then none are prepared.
    if (!onPostgresql || throughPooler) return
    const [statement] = await api.statements(query)
    const [found] = await within(database, 'readers').query({
      text: 'SELECT count(*)::int AS statements FROM pg_prepared_statements WHERE name = $1',
      parameters: [statement?.name],
    })
    expect(found).toEqual({ statements: 1 })
  })

  it('with a very long outline of its variables is planned each time', async () => {
    const where = { OR: Array.from({ length: 100 }, () => ({ headline: { contains: 'x' } })) }

    expect(
      await named('query ($where: ArticleWhereInput) { articles(where: $where) { nodes { id } } }', { where }, 4),
    ).toEqual([false, false, false, false])
  })
})
