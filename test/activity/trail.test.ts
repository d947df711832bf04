import { describe, expect, it } from 'vitest'
import { created, update, updated } from '../article/saving.ts'
import { UPDATE as UPDATE_AUTHOR } from '../author/author-documents.ts'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { identityProvider } from '../identity/identity-provider.ts'
import { DELETE as DELETE_TOPIC, UPDATE as UPDATE_TOPIC } from '../topic/topic-documents.ts'
import { acted } from '../workflow/acting.ts'

const database = await testDatabase()
const provider = await identityProvider()
const api = await testApi(database, { variables: provider.variables })
const given = givenIn(database)
const [reporter, editor, admin] = [api.as('REPORTER'), api.as('EDITOR'), api.as('ADMIN')]

interface Change {
  field: string
  before: string | null
  after: string | null
  isOmitted: boolean
}

interface Entry {
  action: string
  actorName: string
  note: string | null
  subjectType: string
  subjectId: string
  changedFields: Change[]
}

const ENTRY = 'action actorName note subjectType subjectId changedFields { field before after isOmitted }'

async function trail(client: Client, where: object): Promise<Entry[]> {
  const { activity } = await client.query<{ activity: { nodes: Entry[] } }>(
    `query ($where: ActivityWhereInput!) { activity(where: $where, first: 100) { nodes { ${ENTRY} } } }`,
    { where },
  )
  return activity.nodes
}

const trailOf = (id: string, client = admin) => trail(client, { subjectId: { equals: id } })

/** "slug: a -> b" of each field of the newest entry. */
async function lastChanges(id: string): Promise<string[]> {
  const [entry] = await trailOf(id)
  return (entry?.changedFields ?? []).map(({ field, before, after, isOmitted }) =>
    isOmitted ? `${field} …` : `${field}: ${before} -> ${after}`,
  )
}

describe('An entry of the audit trail says what was changed', () => {
  it('of an article around its text, with the values before and after', async () => {
    const original = await created(editor, { locale: 'en' })
    const article = await created(editor, { slug: 'before', locale: 'fr', editorNote: 'פתק' })

    await updated(editor, article, {
      ...{ slug: 'after', locale: 'he', editorNote: null, translationOf: original.id },
      embargoedUntil: '2099-01-01T02:00:00+02:00',
    })

    expect((await lastChanges(article.id)).toSorted()).toEqual([
      'editorNote: פתק -> null',
      'embargoedUntil: null -> 2099-01-01T00:00:00.000Z',
      'locale: fr -> he',
      'slug: before -> after',
      `translationOf: null -> ${original.id}`,
    ])
  })

  it('of its text: short texts with their values, the other parts by name', async () => {
    const article = await created(editor, { headline: 'One', standfirst: 'x'.repeat(501) })

    await updated(editor, article, {
      ...{ headline: 'Two', standfirst: null, body: [{ paragraph: { html: 'New' } }] },
      credits: [{ name: 'Noa' }],
    })

    expect(await lastChanges(article.id)).toEqual(['headline: One -> Two', 'standfirst …', 'body …', 'credits …'])
  })

  it('leaves out a value of more than 500 characters, and counts characters as people do', async () => {
    const article = await created(editor)

    const long = await updated(editor, article, { editorNote: '🎉'.repeat(501) })
    expect(await lastChanges(article.id)).toEqual(['editorNote …'])
    await updated(editor, await updated(editor, long, { editorNote: null }), { editorNote: '🎉'.repeat(500) })
    expect(await lastChanges(article.id)).toEqual([`editorNote: null -> ${'🎉'.repeat(500)}`])
  })

  it('of its way to the readers', async () => {
    const article = await created(editor)

    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: '2099-01-01T00:00:00Z' })
    expect(await lastChanges(article.id)).toEqual([
      'status: DRAFT -> SCHEDULED',
      'scheduledFor: null -> 2099-01-01T00:00:00.000Z',
      'scheduledRevision: null -> 1',
    ])
    const live = await acted(editor, 'publishArticle', scheduled)
    expect(await lastChanges(article.id)).toContain('liveRevision: null -> 1')
    await acted(editor, 'withdrawArticle', live, { reason: 'A mistake' })
    expect(await lastChanges(article.id)).toEqual(
      expect.arrayContaining(['withdrawalReason: null -> A mistake', 'liveRevision: 1 -> null']),
    )
  })

  it('of a lock: whose it was', async () => {
    const { id } = await created(reporter)
    const lock = (client: Client, takeOver: boolean) =>
      client.mutate(
        'mutation ($id: ID!, $takeOver: Boolean!) { lockArticle(input: { id: $id, takeOver: $takeOver }) { userErrors { code } } }',
        {
          ...{ id, takeOver },
        },
      )
    await lock(reporter, false)
    await lock(editor, true)

    const [mine, theirs] = [(await editor.user()).name, (await reporter.user()).name]
    expect(await lastChanges(id)).toEqual([`lock: ${theirs} -> ${mine}`])
  })

  it('of topics, authors and images, to everybody at the desk', async () => {
    const [topic, parent, author, image] = [
      await given.topic({ name: 'Old' }),
      await given.topic(),
      await given.author({ name: 'Noa' }),
      await given.image(),
    ]
    await editor.mutate(UPDATE_TOPIC, { input: { id: topic.id, version: 1, name: 'New', parentId: parent.id } })
    await editor.mutate(UPDATE_AUTHOR, { input: { id: author.id, version: 1, bio: 'Writes', imageId: image.id } })
    await editor.mutate(
      'mutation ($id: ID!) { updateImage(input: { id: $id, focalPoint: { x: 0.25, y: 0.5 }, withheld: true }) { userErrors { code } } }',
      { id: image.id },
    )

    const read = await reporter.query(
      `query ($topic: ID!, $author: ID!, $image: ID!) {
        topic(id: $topic) { activity { nodes { action subjectType changedFields { field before after } } } }
        author(id: $author) { activity { nodes { subjectId changedFields { field before after } } } }
        image(id: $image) { activity { totalCount nodes { changedFields { field before after } } } } }`,
      { topic: topic.id, author: author.id, image: image.id },
    )

    expect(read).toEqual({
      topic: {
        activity: {
          nodes: [
            {
              action: 'SAVED',
              subjectType: 'TOPIC',
              changedFields: [
                { field: 'name', before: 'Old', after: 'New' },
                { field: 'parent', before: null, after: parent.id },
              ],
            },
          ],
        },
      },
      author: {
        activity: {
          nodes: [
            {
              subjectId: author.id,
              changedFields: [
                { field: 'bio', before: null, after: 'Writes' },
                { field: 'image', before: null, after: image.id },
              ],
            },
          ],
        },
      },
      image: {
        activity: {
          totalCount: 1,
          nodes: [
            {
              changedFields: [
                { field: 'withheld', before: 'false', after: 'true' },
                { field: 'focalPoint', before: null, after: '0.25, 0.5' },
              ],
            },
          ],
        },
      },
    })
  })

  it('of an account that the identity provider makes and changes, in its name', async () => {
    const signIn = async (claims: object) =>
      (
        await api
          .withToken(await provider.token({ sub: 'trail', ...claims }))
          .query<{ viewer: { user: { id: string } } }>('{ viewer { user { id } } }')
      ).viewer
    const { user } = await signIn({ name: 'Mary Ann', email: 'mary@daily.example', roles: ['reporter'] })
    await signIn({ name: 'Mary Cross', email: 'mary@daily.example', roles: ['editor'] })
    await signIn({ name: 'Mary Cross', email: 'mary@daily.example', roles: ['editor'] })

    const entries = await trailOf(user.id)

    expect(entries.map(({ action, actorName }) => `${action} ${actorName}`)).toEqual([
      'USER_UPDATED The identity provider',
      'USER_CREATED The identity provider',
    ])
    expect(await lastChanges(user.id)).toEqual(['name: Mary Ann -> Mary Cross', 'role: REPORTER -> EDITOR'])
    expect(entries[1]?.changedFields.map(({ field, after }) => `${field}: ${after}`)).toEqual([
      'name: Mary Ann',
      'role: REPORTER',
      'email: mary@daily.example',
    ])
  })

  it('of an account that an admin made and somebody signs in to', async () => {
    const { user } = await admin.mutate<{ user: { id: string } }>(
      'mutation { createUser(input: { name: "To come", email: "come@daily.example", role: REPORTER }) { user { id } } }',
    )
    const claims = { sub: 'comes', name: 'Come', email: 'come@daily.example', email_verified: true, roles: ['editor'] }
    await api.withToken(await provider.token(claims)).query('{ viewer { name } }')

    expect(await lastChanges(user.id)).toEqual(['name: To come -> Come', 'role: REPORTER -> EDITOR', 'identity …'])
  })
})

describe('The audit trail', () => {
  it('of an article that was deleted is still read by its id, and says what it was', async () => {
    const { id, version } = await created(editor, { headline: 'קהיר', locale: 'he', slug: 'gone-for-good' })
    const trashed = await acted(editor, 'trashArticle', { id, version })
    await admin.mutate(
      'mutation ($id: ID!, $version: Int!) { deleteArticle(input: { id: $id, version: $version }) { userErrors { code } } }',
      { id, version: trashed.version },
    )

    const entries = await trailOf(id, editor)

    expect(entries.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['DELETED', id],
      ['TRASHED', id],
      ['CREATED', id],
    ])
    expect(entries[0]?.note).toBe('קהיר (he, gone-for-good)')
  })

  it('is found by what, who, how and when', async () => {
    const noa = api.as('EDITOR', 'Noa of the trail')
    const { id } = await noa.user()
    const topic = await given.topic()
    await noa.mutate(UPDATE_TOPIC, { input: { id: topic.id, version: 1, name: 'Renamed' } })
    const since = new Date(Date.now() - 3_600_000).toISOString()
    await noa.mutate(DELETE_TOPIC, { input: { id: topic.id, version: 2 } })
    const found = async (where: object) =>
      (await trail(editor, { actorId: { equals: id }, ...where })).map(({ action }) => action)

    expect(await found({})).toEqual(['DELETED', 'SAVED'])
    expect(await found({ subjectType: { equals: 'TOPIC' }, action: { in: ['SAVED', 'PUBLISHED'] } })).toEqual(['SAVED'])
    expect(await found({ at: { gte: since }, action: { not: 'SAVED' } })).toEqual(['DELETED'])
    expect(await found({ at: { lt: since } })).toEqual([])
    expect(await found({ subjectId: { in: ['nonsense', 'user_x'] } })).toEqual([])
    expect(await found({ OR: [{ subjectType: { equals: 'ARTICLE' } }, { action: { equals: 'DELETED' } }] })).toEqual([
      'DELETED',
    ])
  })

  it('is read page by page, newest first', async () => {
    const topic = await given.topic()
    for (const version of [1, 2, 3]) {
      await editor.mutate(UPDATE_TOPIC, { input: { id: topic.id, version, name: `Name ${version}` } })
    }
    const page = async (after: string | null) =>
      (
        await editor.query<{ activity: { pageInfo: { endCursor: string } } }>(
          `query ($id: ID!, $after: String) { activity(first: 2, after: $after, where: { subjectId: { equals: $id } }) {
            totalCount nodes { version } pageInfo { hasNextPage endCursor } } }`,
          { id: topic.id, after },
        )
      ).activity

    const first = await page(null)
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ version: 4 }, { version: 3 }],
      pageInfo: { hasNextPage: true },
    })
    expect(await page(first.pageInfo.endCursor)).toMatchObject({
      nodes: [{ version: 2 }],
      pageInfo: { hasNextPage: false },
    })
  })

  it('of accounts and tokens is for those who manage them: others do not find it, and count none of it', async () => {
    const { user } = await admin.mutate<{ user: { id: string } }>(
      'mutation { createUser(input: { name: "Dana", email: "dana@trail.example", role: REPORTER }) { user { id } } }',
    )
    const { accessToken } = await admin.mutate<{ accessToken: { id: string } }>(
      'mutation ($user: ID!) { createAccessToken(input: { userId: $user, name: "Feed", role: REPORTER }) { accessToken { id } } }',
      { user: user.id },
    )
    const count = async (client: Client, id: string) =>
      (
        await client.query<{ activity: { totalCount: number } }>(
          'query ($id: ID!) { activity(where: { subjectId: { equals: $id } }) { totalCount } }',
          {
            id,
          },
        )
      ).activity.totalCount

    expect([await count(admin, user.id), await count(admin, accessToken.id)]).toEqual([1, 1])
    expect([await count(editor, user.id), await count(editor, accessToken.id)]).toEqual([0, 0])
    expect(await lastChanges(accessToken.id)).toEqual([
      'name: null -> Feed',
      'role: null -> REPORTER',
      `user: null -> ${user.id}`,
    ])
    const ofUser =
      'query ($id: ID!) { node(id: $id) { ... on User { activity { totalCount } accessTokens { activity { totalCount } } } } }'
    expect(await admin.query(ofUser, { id: user.id })).toEqual({
      node: { activity: { totalCount: 1 }, accessTokens: [{ activity: { totalCount: 1 } }] },
    })
    expect(await editor.errors(ofUser, { id: user.id })).toMatchObject([
      { path: ['node', 'activity'], extensions: { code: 'FORBIDDEN' } },
      { extensions: { code: 'FORBIDDEN' } },
    ])
  })

  it('of everything is not for reporters and readers, nor that of a topic for readers', async () => {
    const { id } = await given.topic()

    expect(await reporter.errors('{ activity { totalCount } }')).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(await api.errors('{ activity { totalCount } }')).toMatchObject([{ path: ['activity'] }])
    expect(await api.errors(`{ topic(id: "${id}") { activity { totalCount } } }`)).toMatchObject([
      { path: ['topic', 'activity'], extensions: { code: 'FORBIDDEN' } },
    ])
  })

  it('never has a secret: no token, no hash of one, no preview address', async () => {
    const { token } = await admin.mutate<{ token: string }>(
      'mutation { createAccessToken(input: { name: "Secret", role: REPORTER }) { token } }',
    )
    const { id } = await created(editor)
    const { previewLink } = await editor.mutate<{ previewLink: { id: string; token: string; url: string } }>(
      'mutation ($id: ID!) { createPreviewLink(input: { articleId: $id }) { previewLink { id token url } } }',
      { id },
    )
    expect(await lastChanges(id)).toEqual([`previewLinks: null -> ${previewLink.id}`])

    const rows = JSON.stringify(await database.prisma.activity.findMany())
    const hashes = await database.prisma.accessToken.findMany({ select: { hash: true } })
    const secrets = [token, previewLink.token, previewLink.url, ...hashes.map(({ hash }) => hash)]
    expect(secrets.filter((secret) => rows.includes(secret))).toEqual([])
  })

  it('has no entry of a change that was refused', async () => {
    const article = await created(editor)

    const { userErrors } = await expectNoChange(database, () =>
      update(editor, { ...article, version: 9 }, { slug: 'no' }),
    )

    expect(userErrors).toMatchObject([{ code: 'CONFLICT' }])
  })
})
