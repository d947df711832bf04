import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import {
  create,
  created,
  everythingWritten,
  faultsOf,
  type Input,
  type SavePayload,
  update,
  updated,
  uuidOf,
} from './saving.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

const slugOf = async (input: Input) => (await created(editor, input)).slug

/** The free slug that a refusal suggests. */
function suggestedIn({ userErrors }: SavePayload): string | undefined {
  return /Use another, e\.g\. "([^"]+)"/.exec(userErrors[0]?.message ?? '')?.[1]
}

describe('a slug that is left out', () => {
  it.each([
    ['Hebrew', 'בכירי חמאס נסעו לקהיר', /^[a-z]+(-[a-z]+){3}$/],
    ['Arabic', 'وفد من حماس في القاهرة', /^[a-z]+(-[a-z]+){4}$/],
    ['Russian', 'Объявление', /^obyavlenie$/],
    ['Chinese', '北京奥运会', /^bei-jing-ao-yun-hui$/],
    ['emoji', '🎉🎉', /^article-[0-9a-f]{8}$/],
    ['300 characters', 'word '.repeat(60), /^(word-){15}word$/],
  ])('is made from a headline in %s', async (_what, headline, slug) => {
    expect(await slugOf({ headline })).toMatch(slug)
  })

  it('is made when it is null', async () => {
    expect(await slugOf({ headline: 'Null and void', slug: null })).toBe('null-and-void')
  })

  it('gets the next free number where it is taken', async () => {
    const headline = 'Weather'
    const slugs = [await slugOf({ headline }), await slugOf({ headline }), await slugOf({ headline })]
    await slugOf({ headline: 'Another', slug: 'weather-4' })

    expect(slugs).toEqual(['weather', 'weather-2', 'weather-3'])
    expect(await slugOf({ headline })).toBe('weather-5')
  })

  it('is free in another language', async () => {
    await slugOf({ headline: 'Sport', locale: 'en' })

    expect(await slugOf({ headline: 'Sport', locale: 'de' })).toBe('sport')
  })

  it('is none that still leads to another article', async () => {
    const moved = await created(editor, { headline: 'Old address' })
    await updated(editor, moved, { slug: 'new-address' })

    expect(await slugOf({ headline: 'Old address' })).toBe('old-address-2')
  })

  it('goes to one each of twenty that come at once', async () => {
    const payloads = await Promise.all(Array.from({ length: 20 }, () => create(editor, { headline: 'Rush' })))

    const slugs = payloads.map(({ article }) => article?.slug)
    expect(new Set(slugs)).toEqual(new Set(['rush', ...Array.from({ length: 19 }, (_, index) => `rush-${index + 2}`)]))
  })
})

describe('a slug that is chosen', () => {
  it('is TAKEN where another article has it, with one that is free', async () => {
    await slugOf({ slug: 'chosen' })
    await slugOf({ slug: 'chosen-2' })
    const before = await everythingWritten(database)

    const refused = await create(editor, { slug: 'chosen' })

    expect(faultsOf(refused)).toEqual(['TAKEN input.slug'])
    expect(await everythingWritten(database)).toEqual(before)
    expect(await slugOf({ slug: suggestedIn(refused) })).toBe('chosen-3')
  })

  it('is TAKEN for an update too, and nothing is written', async () => {
    await slugOf({ slug: 'held' })
    const article = await created(editor)
    const before = await everythingWritten(database)

    const refused = await update(editor, article, { headline: 'Other', slug: 'held' })

    expect(faultsOf(refused)).toEqual(['TAKEN input.slug'])
    expect(await everythingWritten(database)).toEqual(before)
    expect((await updated(editor, article, { slug: suggestedIn(refused) })).slug).toBe('held-2')
  })

  it('is TAKEN where the language changes to one that has it', async () => {
    await slugOf({ slug: 'two-tongues', locale: 'fr' })
    const article = await created(editor, { slug: 'two-tongues', locale: 'en' })

    expect(faultsOf(await update(editor, article, { locale: 'fr' }))).toEqual(['TAKEN input.locale'])
  })

  it('has a free suggestion at its full length too', async () => {
    const slug = 'x'.repeat(200)
    await slugOf({ slug })

    const suggestion = suggestedIn(await create(editor, { slug }))

    expect(await slugOf({ slug: suggestion })).toBe(suggestion)
  })

  it('may be one that another article had before: what is there now wins', async () => {
    const moved = await created(editor, { slug: 'contested' })
    await updated(editor, moved, { slug: 'contested-moved' })

    expect(await slugOf({ slug: 'contested' })).toBe('contested')
  })

  it('goes to one of ten that come at once', async () => {
    const payloads = await Promise.all(Array.from({ length: 10 }, () => create(editor, { slug: 'the-one' })))

    expect(payloads.filter(({ article }) => article?.slug === 'the-one')).toHaveLength(1)
    expect(payloads.filter(({ article }) => !article).map(faultsOf)).toEqual(Array(9).fill(['TAKEN input.slug']))
  })
})

describe('a changed slug', () => {
  const RESOLVE =
    'query ($path: String!) { resolvePath(path: $path) { __typename ... on Redirect { location permanent } ... on Article { id } } }'

  it('leaves the old address behind for readers, and lets the article go back to it', async () => {
    const { id, slug } = await given.article({ slug: 'first-address' })
    const moved = await updated(editor, { id, version: 1 }, { slug: 'second-address' })

    expect(moved.version).toBe(2)
    expect(await api.query(RESOLVE, { path: `/article/${slug}` })).toEqual({
      resolvePath: { __typename: 'Redirect', location: '/article/second-address', permanent: true },
    })
    await updated(editor, moved, { slug: 'first-address' })
    expect(await api.query(RESOLVE, { path: '/article/first-address' })).toEqual({
      resolvePath: { __typename: 'Article', id },
    })
  })

  it('leaves the old address to the article that readers found there, when a draft comes and goes', async () => {
    const { id } = await given.article({ slug: 'known-address' })
    await updated(editor, { id, version: 1 }, { slug: 'known-address-moved' })
    const reporter = api.as('REPORTER')

    const draft = await created(reporter, { slug: 'known-address' })
    await updated(reporter, draft, { slug: 'elsewhere' })

    expect(await api.query(RESOLVE, { path: '/article/known-address' })).toEqual({
      resolvePath: { __typename: 'Redirect', location: '/article/known-address-moved', permanent: true },
    })
  })

  it('leaves an address whose article is gone as it is, when a draft comes and goes', async () => {
    const gone = await given.article({ slug: 'gone-address', status: 'WITHDRAWN' })
    await database.prisma.article.delete({ where: { id: gone.uuid } })

    const draft = await created(editor, { slug: 'gone-address' })
    await updated(editor, draft, { slug: 'gone-elsewhere' })

    expect(await api.query(RESOLVE, { path: '/article/gone-address' })).toEqual({ resolvePath: { __typename: 'Gone' } })
  })

  it('is told to whoever listens where the article is live', async () => {
    const live = await given.article()
    const draft = await created(editor)
    await updated(editor, { id: live.id, version: 1 }, { slug: 'told' })
    await updated(editor, draft, { slug: 'untold' })

    const events = await database.prisma.outboxEvent.findMany({
      where: { articleId: { in: [live.uuid, uuidOf(draft.id)] } },
    })

    expect(events).toMatchObject([
      { type: 'article.updated', articleId: live.uuid, payload: { slug: 'told', previousSlug: live.slug, version: 2 } },
    ])
  })

  it('on a live article is not for reporters, though the article be theirs', async () => {
    const reporter = api.as('REPORTER')
    const { uuid: createdById } = await reporter.user()
    const live = await given.article()
    await database.prisma.article.update({ where: { id: live.uuid }, data: { createdById } })
    const input = { id: live.id, version: 1, slug: 'reporters-choice' }

    const errors = await reporter.errors(
      'mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { article { id } } }',
      { input },
    )

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(errors[0]?.message).toContain('ask an editor')
    expect((await updated(reporter, { id: live.id, version: 1 }, { headline: 'Fine' })).version).toBe(2)
  })
})
