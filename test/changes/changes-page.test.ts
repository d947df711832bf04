import { describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { acted } from '../workflow/acting.ts'
import { changesDesk } from './changes-desk.ts'

// The same over HTTP, for tools without GraphQL.

const database = await testDatabase()
const { api, changes, editor, given } = await changesDesk(database)

const get = (search = '', headers: Record<string, string> = {}) => api.app.inject({ url: `/changes${search}`, headers })

async function published(slug: string) {
  const article = await given.article({ status: 'DRAFT', slug })
  await acted(editor, 'publishArticle', article)
  return article
}

describe('/changes', () => {
  it('has the events as readers get them by GraphQL, with the place to go on', async () => {
    const first = (await get()).json()
    expect(first).toEqual({ nodes: [], endCursor: expect.any(String), hasNextPage: false })
    const article = await published('a-bridge')
    await published('a-ferry')

    const response = await get(`?first=1&after=${first.endCursor}`)

    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'public, max-age=0, must-revalidate',
    })
    const { nodes, endCursor, hasNextPage } = response.json()
    const [event] = (await changes({ first: 1, after: first.endCursor })).nodes
    expect(nodes).toEqual([
      {
        ...event,
        subject: {
          __typename: 'Article',
          id: article.id,
          slug: 'a-bridge',
          url: 'https://daily.example/article/a-bridge',
        },
      },
    ])
    expect([endCursor, hasNextPage]).toEqual([event?.cursor, true])
    expect((await get(`?after=${endCursor}`)).json()).toMatchObject({
      nodes: [{ payload: { slug: 'a-ferry' } }],
      hasNextPage: false,
    })
    expect((await get('?last=1')).json()).toMatchObject({ nodes: [{ payload: { slug: 'a-ferry' } }] })
  })

  it('has nothing for a client that has it, until something happens', async () => {
    const { headers } = await get('?last=1')
    const known = { 'if-none-match': String(headers.etag) }
    const again = await get('?last=1', known)
    expect([again.statusCode, again.body]).toEqual([304, ''])

    await published('a-tunnel')

    expect(await get('?last=1', known)).toMatchObject({ statusCode: 200 })
  })

  it('shows somebody with a token no more', async () => {
    const image = await given.image()
    await editor.mutate(
      'mutation ($input: UpdateImageInput!) { updateImage(input: $input) { userErrors { message } } }',
      {
        input: { id: image.id, version: 1, credit: 'AP' },
      },
    )
    const { token } = await editor.user()

    const response = await get('?first=100', { authorization: `Bearer ${token}` })

    expect(response.body).toBe((await get('?first=100')).body)
    expect(response.body).not.toContain(image.id)
  })

  it('may be read by pages of other sites, as all that is published', async () => {
    const { headers } = await get('?last=1', { origin: 'https://elsewhere.example' })
    const feed = await api.app.inject({ url: '/feeds/articles.json', headers: { origin: 'https://elsewhere.example' } })

    expect(headers['access-control-allow-origin']).toBe(feed.headers['access-control-allow-origin'])
  })

  it.each([
    ['?after=x', 400, 'BAD_USER_INPUT', /^`after` is not a cursor/],
    ['?first=0', 400, 'BAD_USER_INPUT', /^`first` must be 1 to 100/],
    ['?first=101', 400, 'BAD_USER_INPUT', /^`first` must be 1 to 100/],
    ['?first=ten', 400, 'BAD_USER_INPUT', /^`first` must be a whole number/],
    ['?last=-1', 400, 'BAD_USER_INPUT', /^`last` must be a whole number/],
    ['?first=1&last=1', 400, 'BAD_USER_INPUT', /cannot be combined/],
    [
      `?after=${Buffer.from('["Query.changes position ASC",99999]').toString('base64url')}`,
      410,
      'CURSOR_EXPIRED',
      /newer than all events/,
    ],
  ])('refuses %s with a sentence', async (search, status, code, message) => {
    const response = await get(search)

    expect(response.statusCode).toBe(status)
    expect(response.json()).toEqual({ errors: [{ message: expect.stringMatching(message), extensions: { code } }] })
    expect(response.headers['cache-control']).toBe('private, no-store')
  })

  it('is gone for a cursor after which events were deleted', async () => {
    const { endCursor } = (await get('?last=1')).json()
    await published('a-canal')
    await database.script('DELETE FROM outbox_event')

    expect(await get(`?after=${endCursor}`)).toMatchObject({ statusCode: 410 })
  })
})

describe('With limits', () => {
  it('/changes is refused with 429 to those who ask too much', async () => {
    const limited = await changesDesk(database, {
      RATE_LIMITS: 'true',
      RATE_LIMIT_BURST: '1000',
      RATE_LIMIT_COST_PER_SECOND: '10',
    })

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => limited.api.app.inject({ url: '/changes?first=100' })),
    )

    expect(answers.map(({ statusCode }) => statusCode)).toContain(429)
  })
})
