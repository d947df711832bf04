import { afterEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { end, got, liveServer } from './live-server.ts'

const database = await testDatabase()
const variables = { RESPONSE_CACHE_BYTES: '0', MAX_LIVE_CONNECTIONS_ADDRESS: '1000' }
const server = await liveServer(database, { variables })
const [noa, ben] = [server.as('EDITOR', 'Noa'), server.as('EDITOR', 'Ben')]
const given = givenIn(database)

afterEach(async () => {
  server.stopAll()
  await server.running(0)
})

const CHANGES = `subscription ($mine: Boolean! = false, $after: String) {
  deskChanges(mine: $mine, after: $after) { cursor at kind actor { name } changedFields article { id headline version } note } }`

const PREVIEW = `subscription ($where: ArticleChangeWhereInput, $token: String) {
  articleChanges(where: $where, stage: DRAFT, previewToken: $token) { kind changedFields article { headline } } }`

async function follow(client: typeof noa, values: object = {}) {
  const { token } = await client.user()
  return server.listen({ query: CHANGES, variables: { ...values } }, token)
}

const draft = (options = {}) => given.article({ status: 'DRAFT', headline: 'A bridge', ...options })

const lock = (client: typeof noa, id: string, takeOver = false) =>
  client.mutate<{ userErrors: unknown[] }>(
    'mutation ($input: LockArticleInput!) { lockArticle(input: $input) { lock { isMine } userErrors { code } } }',
    { input: { id, takeOver } },
  )

const unlock = (client: typeof noa, id: string, takeOver = false) =>
  client.mutate(
    'mutation ($input: UnlockArticleInput!) { unlockArticle(input: $input) { article { id } userErrors { code } } }',
    { input: { id, takeOver } },
  )

const save = (client: typeof noa, of: { id: string; version?: number }, headline: string) =>
  acted(client, 'updateArticle', of, { headline })

describe('deskChanges', () => {
  it('tells the desk of saves, steps and locks, in their order', async () => {
    const article = await draft()
    const heard = await follow(noa)

    await lock(noa, article.id)
    const { version } = await save(noa, article, 'גשר')
    await acted(noa, 'submitForReview', { id: article.id, version }, { note: 'Please look at the end.' })
    await unlock(noa, article.id)
    const changes = await got(heard, 4)

    expect(changes).toMatchObject([
      { kind: 'LOCK_TAKEN', actor: { name: 'Noa' }, changedFields: ['lock'] },
      { kind: 'SAVED', changedFields: ['headline'], article: { id: article.id } },
      { kind: 'SUBMITTED', note: 'Please look at the end.' },
      { kind: 'LOCK_RELEASED', note: null, article: { headline: 'גשר' } },
    ])
  })

  it('tells the one who lost a lock, and of other things only what concerns them', async () => {
    const [article, other] = [await draft(), await draft()]
    await lock(noa, article.id)
    const [heard, all] = [await follow(noa, { mine: true }), await follow(ben)]
    // Whose lock it is, is looked at when a change is reported.
    const steps = [
      () => save(ben, other, 'Not of Noa'),
      () => lock(ben, article.id, true),
      () => save(ben, article, 'Of Ben now'),
      () => lock(noa, article.id, true),
      () => unlock(ben, article.id, true),
    ]

    for (const [index, step] of steps.entries()) {
      await step()
      await got(all, index + 1)
    }

    expect(await got(heard, 3)).toMatchObject([
      { kind: 'LOCK_TAKEN_OVER', actor: { name: 'Ben' }, article: { id: article.id } },
      { kind: 'LOCK_TAKEN_OVER', actor: { name: 'Noa' } },
      { kind: 'LOCK_RELEASED', actor: { name: 'Ben' } },
    ])
  })

  it('tells the one who lost a lock to a save that takes it over', async () => {
    const article = await draft()
    await lock(noa, article.id)
    const heard = await follow(noa, { mine: true })

    await acted(ben, 'updateArticle', article, { headline: 'Urgent', takeOver: true })

    await expect.poll(() => heard.changes.map(({ kind }) => kind), { timeout: 30_000 }).toContain('LOCK_TAKEN_OVER')
  })

  it('goes on after a cursor', async () => {
    const article = await draft()
    const first = await follow(noa)
    const { version } = await save(noa, article, 'One')
    const [{ cursor } = {}] = await got(first, 1)
    first.stop()

    const next = await save(noa, { id: article.id, version }, 'Two')
    const second = await follow(noa, { after: cursor })
    await save(noa, next, 'Three')

    expect((await got(second, 2)).map(({ kind }) => kind)).toEqual(['SAVED', 'SAVED'])
    const foreign = await follow(noa, { after: Buffer.from('d999999999').toString('base64url') })
    expect(await got(foreign, 1)).toMatchObject([{ kind: 'RESYNC', article: null, actor: null }])
  })

  it('is for the desk, and ends within a second when the person is suspended or has another role', async () => {
    const stranger = await server.listen({ query: CHANGES })
    expect(await end(stranger)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const [suspended, demoted, expired] = await Promise.all(
      ['Suspended', 'Demoted', 'Expired'].map((name) => server.as('EDITOR', name).user()),
    )
    const heard = []
    for (const user of [suspended, demoted, expired]) heard.push(await server.listen({ query: CHANGES }, user?.token))

    await database.prisma.user.update({ where: { id: suspended?.uuid ?? '' }, data: { suspendedAt: new Date() } })
    await database.prisma.user.update({ where: { id: demoted?.uuid ?? '' }, data: { role: 'REPORTER' } })
    await database.prisma.accessToken.updateMany({
      where: { userId: expired?.uuid ?? '' },
      data: { expiresAt: new Date(0) },
    })

    expect(await Promise.all(heard.map(end))).toMatchObject([{ code: 4401 }, { code: 4403 }, { code: 4403 }])
  })
})

describe('articleChanges with stage DRAFT', () => {
  it('shows a preview what is saved, and nothing of who saved it', async () => {
    const article = await draft()
    const { token } = await given.previewLink(article)
    const heard = await server.listen({ query: PREVIEW, variables: { where: { slug: article.slug }, token } })

    await lock(noa, article.id)
    await save(noa, article, 'A new bridge')

    expect(await got(heard, 1)).toEqual([
      { kind: 'SAVED', changedFields: ['headline'], article: { headline: 'A new bridge' } },
    ])
  })

  it('ends with the preview link: revoked, expired, or of an article in the trash', async () => {
    const articles = [await draft(), await draft(), await draft()]
    const [revoked, expired, trashed] = articles
    const links = await Promise.all(articles.map((article) => given.previewLink(article)))
    const heard = []
    for (const [index, { slug }] of articles.entries())
      heard.push(await server.listen({ query: PREVIEW, variables: { where: { slug }, token: links[index]?.token } }))
    const linkOf = (article?: { uuid: string }) => ({ where: { articleId: article?.uuid ?? '' } })

    await database.prisma.previewLink.updateMany({ ...linkOf(revoked), data: { revokedAt: new Date() } })
    await database.prisma.previewLink.updateMany({ ...linkOf(expired), data: { expiresAt: new Date() } })
    await acted(noa, 'trashArticle', { id: trashed?.id ?? '' })

    for (const one of heard) expect(await end(one)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(heard.flatMap(({ results }) => results)).toEqual([])
  })

  it('is refused with the link of another article, without one, and for a topic', async () => {
    const [article, other] = [await draft(), await draft()]
    const { token } = await given.previewLink(other)
    const foreign = await server.listen({ query: PREVIEW, variables: { where: { slug: article.slug }, token } })
    const reader = await server.listen({ query: PREVIEW, variables: { where: { slug: article.slug } } })
    const topic = await server.listen({ query: PREVIEW, variables: { where: { topic: 'egypt' }, token } })

    expect(await end(foreign)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(await end(reader)).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(await end(topic)).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'where' } }])
  })
})
