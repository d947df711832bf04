import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const database = await testDatabase()
const api = await testApi(database)

const FILTERED = 'query ($where: ArticleWhereInput) { articles(where: $where) { totalCount } }'
const alternatives = (count: number) => ({
  OR: Array.from({ length: count }, (_, n) => ({ slug: { equals: `s-${n}` } })),
})

it('takes as many conditions as a person writes', async () => {
  expect(await api.query(FILTERED, { where: alternatives(99) })).toEqual({ articles: { totalCount: 0 } })
})

it('refuses more conditions than the planning of a statement should cost', async () => {
  const [error] = await api.errors(FILTERED, { where: alternatives(5000) })

  expect(error).toMatchObject({
    message: '`where` has 10001 conditions.',
    path: ['articles'],
    extensions: { code: 'BAD_USER_INPUT', argument: 'where' },
  })
})
