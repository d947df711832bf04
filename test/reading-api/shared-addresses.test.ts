import { describe, expect, it } from 'vitest'
import { created, type Input, updated } from '../article/saving.ts'
import { DELETE as DELETE_AUTHOR, UPDATE as UPDATE_AUTHOR } from '../author/author-documents.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { DELETE as DELETE_TOPIC, MERGE, UPDATE as UPDATE_TOPIC } from '../topic/topic-documents.ts'
import { acted } from '../workflow/acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')
const admin = api.as('ADMIN')

interface Article {
  id: string
  version: number
}

/** Where a reader who opens the address ends: "Article 3f…", "to /article/t", "Gone", or "nothing". */
async function at(path: string): Promise<string> {
  const { resolvePath } = await api.query<{ resolvePath: Record<string, string> | null }>(
    `query ($path: String!) { resolvePath(path: $path) { __typename ... on Node { id } ... on Redirect { location } } }`,
    { path },
  )
  if (resolvePath === null) return 'nothing'
  if (resolvePath.__typename === 'Redirect') return `to ${resolvePath.location}`
  return resolvePath.__typename === 'Gone' ? 'Gone' : (resolvePath.id ?? '')
}

const draftAt = (slug: string, input: Input = {}): Promise<Article> => created(editor, { slug, ...input })
const publish = (article: Article): Promise<Article> => acted(editor, 'publishArticle', article)
const liveAt = async (slug: string, input: Input = {}): Promise<Article> => publish(await draftAt(slug, input))
const move = (article: Article, input: Input): Promise<Article> => updated(editor, article, input)
const withdraw = (article: Article): Promise<Article> =>
  acted(editor, 'withdrawArticle', article, { reason: 'A mistake' })
const trash = (article: Article): Promise<Article> => acted(editor, 'trashArticle', article)
const restore = (article: Article): Promise<Article> => acted(editor, 'restoreFromTrash', article)

async function erase(article: Article): Promise<void> {
  const { userErrors } = await admin.mutate(
    'mutation ($id: ID!, $version: Int!) { deleteArticle(input: { id: $id, version: $version }) { userErrors { code } } }',
    { id: article.id, version: article.version },
  )
  expect(userErrors).toEqual([])
}

describe('An address that a second article took', () => {
  it('leads to the first again when the second is withdrawn, in the trash, and deleted', async () => {
    await move(await liveAt('t'), { slug: 't-new' })
    let second = await liveAt('t')
    expect(await at('/article/t')).toBe(second.id)

    second = await withdraw(second)
    expect(await at('/article/t')).toBe('to /article/t-new')
    second = await trash(second)
    expect(await at('/article/t')).toBe('to /article/t-new')
    await erase(second)
    expect(await at('/article/t')).toBe('to /article/t-new')
  })

  it('leads to the first again when the second moved on and is then deleted, at both addresses', async () => {
    const first = await move(await liveAt('moved'), { slug: 'moved-first' })
    const second = await move(await liveAt('moved'), { slug: 'moved-second' })
    expect(await at('/article/moved')).toBe('to /article/moved-second')

    await erase(await trash(await withdraw(second)))

    expect(await at('/article/moved')).toBe('to /article/moved-first')
    expect(await at('/article/moved-second')).toBe('Gone')
    expect(await at('/article/moved-first')).toBe(first.id)
  })

  it('leads to the newest of three that is still there', async () => {
    const articles: Article[] = []
    for (const number of [1, 2, 3]) articles.push(await move(await liveAt('three'), { slug: `three-${number}` }))
    const ends = [await at('/article/three')]

    for (const article of articles.toReversed()) {
      await erase(await trash(await withdraw(article)))
      ends.push(await at('/article/three'))
    }

    expect(ends).toEqual(['to /article/three-3', 'to /article/three-2', 'to /article/three-1', 'Gone'])
  })

  it('leads to the second again when that comes back from the trash and is published', async () => {
    await move(await liveAt('back'), { slug: 'back-first' })
    const second = await trash(await withdraw(await move(await liveAt('back'), { slug: 'back-second' })))
    expect(await at('/article/back')).toBe('to /article/back-first')

    await publish(await restore(second))

    expect(await at('/article/back')).toBe('to /article/back-second')
  })

  it('leads to the first again when a draft that had it is deleted, moves, or was never published', async () => {
    await move(await liveAt('drafts'), { slug: 'drafts-first' })
    const deleted = await draftAt('drafts')
    await erase(await trash(deleted))
    const moved = await move(await draftAt('drafts'), { slug: 'drafts-third' })
    await publish(moved)
    await draftAt('drafts')

    expect(await at('/article/drafts')).toBe('to /article/drafts-first')
  })

  it('does not lead to an article that readers never found there, even when the one they found is gone', async () => {
    const known = await move(await liveAt('known-here'), { slug: 'known-now' })
    await publish(await move(await draftAt('known-here'), { slug: 'stranger' }))

    await erase(await trash(await withdraw(known)))

    expect(await at('/article/known-here')).toBe('Gone')
  })

  it('is the first article’s own again when that moves back, and stays right after both are gone', async () => {
    const first = await move(await liveAt('home'), { slug: 'away' })
    const second = await withdraw(await liveAt('home'))
    await erase(await trash(second))

    const back = await move(first, { slug: 'home' })
    expect([await at('/article/home'), await at('/article/away')]).toEqual([first.id, 'to /article/home'])
    await erase(await trash(await withdraw(back)))
    expect([await at('/article/home'), await at('/article/away')]).toEqual(['Gone', 'Gone'])
  })

  it('is told apart by language', async () => {
    const moved = await move(await liveAt('langue', { locale: 'fr' }), { locale: 'he' })
    const second = await liveAt('langue', { locale: 'fr' })
    await liveAt('langue', { locale: 'de' })

    await erase(await trash(await withdraw(second)))

    expect(await at('/fr/article/langue')).toBe('to /he/article/langue')
    expect(await at('/he/article/langue')).toBe(moved.id)
  })

  it('is kept by an article that was withdrawn before it moved and is published again', async () => {
    await move(await liveAt('pause'), { slug: 'pause-first' })
    const second = await move(await withdraw(await liveAt('pause')), { slug: 'pause-second' })

    await publish(await updated(editor, second, { kicker: 'Again' }))

    expect(await at('/article/pause')).toBe('to /article/pause-second')
  })
})

describe('An address that a second topic or author took', () => {
  const change = async (document: string, input: Input) => {
    const { userErrors } = await editor.mutate(document, { input })
    expect(userErrors).toEqual([])
  }

  it('leads to the first topic again when the second is deleted', async () => {
    const first = await given.topic({ slug: 'egypt' })
    await change(UPDATE_TOPIC, { id: first.id, version: 1, slug: 'egypt-now' })
    const second = await given.topic({ slug: 'egypt' })
    await change(UPDATE_TOPIC, { id: second.id, version: 1, slug: 'egypt-later' })
    expect(await at('/topic/egypt')).toBe('to /topic/egypt-later')

    await change(DELETE_TOPIC, { id: second.id, version: 2 })

    expect(await at('/topic/egypt')).toBe('to /topic/egypt-now')
    expect(await at('/topic/egypt-later')).toBe('Gone')
  })

  it('leads to the first topic again when the second was merged into one that is deleted', async () => {
    const first = await given.topic({ slug: 'nile' })
    await change(UPDATE_TOPIC, { id: first.id, version: 1, slug: 'nile-now' })
    const [second, third] = [await given.topic({ slug: 'nile' }), await given.topic({ slug: 'rivers' })]
    await change(MERGE, { fromId: second.id, intoId: third.id })
    expect(await at('/topic/nile')).toBe('to /topic/rivers')

    await change(DELETE_TOPIC, { id: third.id, version: 2 })

    expect(await at('/topic/nile')).toBe('to /topic/nile-now')
  })

  it('leads to the first author again when the second is deleted', async () => {
    const first = await given.author({ slug: 'noa' })
    await change(UPDATE_AUTHOR, { id: first.id, version: 1, slug: 'noa-levi' })
    const second = await given.author({ slug: 'noa' })

    await change(DELETE_AUTHOR, { id: second.id, version: 1 })

    expect(await at('/author/noa')).toBe('to /author/noa-levi')
    expect(await api.query('{ author(slug: "noa") { slug } }')).toEqual({ author: { slug: 'noa-levi' } })
  })
})
