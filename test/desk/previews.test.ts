import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const READ = /* GraphQL */ `
  query ($id: ID, $slug: String, $locale: Locale, $token: String!) {
    article(id: $id, slug: $slug, locale: $locale, stage: DRAFT, previewToken: $token) {
      headline status byline topics { topic { name } }
      leadImage { text image { altText uses { totalCount } } }
      body { ... on ImageBlock { caption { text } } }
      bodyHtml relatedArticles { nodes { headline } } translations { article { headline } }
    }
  }
`

const CAPTION = '00000000-0000-4000-8000-000000000002'

let article: Given & { revisionId: string }
let other: Given

async function headline(token: string, of: object = { id: article.id }, client: Client = api): Promise<string | null> {
  const data = await client.query<{ article: { headline: string } | null }>(READ, { ...of, token })
  return data.article?.headline ?? null
}

beforeAll(async () => {
  const topic = await given.topic({ name: 'Chess' })
  const image = await given.image({ altText: 'A board' })
  article = await given.article({ slug: 'match', status: 'DRAFT', headline: 'First draft' })
  await given.revision(article, {
    headline: 'Second draft',
    topics: [topic],
    credits: [{ name: 'Noa' }],
    captions: [{ id: CAPTION, image, role: 'LEAD', text: 'The board' }],
    body: [{ type: 'image', captionId: CAPTION }],
  })
  other = await given.article({
    slug: 'other',
    locale: 'fr',
    status: 'DRAFT',
    headline: 'Another',
    topics: [topic],
    translationOf: article,
  })
  await given.article({ slug: 'live', headline: 'Live beside it', topics: [topic] })
})

describe('A preview token', () => {
  it('shows a reader the latest draft with all that belongs to it, and of other articles live ones', async () => {
    const { token } = await given.previewLink(article)

    expect(await api.query(READ, { slug: 'match', token })).toEqual({
      article: {
        headline: 'Second draft',
        status: 'DRAFT',
        byline: 'By Noa',
        topics: [{ topic: { name: 'Chess' } }],
        leadImage: { text: 'The board', image: { altText: 'A board', uses: { totalCount: 0 } } },
        body: [{ caption: { text: 'The board' } }],
        bodyHtml: expect.stringContaining('The board'),
        relatedArticles: { nodes: [{ headline: 'Live beside it' }] },
        translations: [],
      },
    })
  })

  it('opens its article by id and slug, with the language or without', async () => {
    const { token } = await given.previewLink(article)

    expect(await headline(token, { slug: 'match', locale: 'en' })).toBe('Second draft')
    expect(await headline(token, { slug: 'match', locale: 'he' })).toBeNull()
    expect(await headline(token, { id: article.id })).toBe('Second draft')
  })

  it('opens nothing else', async () => {
    const { token } = await given.previewLink(article)

    expect(await headline(token, { slug: 'other' })).toBeNull()
    expect(await headline(token, { id: other.id })).toBeNull()
    expect(
      (
        await api.errors(
          `{ articles(stage: DRAFT) { totalCount } a: article(id: "${article.id}", stage: DRAFT, previewToken: "${token}") { slug } }`,
        )
      )[0]?.extensions?.code,
    ).toBe('FORBIDDEN')
  })

  it('gives a reader nothing that is the desk’s', async () => {
    const { token } = await given.previewLink(article)
    const document = `{ article(slug: "match", stage: DRAFT, previewToken: "${token}") { headline editorNote revisions { totalCount } } }`

    const { data, errors } = await api.ask(document)

    expect(data).toEqual({ article: { headline: 'Second draft', editorNote: null, revisions: null } })
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions?.code])).toEqual([
      ['article.editorNote', 'FORBIDDEN'],
      ['article.revisions', 'FORBIDDEN'],
    ])
  })

  it('that is pinned shows the revision it is pinned to, whatever is saved after', async () => {
    const { token } = await given.previewLink(article, { revisionId: article.revisionId })

    expect(await headline(token)).toBe('First draft')
  })

  it('of a live article shows its draft, and never instead of what is live elsewhere', async () => {
    const live = await given.article({ slug: 'both', headline: 'Live words' })
    await given.revision(live, { headline: 'Draft words' })
    const { token } = await given.previewLink(live)

    expect(
      await api.query(
        'query ($token: String!) { draft: article(slug: "both", stage: DRAFT, previewToken: $token) { headline } live: article(slug: "both") { headline } }',
        { token },
      ),
    ).toEqual({ draft: { headline: 'Draft words' }, live: { headline: 'Live words' } })
  })

  it('that has expired, was revoked, or never was, opens nothing, to staff neither', async () => {
    const past = '2020-01-01T00:00:00Z'
    const expired = await given.previewLink(article, { expiresAt: past })
    const revoked = await given.previewLink(article, { revokedAt: past })
    const good = await given.previewLink(article)

    for (const token of [expired.token, revoked.token, 'nothing', '', 'with a \0', `${good.token} `]) {
      expect(await headline(token), token).toBeNull()
      expect(await headline(token, { id: article.id }, api.as('ADMIN')), token).toBeNull()
    }
    await prisma.previewLink.update({ where: { id: good.uuid }, data: { revokedAt: new Date() } })
    expect(await headline(good.token)).toBeNull()
  })

  it('opens nothing while the article is in the trash', async () => {
    const binned = await given.article({ slug: 'binned', status: 'TRASHED' })
    const { token } = await given.previewLink(binned)

    expect(await headline(token, { slug: 'binned' })).toBeNull()
  })

  it('without stage DRAFT is refused', async () => {
    const { token } = await given.previewLink(article)

    expect(await api.errors(`{ article(slug: "match", previewToken: "${token}") { headline } }`)).toEqual([
      expect.objectContaining({
        path: ['article'],
        extensions: { code: 'BAD_USER_INPUT', argument: 'previewToken', allowed: 'with `stage: DRAFT`' },
      }),
    ])
  })

  it('reaches the database as its hash alone, in one statement', async () => {
    const { token } = await given.previewLink(article)
    const sent = await api.statements(READ, { slug: 'match', token })

    expect(sent).toHaveLength(1)
    expect(JSON.stringify(sent)).not.toContain(token)
  })
})

describe('An answer with what is not public', () => {
  // By GET: other answers to GET may be cached.
  const headers = async ({ query, variables = {} }: { query: string; variables?: object }, authorization?: string) => {
    const response = await api.app.inject({
      url: '/graphql',
      query: { query, variables: JSON.stringify(variables) },
      headers: authorization === undefined ? {} : { authorization },
    })
    return [response.headers['cache-control'], response.headers['x-robots-tag']]
  }

  it('is not what readers get', async () => {
    expect(await headers({ query: '{ articles { totalCount } }' })).toEqual([
      expect.stringMatching(/^public, max-age=\d+/),
      undefined,
    ])
  })

  it('by a preview token is for no cache and no index, whether the token is good or not', async () => {
    const { token } = await given.previewLink(article)
    const isPrivate = ['private, no-store', 'noindex']

    expect(await headers({ query: READ, variables: { slug: 'match', token } })).toEqual(isPrivate)
    expect(await headers({ query: READ, variables: { slug: 'match', token: 'x' } })).toEqual(isPrivate)
    expect(await headers({ query: READ.replace('status', 'version'), variables: { slug: 'match', token } })).toEqual(
      isPrivate,
    )
  })

  it('to the desk is neither', async () => {
    const { token } = await api.as('REPORTER').user()
    expect(await headers({ query: '{ articles { totalCount } }' }, `Bearer ${token}`)).toEqual([
      'private, no-store',
      'noindex',
    ])
  })
})
