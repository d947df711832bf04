import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { updated } from '../article/saving.ts'
import { SITE_URL, testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { CREATE, createLink, LINK, linkTo, REVOKE, revoke } from './previewing.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const noa = api.as('REPORTER', 'Noa')
const dan = api.as('REPORTER', 'Dan')
const editor = api.as('EDITOR', 'Ruth')

const READ = /* GraphQL */ `
  query ($id: ID, $slug: String, $locale: Locale, $token: String) {
    article(id: $id, slug: $slug, locale: $locale, stage: DRAFT, previewToken: $token) { headline status }
  }
`

/** What a reader with the token sees at the address. */
async function opened(token: string, at: object): Promise<unknown> {
  const { article } = await api.query<{ article: { headline: string } | null }>(READ, { ...at, token })
  return article?.headline ?? null
}

const HOUR = 60 * 60_000

describe('createPreviewLink', () => {
  it('makes an address for anybody who has it, on any article, for 48 hours', async () => {
    const article = await given.article({ status: 'DRAFT', headline: 'Not out yet' })

    const { previewLink, userErrors } = await createLink(noa, article.id)

    expect(userErrors).toEqual([])
    expect(previewLink?.token).toMatch(/^cpv_[\w-]{43}$/)
    expect(previewLink?.url).toBe(`${SITE_URL}/article/${article.slug}?preview=${previewLink?.token}`)
    expect(previewLink).toMatchObject({ revokedAt: null, revision: null, createdBy: { name: 'Noa' } })
    expect(Date.parse(previewLink?.expiresAt ?? '') - Date.parse(previewLink?.createdAt ?? '')).toBe(48 * HOUR)
    expect(await opened(previewLink?.token ?? '', { slug: article.slug })).toBe('Not out yet')
  })

  it('gives the address of an article in another language', async () => {
    const article = await given.article({ status: 'DRAFT', locale: 'he', slug: 'shalom' })

    expect((await linkTo(noa, article.id)).url).toContain(`${SITE_URL}/he/article/shalom?preview=cpv_`)
  })

  it('keeps of the token no more than its hash, and shows it once', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const input = { idempotencyKey: 'once', clientMutationId: 'mine' }

    const { id, token } = await linkTo(noa, article.id, input)
    const again = await createLink(noa, article.id, input)
    const { article: found } = await editor.query<{ article: object }>(
      `query ($id: ID!) { article(id: $id, stage: DRAFT) { previewLinks { ${LINK} } } }`,
      { id: article.id },
    )

    expect(again).toMatchObject({
      previewLink: { id, token: null, url: null },
      clientMutationId: 'mine',
      userErrors: [],
    })
    expect(found).toMatchObject({ previewLinks: [{ id, token: null, url: null }] })
    const row = await prisma.previewLink.findFirstOrThrow({ where: { articleId: article.uuid } })
    expect(row.hash).toBe(createHash('sha256').update(token).digest('hex'))
    const [{ kept } = { kept: '' }] = await prisma.$queryRaw<{ kept: string }[]>`
      SELECT json_build_array((SELECT json_agg(c) FROM idempotent_call c), (SELECT json_agg(a) FROM activity a), (SELECT json_agg(p) FROM preview_link p))::text AS kept`
    expect(kept).not.toContain(token.slice(4))
  })

  it('shows the latest draft at any time, also after the article went live', async () => {
    const article = await given.article({ status: 'DRAFT', headline: 'One' })
    const { token } = await linkTo(noa, article.id)

    const saved = await updated(editor, { id: article.id, version: 1 }, { headline: 'Two' })
    expect(await opened(token, { slug: article.slug })).toBe('Two')
    const PUBLISH = 'mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { userErrors { code } } }'
    await editor.mutate(PUBLISH, { input: { id: article.id, version: saved.version } })
    await updated(editor, { id: article.id, version: 3 }, { headline: 'Three' })

    expect(await opened(token, { slug: article.slug })).toBe('Three')
    expect(
      await api.query('query ($slug: String) { article(slug: $slug) { headline } }', { slug: article.slug }),
    ).toEqual({
      article: { headline: 'Two' },
    })
  })

  it('shows the revision that it is pinned to, whatever is saved', async () => {
    const article = await given.article({ status: 'DRAFT', headline: 'One' })
    await given.revision(article, { headline: 'Two' })

    const { token, revision } = await linkTo(noa, article.id, { revisionNumber: 1, expiresInHours: 1 })
    await given.revision(article, { headline: 'Three' })

    expect(revision).toEqual({ number: 1 })
    expect(await opened(token, { id: article.id })).toBe('One')
  })

  it('opens its own article alone, at the address it has and at those it had', async () => {
    const article = await given.article({ status: 'DRAFT', headline: 'Mine', slug: 'first-slug' })
    const other = await given.article({ status: 'DRAFT', slug: 'another' })
    const { token } = await linkTo(noa, article.id)
    await updated(editor, { id: article.id, version: 1 }, { slug: 'second-slug' })

    expect(await opened(token, { slug: 'second-slug' })).toBe('Mine')
    expect(await opened(token, { slug: 'first-slug' })).toBe('Mine')
    expect(await opened(token, { slug: 'first-slug', locale: 'en' })).toBe('Mine')
    expect(await opened(token, { slug: 'first-slug', locale: 'he' })).toBeNull()
    expect(await opened(token, { slug: 'another' })).toBeNull()
    expect(await opened(token, { id: other.id })).toBeNull()
    expect(await opened((await linkTo(noa, other.id)).token, { slug: 'first-slug' })).toBeNull()
  })

  it('stops when it expires, and while the article is in the trash', async () => {
    const article = await given.article({ status: 'DRAFT', headline: 'For a while' })
    const { token } = await linkTo(noa, article.id)

    await given.trashed(article)
    expect(await opened(token, { id: article.id })).toBeNull()
    await prisma.article.update({ where: { id: article.uuid }, data: { status: 'DRAFT', trashedAt: null } })
    expect(await opened(token, { id: article.id })).toBe('For a while')
    await prisma.$executeRaw`UPDATE preview_link SET expires_at = now() WHERE article_id = ${article.uuid}::uuid`
    expect(await opened(token, { id: article.id })).toBeNull()
  })

  it('is answered for no cache and no index', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const { token } = await linkTo(noa, article.id)
    // Other answers to GET may be cached.
    const { headers } = await api.app.inject({
      url: '/graphql',
      query: { query: READ, variables: JSON.stringify({ id: article.id, token }) },
    })
    expect(headers).toMatchObject({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' })
    const staff = await noa.user()
    const made = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      payload: { query: CREATE, variables: { input: { articleId: article.id } } },
      headers: { authorization: `Bearer ${staff.token}` },
    })
    expect(made.headers['cache-control']).toContain('no-store')
  })

  it('says all that is wrong with it', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const refused = await expectNoChange(database, () =>
      createLink(noa, article.id, { expiresInHours: 721, revisionNumber: 2 }),
    )

    expect(refused).toMatchObject({
      previewLink: null,
      userErrors: [
        { code: 'INVALID', path: ['input', 'expiresInHours'] },
        { code: 'NOT_FOUND', path: ['input', 'revisionNumber'] },
      ],
    })
    for (const expiresInHours of [0, -1])
      expect((await createLink(noa, article.id, { expiresInHours })).userErrors).toMatchObject([{ code: 'INVALID' }])
  })

  it('of what is absent, or in the trash, is refused', async () => {
    const trashed = await given.article({ status: 'TRASHED' })

    for (const id of ['article_00000000-0000-4000-8000-000000000000', 'nothing'])
      expect(await createLink(noa, id)).toMatchObject({
        previewLink: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'articleId'] }],
      })
    const refused = await expectNoChange(database, () => createLink(noa, trashed.id))
    expect(refused.userErrors).toMatchObject([{ code: 'NOT_ALLOWED_IN_STATE', path: ['input', 'articleId'] }])
  })

  it('is not for readers, whether the article is there or not', async () => {
    const article = await given.article({ status: 'DRAFT' })

    const there = await expectNoChange(database, () => api.ask(CREATE, { input: { articleId: article.id } }))
    const absent = await api.ask(CREATE, { input: { articleId: 'article_00000000-0000-4000-8000-000000000000' } })

    expect(there.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(absent).toEqual(there)
  })
})

describe('revokePreviewLink', () => {
  it('stops a link at once, and is done for one that is stopped', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const { id, token } = await linkTo(noa, article.id)
    const { token: kept } = await linkTo(noa, article.id)

    const { previewLink, userErrors } = await revoke(noa, id)
    const again = await revoke(noa, id)

    expect(userErrors).toEqual([])
    expect(previewLink).toMatchObject({ id, token: null, url: null, revokedAt: expect.any(String) })
    expect(again.previewLink).toEqual(previewLink)
    expect(await opened(token, { id: article.id })).toBeNull()
    expect(await opened(kept, { id: article.id })).not.toBeNull()
    const entries = await prisma.activity.findMany({ where: { subjectId: article.uuid }, orderBy: { id: 'asc' } })
    expect(entries.map(({ action }) => action)).toEqual(['PREVIEW_CREATED', 'PREVIEW_CREATED', 'PREVIEW_REVOKED'])
  })

  it('is for its maker and for editors', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const { id, token } = await linkTo(noa, article.id)

    const [error] = await expectNoChange(database, () => dan.errors(REVOKE, { input: { id } }))
    expect(error).toMatchObject({ extensions: { code: 'FORBIDDEN' }, path: ['revokePreviewLink'] })
    expect(await opened(token, { id: article.id })).not.toBeNull()
    expect((await revoke(editor, id)).userErrors).toEqual([])
  })

  it('is not for readers, nor for whoever has the link', async () => {
    const article = await given.article({ status: 'DRAFT' })
    const { id } = await linkTo(noa, article.id)

    expect((await api.errors(REVOKE, { input: { id } }))[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } })
  })

  it('says when there is no such link', async () => {
    for (const id of ['previewlink_00000000-0000-4000-8000-000000000000', 'article_x'])
      expect(await revoke(editor, id)).toMatchObject({
        previewLink: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
      })
  })
})
