import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const LIMIT = 6000

const database = await testDatabase({ seeded: true })
const api = await testApi(database, { variables: { MAX_ANSWER_BYTES: String(LIMIT) } })
const given = givenIn(database)

const BODIES = '{ articles(first: 50) { nodes { bodyHtml } } }'
const FEW = '{ articles(first: 1) { nodes { headline } } }'

const ask = (query: string, headers = {}) =>
  api.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })

describe('an answer that is too large', () => {
  it('is refused with the limit and what to change, and the next request is served', async () => {
    const response = await ask(BODIES)
    const { errors, data } = response.json()

    expect(errors).toMatchObject([{ extensions: { code: 'ANSWER_TOO_LARGE', limit: LIMIT } }])
    expect(errors[0].message).toContain('smaller pages')
    expect(data ?? null).toBeNull()
    expect(response.body.length).toBeLessThan(1000)
    expect((await ask(FEW)).json()).toMatchObject({ data: { articles: { nodes: [{}] } } })
  })

  it('counts all root fields together', async () => {
    const one = 'articles(first: 4) { nodes { bodyText } }'
    const many = `{ ${Array.from({ length: 12 }, (_each, n) => `f${n}: ${one}`).join(' ')} }`

    expect((await ask(`{ ${one} }`)).json().errors).toBeUndefined()
    expect((await ask(many)).json().errors[0].extensions.code).toBe('ANSWER_TOO_LARGE')
  })

  it('is refused for the desk too, and does not undo what a mutation has changed', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    const headline = 'A headline '.repeat(20).trim()
    const repeated = Array.from({ length: 90 }, (_each, n) => `a${n}: headline`).join(' ')
    const save = `mutation { updateArticle(input: { id: "${id}", version: 1, headline: "${headline}" }) { article { ${repeated} } } }`

    const [error] = await api.as('EDITOR').errors(save)

    expect(error).toMatchObject({ extensions: { code: 'ANSWER_TOO_LARGE' }, message: expect.stringContaining('saved') })
    const { article } = await api.as('EDITOR').query(`{ article(id: "${id}", stage: DRAFT) { headline } }`)
    expect(article).toEqual({ headline })
  })
})
