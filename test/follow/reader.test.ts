import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { clearUp } from '../../src/clock/housekeeping.write.ts'
import { isSuppressed } from '../../src/mail/suppression.load.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { mailsTo, rowsWith } from './mails.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const READER = 'email status frequency locale timeZone paused topics { topic { id } since } authors { author { id } }'
const QUERY = `query ($token: String!) { reader(token: $token) { ${READER} createdAt confirmedAt export } }`
const UPDATE = `mutation ($input: UpdateFollowsInput!) { updateFollows(input: $input) { reader { ${READER} } userErrors { code path } } }`
const UNFOLLOW = 'mutation ($input: UnfollowInput!) { unfollow(input: $input) { accepted userErrors { code path } } }'
const ERASE =
  'mutation ($input: EraseReaderInput!) { eraseReader(input: $input) { accepted userErrors { code path } } }'

interface Reader {
  email: string
  frequency: string
  paused: boolean
  topics: { topic: { id: string }; since: string }[]
  authors: { author: { id: string } }[]
  export: Record<string, unknown>
}

interface Payload {
  accepted?: boolean | null
  reader?: Reader | null
  userErrors: { code: string; path: string[] }[]
}

const readerOf = async (token: string) => (await api.query<{ reader: Reader | null }>(QUERY, { token })).reader
const send = (document: string, input: object) => api.mutate<Payload>(document, { input })

const REFUSED = [{ code: 'NOT_FOUND', path: ['input', 'token'] }]

async function two() {
  const [topic, other, author] = [await given.topic(), await given.topic(), await given.author()]
  return { topic, other, author, reader: await given.reader({ follows: [topic, author] }) }
}

describe('reader', () => {
  it('is who has the manage link, and nobody with another', async () => {
    const { topic, author, reader } = await two()

    expect(await readerOf(reader.tokens.MANAGE)).toMatchObject({
      ...{
        email: reader.email,
        status: 'CONFIRMED',
        frequency: 'INSTANT',
        locale: 'en',
        timeZone: 'UTC',
        paused: false,
      },
      topics: [{ topic: { id: topic.id }, since: expect.stringMatching(/Z$/) }],
      authors: [{ author: { id: author.id } }],
    })
    expect(await readerOf(reader.tokens.CONFIRM)).toBeNull()
    expect(await readerOf(reader.tokens.UNSUBSCRIBE)).toBeNull()
    expect(await readerOf('')).toBeNull()
    await prisma.readerToken.updateMany({ where: { readerId: reader.uuid }, data: { expiresAt: new Date() } })
    expect(await readerOf(reader.tokens.MANAGE)).toBeNull()
  })

  it('is never cached, also by GET', async () => {
    const { reader } = await two()
    const query = `query=${encodeURIComponent(QUERY)}&variables=${encodeURIComponent(JSON.stringify({ token: reader.tokens.MANAGE }))}`

    const { headers, statusCode } = await api.app.inject({ url: `/graphql?${query}` })

    expect([statusCode, headers['cache-control']]).toEqual([200, 'private, no-store'])
  })

  it('exports all that is stored, and no token', async () => {
    const { topic, reader } = await two()

    const stored = (await readerOf(reader.tokens.MANAGE))?.export

    expect(stored).toMatchObject({
      email: reader.email,
      follows: [{ type: 'TOPIC', id: topic.id, name: topic.name }, { type: 'AUTHOR' }],
      links: Array.from({ length: 3 }, () => ({ purpose: expect.any(String), expiresAt: expect.any(String) })),
      mails: [],
    })
    expect(JSON.stringify(stored)).not.toMatch(/[0-9a-f]{64}|cpr_/)
  })

  it('shows no image that is hidden from readers', async () => {
    const topic = await given.topic()
    const image = await given.image({ withheldAt: new Date(), withheldReason: 'A child' })
    await given.article({ topics: [topic], captions: [{ image, role: 'LEAD' }] })
    const { tokens } = await given.reader({ follows: [topic] })

    const { reader } = await api.query<{
      reader: { topics: { topic: { articles: { nodes: { leadImage: unknown }[] } } }[] }
    }>(
      'query ($token: String!) { reader(token: $token) { topics { topic { articles { nodes { leadImage { id } } } } } } }',
      { token: tokens.MANAGE },
    )

    expect(reader.topics[0]?.topic.articles.nodes).toEqual([{ leadImage: null }])
  })
})

describe('updateFollows', () => {
  it('replaces the lists that are sent, keeps the others, and changes the settings', async () => {
    const { topic, other, author, reader } = await two()
    const token = reader.tokens.MANAGE

    const changed = await send(UPDATE, {
      token,
      topicIds: [other.id],
      frequency: 'WEEKLY',
      paused: true,
      timeZone: 'Asia/Jerusalem',
    })
    expect(changed).toMatchObject({
      userErrors: [],
      reader: {
        frequency: 'WEEKLY',
        paused: true,
        topics: [{ topic: { id: other.id } }],
        authors: [{ author: { id: author.id } }],
      },
    })
    const since = changed.reader?.topics[0]?.since
    const again = await send(UPDATE, { token, topicIds: [topic.id, other.id], authorIds: [] })
    expect(again.reader?.authors).toEqual([])
    expect(again.reader?.topics.find((each) => each.topic.id === other.id)?.since).toBe(since)
    expect(await send(UPDATE, { token, topicIds: [] })).toMatchObject({ reader: { topics: [] } })
  })

  it('plans the digests at 7:00 of the zone', async () => {
    const { reader } = await two()
    await send(UPDATE, { token: reader.tokens.MANAGE, frequency: 'WEEKLY', timeZone: 'Asia/Jerusalem' })
    const next = async () => (await prisma.reader.findUniqueOrThrow({ where: { id: reader.uuid } })).nextDigestAt
    const parts = new Intl.DateTimeFormat('en', {
      timeZone: 'Asia/Jerusalem',
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    })

    expect(parts.format((await next()) ?? 0)).toBe('Sunday 07:00')
    await send(UPDATE, { token: reader.tokens.MANAGE, paused: true })
    expect(await next()).toBeNull()
    await send(UPDATE, { token: reader.tokens.MANAGE, paused: false, frequency: 'INSTANT' })
    expect(await next()).toBeNull()
  })

  it.each([
    ['a null for the frequency', { frequency: null }, 'frequency', 'REQUIRED'],
    ['a null for the pause', { paused: null }, 'paused', 'REQUIRED'],
    ['a null for the language', { locale: null }, 'locale', 'REQUIRED'],
    ['a null for the time zone', { timeZone: null }, 'timeZone', 'REQUIRED'],
    ['a language that the site does not have', { locale: 'fr' }, 'locale', 'INVALID'],
    ['no time zone', { timeZone: 'Nowhere' }, 'timeZone', 'INVALID'],
    ['an absent topic', { topicIds: [`topic_${randomUUID()}`] }, 'topicIds 0', 'NOT_FOUND'],
    ['an absent author', { authorIds: [`author_${randomUUID()}`] }, 'authorIds 0', 'NOT_FOUND'],
  ])('refuses %s, and changes nothing', async (_what, input, path, code) => {
    const { reader } = await two()

    const { userErrors } = await expectNoChange(database, () => send(UPDATE, { token: reader.tokens.MANAGE, ...input }))

    expect(userErrors.map((error) => [error.code, error.path.join(' ')])).toEqual([[code, `input ${path}`]])
  })

  it('refuses the tokens of other links, and changes nothing', async () => {
    const { reader } = await two()
    for (const token of [reader.tokens.CONFIRM, reader.tokens.UNSUBSCRIBE, 'cpr_none'])
      expect(await expectNoChange(database, () => send(UPDATE, { token, topicIds: [] }))).toEqual({
        reader: null,
        userErrors: REFUSED,
      })
  })
})

describe('unfollow', () => {
  it('ends what is named, and everything where nothing is', async () => {
    const { topic, other, author, reader } = await two()
    const token = reader.tokens.UNSUBSCRIBE

    expect(await send(UNFOLLOW, { token, topicIds: [other.id] })).toEqual({ accepted: true, userErrors: [] })
    expect(await prisma.readerFollow.count({ where: { readerId: reader.uuid } })).toBe(2)
    await send(UNFOLLOW, { token: reader.tokens.MANAGE, topicIds: [topic.id] })
    expect(
      await prisma.readerFollow.findMany({ where: { readerId: reader.uuid }, select: { authorId: true } }),
    ).toEqual([{ authorId: author.uuid }])
    await send(UNFOLLOW, { token })
    await send(UNFOLLOW, { token })
    expect(await prisma.readerFollow.count({ where: { readerId: reader.uuid } })).toBe(0)
  })

  it('ends what is asked for, so that the confirmation link does nothing any more', async () => {
    const { tokens, uuid } = await given.reader({ isConfirmed: false, follows: [await given.topic()] })

    await send(UNFOLLOW, { token: tokens.UNSUBSCRIBE })

    const confirmed = await api.mutate<Payload>(
      'mutation ($token: String!) { confirmFollows(input: { token: $token }) { reader { email } userErrors { code path } } }',
      { token: tokens.CONFIRM },
    )
    expect(confirmed).toEqual({ reader: null, userErrors: REFUSED })
    expect((await prisma.reader.findUniqueOrThrow({ where: { id: uuid } })).status).toBe('UNCONFIRMED')
  })

  it('refuses the tokens of other links, and changes nothing', async () => {
    const { reader } = await two()
    for (const token of [reader.tokens.CONFIRM, 'cpr_none'])
      expect(await expectNoChange(database, () => send(UNFOLLOW, { token }))).toEqual({
        accepted: null,
        userErrors: REFUSED,
      })
  })
})

describe('eraseReader', () => {
  it.each([false, true])(
    'leaves the address nowhere; a hash of it only if it is not to be written to: %s',
    async (neverWrite) => {
      const topic = await given.topic()
      const email = `${randomUUID()}@reader.example`
      const follow = () =>
        api.mutate('mutation ($input: FollowTopicsInput!) { followTopics(input: $input) { accepted } }', {
          input: { email, topicIds: [topic.id], idempotencyKey: randomUUID() },
        })
      await follow()
      expect(await rowsWith(database, email)).not.toEqual([])
      const [mail] = await mailsTo(database, email)
      const [, token] = /unsubscribe\?token=(\S+)/.exec(mail?.text ?? '') ?? []

      expect(await send(ERASE, { token, neverWrite })).toEqual({ accepted: true, userErrors: [] })

      expect(await rowsWith(database, email)).toEqual([])
      expect(await isSuppressed(database, email)).toBe(neverWrite)
      expect(await send(ERASE, { token })).toEqual({ accepted: null, userErrors: REFUSED })
      await follow()
      expect(await mailsTo(database, email)).toHaveLength(neverWrite ? 0 : 1)
    },
  )

  it('refuses the token of a confirmation link, and changes nothing', async () => {
    const { reader } = await two()
    const token = reader.tokens.CONFIRM
    expect(await expectNoChange(database, () => send(ERASE, { token }))).toEqual({
      accepted: null,
      userErrors: REFUSED,
    })
  })
})

describe('A topic that is followed', () => {
  const MERGE =
    'mutation ($from: ID!, $into: ID!) { mergeTopics(input: { fromId: $from, intoId: $into }) { userErrors { code } } }'

  it('takes its followers along when it is merged, each once, also those who are still asked', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    const [one, both] = [await given.reader({ follows: [from] }), await given.reader({ follows: [from, into] })]
    const asked = await given.reader({ isConfirmed: false, follows: [from, into] })

    await api.as('EDITOR').mutate(MERGE, { from: from.id, into: into.id })

    for (const { tokens } of [one, both])
      expect((await readerOf(tokens.MANAGE))?.topics.map(({ topic }) => topic.id)).toEqual([into.id])
    await api.mutate(
      'mutation ($token: String!) { confirmFollows(input: { token: $token }) { userErrors { code } } }',
      { token: asked.tokens.CONFIRM },
    )
    expect((await readerOf(asked.tokens.MANAGE))?.topics.map(({ topic }) => topic.id)).toEqual([into.id])
    expect(
      (await send(UPDATE, { token: one.tokens.MANAGE, topicIds: [from.id] })).reader?.topics.map(
        ({ topic }) => topic.id,
      ),
    ).toEqual([into.id])
  })

  it('is followed no more when it is deleted, and neither is an author', async () => {
    const { topic, author, reader } = await two()

    await api
      .as('EDITOR')
      .mutate('mutation ($id: ID!) { deleteTopic(input: { id: $id, version: 1 }) { userErrors { code } } }', {
        id: topic.id,
      })
    await api
      .as('EDITOR')
      .mutate('mutation ($id: ID!) { deleteAuthor(input: { id: $id, version: 1 }) { userErrors { code } } }', {
        id: author.id,
      })

    expect(await readerOf(reader.tokens.MANAGE)).toMatchObject({ topics: [], authors: [] })
  })

  it('has a number of followers, of those who have confirmed, for the desk', async () => {
    const [topic, author] = [await given.topic(), await given.author()]
    await given.reader({ follows: [topic, author] })
    await given.reader({ follows: [topic] })
    await given.reader({ isConfirmed: false, follows: [topic, author] })
    const document = 'query ($t: ID!, $a: ID!) { topic(id: $t) { followerCount } author(id: $a) { followerCount } }'
    const variables = { t: topic.id, a: author.id }

    expect(await api.as('REPORTER').query(document, variables)).toEqual({
      topic: { followerCount: 2 },
      author: { followerCount: 1 },
    })
    const { errors } = await api.ask(document, variables)
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN', 'FORBIDDEN'])
  })
})

describe('Housekeeping', () => {
  const clear = () => clearUp(database, { eventDays: 30, activityDays: null })
  const exists = async (id: string) => (await prisma.reader.count({ where: { id } })) === 1

  it('deletes who has confirmed nothing within 7 days, with all that was asked for', async () => {
    const { uuid } = await given.reader({ isConfirmed: false, follows: [await given.topic()] })
    const confirmed = await given.reader({ follows: [await given.topic()] })
    await clear()
    expect(await exists(uuid)).toBe(true)

    await database.query({ text: "UPDATE reader_token SET expires_at = now() - interval '1 minute'", parameters: [] })
    await clear()

    expect([await exists(uuid), await exists(confirmed.uuid)]).toEqual([false, true])
    expect(await prisma.readerToken.count()).toBe(0)
  })

  it('deletes who has followed nothing for 30 days, and what networks asked for an hour ago', async () => {
    const { uuid } = await given.reader()
    await prisma.followAttempt.create({ data: { network: 'a', address: 'b', at: new Date(Date.now() - 3_700_000) } })
    await clear()
    expect(await exists(uuid)).toBe(true)
    expect(await prisma.followAttempt.count({ where: { network: 'a' } })).toBe(0)

    await database.query({ text: "UPDATE reader SET changed_at = now() - interval '31 days'", parameters: [] })
    await clear()

    expect(await exists(uuid)).toBe(false)
  })
})
