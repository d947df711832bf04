import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { create, drop, resolvedBy, to } from './redirecting.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database, {
  variables: { QUERY_KEYS_IN_PATHS: 'p,lang', REDIRECT_HOSTS: 'shop.daily.example' },
})
const given = givenIn(database)
const editor = api.as('EDITOR')
const resolve = (path: string) => resolvedBy(api, path)

let count = 0
/** A path that no other test has */
const fresh = () => `/2016/${++count}/old`

async function made(input: object) {
  const { redirect, userErrors } = await create(editor, input)
  expect(userErrors).toEqual([])
  if (!redirect) throw new Error('the redirect is missing')
  return redirect
}

async function refused(input: object) {
  return expectNoChange(database, async () => {
    const { redirect, userErrors } = await create(editor, input)
    expect(redirect).toBeNull()
    return userErrors
  })
}

describe('createRedirect', () => {
  it('leads readers from an old path to an article', async () => {
    const article = await given.article()

    const redirect = await made({ path: '/2016/03/12/hamas-cairo/', articleSlug: article.slug })

    expect(redirect).toEqual({
      id: expect.stringMatching(/^siteredirect_/),
      path: '/2016/03/12/hamas-cairo',
      location: `/article/${article.slug}`,
      permanent: true,
      source: 'desk',
      createdAt: expect.any(String),
    })
    expect(await resolve('/2016/03/12/hamas-cairo')).toEqual(to(`/article/${article.slug}`))
  })

  it('leads to topics, authors and pages of the site', async () => {
    const [topic, author] = [await given.topic(), await given.author()]
    const [byId, byPath, page] = [fresh(), fresh(), fresh()]

    await made({ path: byId, targetId: topic.id })
    await made({ path: byPath, location: `https://daily.example/author/${author.slug}/` })
    await made({ path: page, location: '/about?tab=1#team', permanent: false })

    expect(await resolve(byId)).toEqual(to(`/topic/${topic.slug}`))
    expect(await resolve(byPath)).toEqual(to(`/author/${author.slug}`))
    expect(await resolve(page)).toEqual(to('/about?tab=1#team', false))
  })

  it('finds the article in the language that is given', async () => {
    await given.article({ slug: 'both', locale: 'en' })
    await given.article({ slug: 'both', locale: 'he' })
    const [site, hebrew] = [fresh(), fresh()]

    await made({ path: site, articleSlug: 'both' })
    await made({ path: hebrew, articleSlug: 'both', locale: 'he' })

    expect(await resolve(site)).toEqual(to('/article/both'))
    expect(await resolve(hebrew)).toEqual(to('/he/article/both'))
  })

  it.each([
    ['without the slash at the end', '/כתבה/חדשות/2016'],
    ['with empty parts', '//כתבה///חדשות/2016//'],
    ['encoded', '/%D7%9B%D7%AA%D7%91%D7%94/%d7%97%d7%93%d7%a9%d7%95%d7%aa/2016/'],
    ['as a whole address', 'https://daily.example/כתבה/חדשות/2016?utm_source=x#top'],
  ])('reads the path %s as the same', async (_how, path) => {
    if ((await prisma.redirect.count({ where: { path: '/כתבה/חדשות/2016' } })) === 0)
      await made({ path: '/כתבה/חדשות/2016/', location: '/about' })

    expect(await resolve(path)).toEqual(to('/about'))
  })

  it('reads letters and their accents in one form, and the case of letters as it is', async () => {
    await made({ path: '/Cafe\u0301/Menu', location: '/about' })

    expect(await resolve('/Caf\u00e9/Menu')).toEqual(to('/about'))
    expect(await resolve('/caf%C3%A9/menu')).toBeNull()
  })

  it('keeps the keys of the query string that the newsroom names, in any order', async () => {
    const redirect = await made({ path: '/?p=123&utm_source=x&lang=he', location: '/about' })

    expect(redirect.path).toBe('/?lang=he&p=123')
    expect(await resolve('/?lang=he&fbclid=1&p=123')).toEqual(to('/about'))
    expect(await resolve('/?p=123')).toBeNull()
  })

  it('lets the same path be asked for that it shows', async () => {
    const { path } = await made({ path: '/a%20b/100%25/c%2Fd%3Fe%23f%5Cg', location: '/about' })

    expect(path).toBe('/a%20b/100%25/c%2Fd%3Fe%23f%5Cg')
    expect(await resolve(path)).toEqual(to('/about'))
  })

  it('follows the article to its newest address, and is gone while it is not live', async () => {
    const article = await given.article()
    const { path } = await made({ path: fresh(), articleSlug: article.slug })

    await prisma.article.update({ where: { id: article.uuid }, data: { slug: 'followed', locale: 'he' } })
    expect(await resolve(path)).toEqual(to('/he/article/followed'))

    await api
      .as('EDITOR')
      .mutate(
        'mutation ($id: ID!) { withdrawArticle(input: { id: $id, version: 1, reason: "Wrong" }) { userErrors { code } } }',
        {
          id: article.id,
        },
      )
    expect(await resolve(path)).toEqual({ __typename: 'Gone', since: expect.any(String) })
  })

  it('of a draft leads nowhere until it is live', async () => {
    const draft = await given.article({ status: 'DRAFT' })
    const { path, location } = await made({ path: fresh(), targetId: draft.id })
    expect(location).toBe(`/article/${draft.slug}`)
    expect(await resolve(path)).toBeNull()

    await editor.mutate(
      'mutation ($id: ID!) { publishArticle(input: { id: $id, version: 1 }) { userErrors { code } } }',
      {
        id: draft.id,
      },
    )

    expect(await resolve(path)).toEqual(to(`/article/${draft.slug}`))
  })

  it('is gone when what it led to is deleted, and leaves nothing of a draft that readers never saw', async () => {
    const [article, topic] = [await given.article(), await given.topic()]
    await given.trashed(article)
    const draft = await given.article({ status: 'TRASHED' })
    await prisma.article.update({ where: { id: draft.uuid }, data: { firstPublishedAt: null } })
    const paths = [fresh(), fresh(), fresh()]
    for (const [index, target] of [article, topic, draft].entries())
      await made({ path: paths[index], targetId: target.id })

    await prisma.article.deleteMany({ where: { id: { in: [article.uuid, draft.uuid] } } })
    await prisma.topic.delete({ where: { id: topic.uuid } })

    const gone = { __typename: 'Gone', since: expect.any(String) }
    expect(await Promise.all(paths.map(resolve))).toEqual([gone, gone, null])
    expect(await prisma.redirect.findMany({ where: { path: { in: paths } }, select: { goneAt: true } })).toHaveLength(2)
  })

  it('follows a topic that is merged into another', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    const { path } = await made({ path: fresh(), targetId: from.id })

    await editor.mutate(
      'mutation ($from: ID!, $into: ID!) { mergeTopics(input: { fromId: $from, intoId: $into }) { userErrors { code } } }',
      {
        from: from.id,
        into: into.id,
      },
    )

    expect(await resolve(path)).toEqual(to(`/topic/${into.slug}`))
    expect(await made({ path: fresh(), targetId: from.id })).toMatchObject({ location: `/topic/${into.slug}` })
  })

  it('leads where the redirect of its target leads, and takes those along that led to its path', async () => {
    const article = await given.article()
    const [first, middle, last] = [fresh(), fresh(), fresh()]
    await made({ path: last, articleSlug: article.slug })
    await made({ path: first, location: `${middle}/` })

    await made({ path: middle, location: last })

    const stored = await prisma.redirect.findMany({ where: { path: { in: [first, middle, last] } } })
    expect(stored.map(({ articleId }) => articleId)).toEqual([article.uuid, article.uuid, article.uuid])
    expect(await resolve(first)).toEqual(to(`/article/${article.slug}`))
  })

  it('is refused where it leads back to itself', async () => {
    const [one, other] = [fresh(), fresh()]
    await made({ path: one, location: other })
    const loop = [
      {
        code: 'INVALID',
        path: ['input', 'location'],
        message: 'This leads back to its own path. Choose another target.',
      },
    ]

    expect(await refused({ path: other, location: `https://daily.example${one}/` })).toMatchObject(loop)
    expect(await refused({ path: '/self', location: '/self/' })).toMatchObject(loop)
  })

  it.each([
    ['an article', async () => `/article/${(await given.article()).slug}`, 'article'],
    ['a topic', async () => `/topic/${(await given.topic()).slug}/`, 'topic'],
    ['an author', async () => `/author/${(await given.author()).slug}`, 'author'],
  ])('is refused at the live address of %s', async (_what, pathOf, kind) => {
    const [error] = await refused({ path: await pathOf(), location: '/about' })

    expect(error).toMatchObject({
      code: 'TAKEN',
      path: ['input', 'path'],
      details: { [kind]: { id: expect.any(String) } },
    })
  })

  it('has no effect where something goes live later', async () => {
    await made({ path: '/article/to-come', location: '/about' })
    expect(await resolve('/article/to-come')).toEqual(to('/about'))

    const article = await given.article({ slug: 'to-come' })

    expect(await resolve('/article/to-come')).toEqual({ __typename: 'Article', id: article.id })
  })

  it('comes before Gone, so that a withdrawn article can lead to another', async () => {
    const [old, next] = [await given.article(), await given.article()]
    await given.withdrawn(old)

    await made({ path: `/article/${old.slug}`, articleSlug: next.slug })

    expect(await resolve(`/article/${old.slug}`)).toEqual(to(`/article/${next.slug}`))
  })

  it('is refused at a path that has a redirect', async () => {
    const { path } = await made({ path: fresh(), location: '/about' })

    expect(await refused({ path: `${path}/`, location: '/contact' })).toMatchObject([
      { code: 'TAKEN', path: ['input', 'path'], details: { value: path } },
    ])
  })

  it('is made once when two editors send it at once', async () => {
    const path = fresh()

    const outcomes = await Promise.all(['/a', '/b', '/c'].map((location) => create(editor, { path, location })))

    expect(outcomes.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['TAKEN', 'TAKEN'])
    expect(await prisma.redirect.count({ where: { path } })).toBe(1)
  })

  it('never makes two that lead to each other, sent at once', async () => {
    const [one, other] = [fresh(), fresh()]

    const outcomes = await Promise.all([
      create(editor, { path: one, location: other }),
      create(editor, { path: other, location: one }),
    ])

    expect(outcomes.map(({ userErrors }) => userErrors.length).toSorted()).toEqual([0, 1])
  })

  it.each([
    ['https://elsewhere.example/a', 'This is an address of another site.'],
    ['/%E9%E0', 'is not encoded in UTF-8'],
    ['/a\u202Eb', 'control character'],
    ['/a%00b', 'control character'],
    ['/', 'The front page cannot be redirected'],
    ['/?utm_source=x', 'The front page cannot be redirected'],
    [`/${'a'.repeat(500)}`, 'at most 500'],
  ])('is refused for the path %.40j', async (path, message) => {
    expect(await refused({ path, location: '/about' })).toMatchObject([
      { path: ['input', 'path'], message: expect.stringContaining(message) },
    ])
  })

  it.each([
    ['https://elsewhere.example/a', 'REDIRECT_HOSTS'],
    ['//elsewhere.example/a', 'REDIRECT_HOSTS'],
    ['\\\\elsewhere.example\\a', 'REDIRECT_HOSTS'],
    ['https://shop.daily.example.elsewhere.example/', 'REDIRECT_HOSTS'],
    ['https://user@shop.daily.example/', 'is no address'],
    ['javascript:alert(1)', 'is no address'],
    ['', 'is no address'],
    ['/article/none', 'There is no article, topic or author at this address.'],
    [`/${'a'.repeat(2000)}`, 'at most 2000'],
  ])('is refused for the target %.40j', async (location, message) => {
    expect(await refused({ path: fresh(), location })).toMatchObject([
      { path: ['input', 'location'], message: expect.stringContaining(message) },
    ])
  })

  it('leads to another host where the newsroom allows it', async () => {
    const { path } = await made({ path: fresh(), location: 'https://shop.daily.example/cart?x=1' })

    expect(await resolve(path)).toEqual(to('https://shop.daily.example/cart?x=1'))
  })

  it('is refused for what does not exist, and for no target or two', async () => {
    const article = await given.article()
    const path = fresh()

    expect(await refused({ path, articleSlug: 'no-such-article' })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'articleSlug'] },
    ])
    expect(await refused({ path, targetId: 'article_00000000-0000-4000-8000-000000000000' })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'targetId'] },
    ])
    const once = [{ code: 'INVALID', path: ['input'] }]
    expect(await refused({ path })).toMatchObject(once)
    expect(await refused({ path, articleSlug: article.slug, location: '/about' })).toMatchObject(once)
  })
})

describe('deleteRedirect', () => {
  it('gives the path up', async () => {
    const { id, path } = await made({ path: fresh(), location: '/about' })

    expect(await drop(editor, id)).toEqual({ deletedId: id, userErrors: [], clientMutationId: null })

    expect(await resolve(path)).toBeNull()
  })

  it('is refused for one that does not exist', async () => {
    await expectNoChange(database, async () => {
      expect(await drop(editor, 'siteredirect_00000000-0000-4000-8000-000000000000')).toMatchObject({
        deletedId: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
      })
    })
  })
})

describe('redirects', () => {
  it('lists them for the desk, filtered, ordered and counted', async () => {
    await prisma.redirect.deleteMany()
    for (const path of ['/2015/b', '/2016/c', '/2016/a']) await given.redirect({ path, source: 'old.csv' })
    await given.redirect({ path: '/other', permanent: false })

    const list = (args: string) =>
      api
        .as('REPORTER')
        .query<{ redirects: object }>(`{ redirects(${args}) { nodes { path location permanent source } totalCount } }`)

    expect(await list('first: 1, where: { path: { startsWith: "/2016" } }, orderBy: { path: ASC }')).toEqual({
      redirects: {
        nodes: [{ path: '/2016/a', location: '/about', permanent: true, source: 'old.csv' }],
        totalCount: 2,
      },
    })
    expect(await list('where: { permanent: false }')).toMatchObject({ redirects: { nodes: [{ path: '/other' }] } })
    expect(await list('where: { source: { equals: "old.csv" }, path: { contains: "/b" } }')).toMatchObject({
      redirects: { totalCount: 1 },
    })
    expect(await list('first: 1')).toMatchObject({ redirects: { nodes: [{ path: '/other' }] } })
  })

  it('is refused to readers', async () => {
    expect((await api.errors('{ redirects { totalCount } }')).map(({ extensions }) => extensions?.code)).toEqual([
      'FORBIDDEN',
    ])
  })
})

describe('The audit trail', () => {
  it('has who made, changed and deleted a redirect', async () => {
    const [path, target] = [fresh(), fresh()]
    const { id } = await made({ path, location: target })
    await made({ path: target, location: '/about' })
    await drop(editor, id)

    const { activity } = await editor.query<{ activity: { nodes: object[] } }>(
      'query ($id: ID!) { activity(where: { subjectId: { equals: $id }, subjectType: { equals: SITE_REDIRECT } }) { nodes { action note changedFields { field before after } } } }',
      { id },
    )

    expect(activity.nodes).toEqual([
      { action: 'DELETED', note: path, changedFields: [] },
      { action: 'SAVED', note: null, changedFields: [{ field: 'location', before: target, after: '/about' }] },
      {
        action: 'CREATED',
        note: null,
        changedFields: [
          { field: 'path', before: null, after: path },
          { field: 'location', before: null, after: target },
          { field: 'permanent', before: null, after: 'true' },
        ],
      },
    ])
  })
})

describe('The events', () => {
  it('purge the path where a redirect comes, leads elsewhere or goes', async () => {
    const article = await given.article()
    const path = fresh()
    const { id } = await made({ path, articleSlug: article.slug })
    await prisma.article.update({ where: { id: article.uuid }, data: { slug: 'moved-away' } })
    await drop(editor, id)

    const events = await prisma.outboxEvent.findMany({ where: { paths: { has: path } }, orderBy: { id: 'asc' } })

    expect(events.map(({ type, payload }) => [type, payload])).toEqual([
      ['redirect.created', { id, path }],
      ['site.changed', {}],
      ['redirect.deleted', { id, path }],
    ])
    const tags = new Set(events.flatMap((event) => event.tags.filter((tag) => tag.startsWith('p'))))
    expect([...tags]).toContain(events[0]?.tags[0])
    expect(events.every((event) => event.tags.includes(events[0]?.tags[0] ?? ''))).toBe(true)
  })
})
