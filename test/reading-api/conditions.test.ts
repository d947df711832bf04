import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const database = await testDatabase()
const api = await testApi(database, {
  variables: { MAX_COST: '1000000', MAX_COST_READERS: '1000000', MAX_VALUES_READERS: '10000' },
})

const FILTERED = 'query ($where: ArticleWhereInput) { articles(where: $where) { totalCount } }'
const alternatives = (count: number) => ({
  OR: Array.from({ length: count }, (_, n) => ({ slug: { equals: `s-${n}` } })),
})

it('takes 200 conditions, and any number of values in one of them', async () => {
  expect(await api.query(FILTERED, { where: alternatives(200) })).toEqual({ articles: { totalCount: 0 } })
  const slugs = Array.from({ length: 1000 }, (_, n) => `s-${n}`)
  expect(await api.query(FILTERED, { where: { slug: { in: slugs } } })).toEqual({ articles: { totalCount: 0 } })
})

it('refuses more conditions than the planning of a statement should cost', async () => {
  const [error] = await api.errors(FILTERED, { where: { AND: [alternatives(101), alternatives(100)] } })

  expect(error).toMatchObject({
    message: '`where` has 201 conditions.',
    path: ['articles'],
    extensions: { code: 'BAD_USER_INPUT', argument: 'where' },
  })
})

it('joins a few of many related rows that are asked for, and asks for each of the others apart', async () => {
  // PostgreSQL planned 60 that it may join in some five seconds, and 40 apart in some ten milliseconds.
  const asking = async (count: number) => {
    const some = Array.from({ length: count }, (_, n) => ({
      credits: { some: { author: { name: { equals: `n${n}` } } } },
    }))
    const [statement] = await api.statements(FILTERED, { where: { AND: some } })
    const text = statement?.text ?? ''
    const times = (pattern: RegExp) => text.match(pattern)?.length ?? 0
    return {
      joined: times(/exists \(select 1 /g) - times(/\) is true/g) - times(/ offset 0\)/g),
      lookups: times(/limit 1001/g),
    }
  }

  expect(await asking(30)).toEqual(await asking(10))
  expect((await asking(30)).lookups).toBe(4)
})

it('refuses to ask for related rows more often than PostgreSQL plans in a short time', async () => {
  const some = (count: number) => ({
    OR: Array.from({ length: count }, (_, n) => ({ topics: { some: { parent: { slug: { equals: `t${n}` } } } } })),
  })
  const where = { AND: [some(20), { NOT: some(11) }] }
  const [error] = await api.errors(FILTERED, { where })

  expect(await api.query(FILTERED, { where: some(30) })).toEqual({ articles: { totalCount: 0 } })
  expect(error).toMatchObject({
    message: '`where` asks for related objects 62 times.',
    extensions: { code: 'BAD_USER_INPUT', argument: 'where' },
  })
})

it('plans related rows in one another once each, however deep they are', async () => {
  // Planned in two ways at every level, as an EXISTS is by itself, 11 of them took PostgreSQL seconds, and 15 more than half a minute.
  const levels = (count: number): object =>
    count === 0 ? { slug: { equals: 'nowhere' } } : { parent: levels(count - 1) }
  const apart = async (count: number) => {
    const where = { topics: { some: levels(count) } }
    const [statement] = await api.statements(FILTERED, { where })
    const times = (pattern: RegExp) => statement?.text.match(pattern)?.length ?? 0
    return { inTwoWays: times(/\)\) is true/g), inOne: times(/ offset 0\)/g) }
  }
  const few = await apart(5)

  expect(few.inOne).toBeGreaterThan(0)
  expect(await apart(11)).toEqual({ inTwoWays: few.inTwoWays, inOne: few.inOne * 4 })
})

it('compares many values without regard to case in one lookup', async () => {
  const names = Array.from({ length: 1000 }, (_, n) => `Name ${n}`)
  const where = { headline: { in: names, mode: 'INSENSITIVE' } }
  const [statement] = await api.statements(FILTERED, { where })
  const plan = await database.query({ text: `explain ${statement?.text}`, parameters: statement?.parameters ?? [] })

  expect(JSON.stringify(plan)).toContain('hashed SubPlan')
})
