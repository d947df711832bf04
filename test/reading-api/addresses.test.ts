import { describe, expect, it } from 'vitest'
import { SITE_URL, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const DOCUMENT =
  '{ __typename ... on Node { id } ... on Addressable { path } ... on Redirect { location permanent } ... on Gone { since } }'

const resolve = async (path: string) =>
  (await api.query(`query ($path: String!) { resolvePath(path: $path) ${DOCUMENT} }`, { path })).resolvePath

const move = ({ uuid }: Given, data: { slug?: string; locale?: string }) =>
  prisma.article.update({ where: { id: uuid }, data })

const to = (location: string) => ({ __typename: 'Redirect', location, permanent: true })
const article = ({ id }: Given, path: string) => ({ __typename: 'Article', id, path })

describe('An address that once was right', () => {
  it('leads straight to the newest one, however often it changed', async () => {
    const one = await given.article({ slug: 'first' })
    await move(one, { slug: 'second' })
    await move(one, { slug: 'third' })

    expect(await resolve('/article/first')).toEqual(to('/article/third'))
    expect(await resolve('/article/second')).toEqual(to('/article/third'))
    expect(await resolve('/article/third')).toEqual(article(one, '/article/third'))
  })

  it('is right again when the article comes back to it, with no loop', async () => {
    const one = await given.article({ slug: 'here' })
    await move(one, { slug: 'there' })
    await move(one, { slug: 'here' })

    expect(await resolve('/article/here')).toEqual(article(one, '/article/here'))
    expect(await resolve('/article/there')).toEqual(to('/article/here'))
  })

  it('belongs to whoever stands there now', async () => {
    const one = await given.article({ slug: 'wanted' })
    await move(one, { slug: 'left' })
    const two = await given.article({ slug: 'wanted' })

    expect(await resolve('/article/wanted')).toEqual(article(two, '/article/wanted'))

    await move(two, { slug: 'left-too' })
    expect(await resolve('/article/wanted')).toEqual(to('/article/left-too'))
  })

  it('leads to the old owner while the new one is not out yet', async () => {
    const one = await given.article({ slug: 'taken' })
    await move(one, { slug: 'moved-on' })
    await given.article({ slug: 'taken', status: 'DRAFT' })

    expect(await resolve('/article/taken')).toEqual(to('/article/moved-on'))
  })

  it('changes with the language', async () => {
    const one = await given.article({ slug: 'tongue' })
    await move(one, { locale: 'pt-BR' })

    expect(await resolve('/article/tongue')).toEqual(to('/pt-BR/article/tongue'))
    expect(await resolve('/pt-BR/article/tongue')).toEqual(article(one, '/pt-BR/article/tongue'))
    expect(await resolve('/pt-br/article/tongue')).toEqual(to('/pt-BR/article/tongue'))
    expect(await resolve('/he/article/tongue')).toBeNull()
  })

  it('of a topic or an author works alike, and stays apart from that of an article', async () => {
    const topic = await given.topic({ slug: 'same-name' })
    const author = await given.author({ slug: 'same-name' })
    await prisma.topic.update({ where: { id: topic.uuid }, data: { slug: 'topic-now' } })
    await prisma.author.update({ where: { id: author.uuid }, data: { slug: 'author-now' } })

    expect(await resolve('/topic/same-name')).toEqual(to('/topic/topic-now'))
    expect(await resolve('/author/same-name')).toEqual(to('/author/author-now'))
    expect(await resolve('/article/same-name')).toBeNull()
    expect(await resolve('/topic/topic-now')).toEqual({ __typename: 'Topic', id: topic.id, path: '/topic/topic-now' })
    expect(await resolve('/author/author-now')).toEqual({
      __typename: 'Author',
      id: author.id,
      path: '/author/author-now',
    })
  })
})

describe('What was taken away', () => {
  const since = '2024-05-06T07:08:09.010Z'

  it('is gone since it was withdrawn, at every address it had', async () => {
    const one = await given.article({ slug: 'pulled' })
    await move(one, { slug: 'pulled-later' })
    await given.withdrawn(one, since)

    for (const path of ['/article/pulled', '/article/pulled-later'])
      expect(await resolve(path)).toEqual({ __typename: 'Gone', since })
  })

  it('is gone when it was trashed, but only what was there before', async () => {
    const one = await given.article({ slug: 'binned' })
    await given.trashed(one, since)
    await given.article({ slug: 'never-there', status: 'TRASHED' })

    expect(await resolve('/article/binned')).toEqual({ __typename: 'Gone', since })
    expect(await resolve('/article/never-there')).toBeNull()
  })

  it('is back when it is published again', async () => {
    const one = await given.article({ slug: 'back' })
    await given.withdrawn(one, since)
    await given.live(one, one.revisionId)

    expect(await resolve('/article/back')).toEqual(article(one, '/article/back'))
  })
})

describe('An address', () => {
  it.each([
    ['a whole URL', `${SITE_URL}/article/known`],
    ['http for https', 'http://daily.example/article/known'],
    ['a query and a fragment', '/article/known?a=b&c#d'],
    ['no slash at the start', 'article/known'],
  ])('may be written with %s', async (_how, path) => {
    await prisma.article.deleteMany({ where: { slug: 'known' } })
    const one = await given.article({ slug: 'known' })

    expect(await resolve(path)).toEqual(article(one, '/article/known'))
  })

  it.each([
    ['a slash at the end', '/article/known/?a=b'],
    ['empty parts', '/article//known'],
    ['capitals', '/Article/KNOWN'],
    ['letters that need no encoding', '/article/%6Bnown'],
    ['the language of the site', '/en/article/known'],
    ['the language of the site in a whole URL', `${SITE_URL}/EN/article/known`],
  ])('that is spelled with %s leads to the spelling of the site', async (_how, path) => {
    await prisma.article.deleteMany({ where: { slug: 'known' } })
    await given.article({ slug: 'known' })

    expect(await resolve(path)).toEqual(to('/article/known'))
  })

  it.each([
    '',
    '/',
    '//',
    '/article',
    '/article/',
    '/article/a/b',
    '/page/known',
    '/article/%00',
    '/article/%E0%A4%A',
    'https://daily.example.evil/article/known',
    '//evil.example/article/known',
    'javascript:alert(1)',
    '/article/kno\0wn',
    `/article/${'a'.repeat(5000)}`,
    '/xx-not-a-locale-at-all/article/known',
    '/article/קהיר',
  ])('that makes no sense is nothing: %s', async (path) => {
    expect(await resolve(path)).toBeNull()
  })
})

describe('An article by its slug', () => {
  it('is that in the site’s language where there are several, unless a language is named', async () => {
    const hebrew = await given.article({ slug: 'shared', locale: 'he', publishedAt: '2019-01-01T00:00:00Z' })
    const english = await given.article({ slug: 'shared', locale: 'en', publishedAt: '2020-01-01T00:00:00Z' })
    const ask = async (rest = '') => (await api.query(`{ article(slug: "shared"${rest}) { id } }`)).article

    expect(await ask()).toEqual({ id: english.id })
    expect(await ask(', locale: "he"')).toEqual({ id: hebrew.id })
    expect(await ask(', locale: "fr"')).toBeNull()
    await given.withdrawn(english)
    expect(await ask()).toEqual({ id: hebrew.id })
    expect(await ask(', locale: "en"')).toBeNull()
  })
})
