import { describe, expect, it } from 'vitest'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { testDatabase } from '../helpers/database.ts'
import { SITE } from '../helpers/site.ts'

// Answers are JSON. A client that accepts none gets none, and nothing is done for it.

const database = await testDatabase({ seeded: true })
const events = eventFeed(database, SITE)
const { app } = await testApi(database, { events })
await events.start(app.log)
atEnd(() => events.close())

const QUERY = '{ articles(first: 1) { nodes { headline } } }'
const CREATE = `mutation ($headline: String!) {
  createArticle(input: { headline: $headline, locale: "en" }) { article { id } userErrors { code } }
}`

const JSON_TYPE = 'application/json; charset=utf-8'
const MODERN = 'application/graphql-response+json; charset=utf-8'

const get = (accept: string, query = QUERY) => app.inject({ url: '/graphql', query: { query }, headers: { accept } })

const create = (accept: string, headline: string) =>
  app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { accept, authorization: 'Bearer dev-editor' },
    payload: { query: CREATE, variables: { headline } },
  })

const REFUSED = {
  errors: [
    { message: expect.stringContaining('application/graphql-response+json'), extensions: { code: 'BAD_REQUEST' } },
  ],
}

describe.each([
  'text/html',
  'image/png',
  'application/json;q=0',
  'text/event-stream',
  `text/plain, ${'x/y,'.repeat(100)}`,
])('An operation whose client accepts %s', (accept) => {
  it('is refused at each call, and no cache may store that', async () => {
    await get('*/*')
    for (let times = 0; times < 4; times++) {
      const { statusCode, headers, json } = await get(accept)

      expect(statusCode).toBe(406)
      expect(headers['content-type']).toBe(JSON_TYPE)
      expect(headers['cache-control']).toBe('private, no-store')
      expect(headers.etag).toBeUndefined()
      expect(json()).toEqual(REFUSED)
    }
    expect((await get('*/*')).json()).toMatchObject({ data: { articles: { nodes: [{}] } } })
  })

  it('is not carried out if it is a mutation', async () => {
    const before = await database.prisma.article.count()

    const { statusCode, json } = await create(accept, 'Nobody Reads This')

    expect(statusCode).toBe(406)
    expect(json()).toEqual(REFUSED)
    expect(await database.prisma.article.count()).toBe(before)
  })
})

describe('An operation', () => {
  it.each([
    ['', JSON_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', JSON_TYPE],
    ['application/graphql-response+json', MODERN],
    ['application/graphql-response+json, application/json;q=0.9', MODERN],
    ['application/json, application/graphql-response+json;q=0.9', JSON_TYPE],
    [`application/graphql-response+json, ${'x/y,'.repeat(100)}`, MODERN],
  ])('whose client accepts "%s" gets the type that it prefers', async (accept, type) => {
    for (let times = 0; times < 3; times++) expect((await get(accept)).headers['content-type']).toBe(type)
    expect((await create(accept, 'Accepted')).headers['content-type']).toBe(type)
  })
})
