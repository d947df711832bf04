import { randomUUID } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { describe, expect, it } from 'vitest'
import { suppressAddress } from '../../src/mail/suppression.write.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { mailsTo, rowsWith, tokenIn } from './mails.ts'

const database = await testDatabase()
const log: string[] = []
const api = await testApi(database, { variables: { LOG_LEVEL: 'trace' }, logTo: { write: (line) => log.push(line) } })
const given = givenIn(database)

const FOLLOW = `mutation ($input: FollowTopicsInput!) { followTopics(input: $input) { accepted userErrors { code path message } } }`
const CONFIRM = `mutation ($input: ConfirmFollowsInput!) { confirmFollows(input: $input) {
  reader { email status frequency locale timeZone paused confirmedAt topics { topic { id } since } authors { author { id } } } manageToken userErrors { code path message } } }`

interface Payload {
  accepted: boolean | null
  userErrors: { code: string; path: string[]; message: string }[]
}

interface Confirmed {
  reader: {
    email: string
    status: string
    frequency: string
    topics: { topic: { id: string } }[]
    authors: { author: { id: string } }[]
  } | null
  manageToken: string | null
  userErrors: { code: string; path: string[] }[]
}

const follow = (input: object) => api.mutate<Payload>(FOLLOW, { input })
const confirm = (token: string) => api.mutate<Confirmed>(CONFIRM, { input: { token } })
const newAddress = () => `${randomUUID()}@reader.example`

/** Lets time pass for the limits of an address. */
async function passTime(email: string, interval: string): Promise<void> {
  await database.query({
    text: 'UPDATE reader_token SET created_at = created_at - $2::text::interval WHERE reader_id = (SELECT id FROM reader WHERE email = $1)',
    parameters: [email, interval],
  })
}

const ACCEPTED = { accepted: true, userErrors: [] }

describe('followTopics', () => {
  it('asks the owner of a new address, and follows nothing before the link in the mail is used', async () => {
    const [topic, author, email] = [await given.topic(), await given.author(), newAddress()]

    const answer = await follow({
      ...{ email: ` ${email.toUpperCase()} `, topicIds: [topic.id], authorIds: [author.id] },
      ...{ frequency: 'DAILY', locale: 'en', timeZone: 'Asia/Jerusalem' },
    })

    expect(answer).toEqual(ACCEPTED)
    const [mail] = await mailsTo(database, email)
    expect(mail?.text).toContain(topic.name)
    expect(mail?.text).toContain(author.name)
    expect(await database.prisma.readerFollow.count({ where: { reader: { email } } })).toBe(0)
    const confirmed = await confirm(tokenIn(mail ?? { text: '', subject: '', locale: '' }, 'confirm'))
    expect(confirmed).toMatchObject({
      userErrors: [],
      reader: {
        ...{ email, status: 'CONFIRMED', frequency: 'DAILY', locale: 'en', timeZone: 'Asia/Jerusalem', paused: false },
        topics: [{ topic: { id: topic.id } }],
        authors: [{ author: { id: author.id } }],
      },
      manageToken: expect.stringMatching(/^cpr_[\w-]{22}$/),
    })
  })

  it('answers the same bytes for new, known, unconfirmed and suppressed addresses, and over the limit', async () => {
    const topic = await given.topic()
    const confirmed = await given.reader({ follows: [topic] })
    const unconfirmed = await given.reader({ isConfirmed: false, follows: [topic] })
    const suppressed = newAddress()
    await suppressAddress(database, suppressed, 'REQUEST')
    const often = newAddress()
    const bodies = new Set<string>()
    for (const email of [newAddress(), confirmed.email, unconfirmed.email, suppressed, often, often]) {
      const response = await api.app.inject({
        ...{ method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json' } },
        payload: JSON.stringify({ query: FOLLOW, variables: { input: { email, topicIds: [topic.id] } } }),
      })
      bodies.add(`${response.statusCode} ${response.body} ${response.headers['cache-control']}`)
    }

    expect([...bodies]).toEqual([`200 {"data":{"followTopics":${JSON.stringify(ACCEPTED)}}} private, no-store`])
    expect(await mailsTo(database, suppressed)).toEqual([])
    expect(await rowsWith(database, suppressed)).toEqual([])
    expect(await mailsTo(database, often)).toHaveLength(1)
  })

  it('sends who follows it all already, or names nothing, the link to what is followed', async () => {
    const topic = await given.topic()
    for (const topicIds of [[topic.id], []]) {
      const { email } = await given.reader({ follows: [topic] })

      expect(await follow({ email, topicIds })).toEqual(ACCEPTED)

      const [mail] = await mailsTo(database, email)
      expect(mail && tokenIn(mail, 'manage')).toMatch(/^cpr_/)
      expect(mail?.text).not.toContain('/follow/confirm')
    }
  })

  it('adds what a known reader does not follow only when the link is used, and keeps the settings', async () => {
    const [first, second] = [await given.topic(), await given.topic()]
    const { email, uuid } = await given.reader({ follows: [first], frequency: 'WEEKLY' })

    await follow({ email, topicIds: [first.id, second.id], frequency: 'INSTANT' })

    const [mail] = await mailsTo(database, email)
    expect(await database.prisma.readerFollow.count({ where: { readerId: uuid } })).toBe(1)
    const { reader } = await confirm(mail ? tokenIn(mail, 'confirm') : '')
    expect(reader?.frequency).toBe('WEEKLY')
    expect(reader?.topics.map((each) => each.topic.id).toSorted()).toEqual([first.id, second.id].toSorted())
  })

  it('sends one mail in 10 minutes, and 3 a day', async () => {
    const [topic, email] = [await given.topic(), newAddress()]
    const send = () => follow({ email, topicIds: [topic.id] })
    await send()
    await send()
    expect(await mailsTo(database, email)).toHaveLength(1)
    for (const count of [2, 3, 3]) {
      await passTime(email, '11 minutes')
      await send()
      expect(await mailsTo(database, email)).toHaveLength(count)
    }
    await passTime(email, '24 hours')
    await send()
    expect(await mailsTo(database, email)).toHaveLength(4)
  })

  it.each([
    ['no address', { email: 'nobody' }, 'email', 'INVALID'],
    ['an empty address', { email: '' }, 'email', 'INVALID'],
    ['two addresses', { email: 'a@b.example,c@d.example' }, 'email', 'INVALID'],
    ['a header in the address', { email: 'a@b.example\r\nBcc: c@d.example' }, 'email', 'INVALID'],
    ['an address that is too long', { email: `${'a'.repeat(64)}@${'b.'.repeat(100)}example` }, 'email', 'INVALID'],
    ['an absent topic', { topicIds: [`topic_${randomUUID()}`] }, 'topicIds 0', 'NOT_FOUND'],
    ['an author among the topics', { topicIds: [`author_${randomUUID()}`] }, 'topicIds 0', 'NOT_FOUND'],
    ['an absent author', { authorIds: [`author_${randomUUID()}`] }, 'authorIds 0', 'NOT_FOUND'],
    ['a language that the site does not have', { locale: 'fr' }, 'locale', 'INVALID'],
    ['no language', { locale: 'qqqq' }, 'locale', 'INVALID'],
    ['no time zone', { timeZone: 'Mars/Olympus' }, 'timeZone', 'INVALID'],
    ['an offset for a time zone', { timeZone: '+02:00' }, 'timeZone', 'INVALID'],
    [
      'more than 100 topics',
      { topicIds: Array.from({ length: 101 }, () => `topic_${randomUUID()}`) },
      'topicIds',
      'TOO_LONG',
    ],
  ])('refuses %s, and changes nothing', async (_what, input, path, code) => {
    const answer = await expectNoChange(database, () => follow({ email: newAddress(), ...input }))

    expect(answer.accepted).toBeNull()
    expect(answer.userErrors.map((error) => [error.code, error.path.join(' ')])).toEqual([[code, `input ${path}`]])
    expect(JSON.stringify(answer)).not.toContain('b.example')
  })

  it('takes an address with a domain in Hebrew, and sends in Hebrew', async () => {
    await given.article({ locale: 'he' })
    const topic = await given.topic()

    await follow({ email: 'Dana@דואר.example', topicIds: [topic.id], locale: 'he' })

    const [mail] = await mailsTo(database, `dana@${domainToASCII('דואר.example')}`)
    expect(mail?.locale).toBe('he')
  })

  it('names no address and no token in the log, in events or in the audit trail', async () => {
    const [topic, email] = [await given.topic(), newAddress()]
    await follow({ email, topicIds: [topic.id] })
    const [mail] = await mailsTo(database, email)
    const token = mail ? tokenIn(mail, 'confirm') : ''
    await confirm(token)
    await api.app.inject({ url: `/follow/confirm?token=${token}` })
    await api.app.inject({ url: `/follow/confirm/?token=${token}` })
    await follow({ email: 'a b@reader.example', topicIds: [topic.id] })

    expect(log.filter((line) => line.includes(email) || line.includes(token) || line.includes('a b@'))).toEqual([])
    const tables = (await rowsWith(database, email)).map((row) => row.split(':', 1)[0])
    expect([...new Set(tables)].toSorted()).toEqual(['mail', 'reader'])
    expect(await rowsWith(database, token)).toEqual([expect.stringMatching(/^mail:/)])
  })

  it('answers a call with the same idempotency key again, and sends one mail', async () => {
    const [topic, email] = [await given.topic(), newAddress()]
    const input = { email, topicIds: [topic.id], idempotencyKey: 'once' }
    expect([await follow(input), await follow(input)]).toEqual([ACCEPTED, ACCEPTED])
    await passTime(email, '1 hour')
    expect(await follow(input)).toEqual(ACCEPTED)

    expect(await mailsTo(database, email)).toHaveLength(1)
    expect((await follow({ ...input, topicIds: [] })).userErrors[0]?.code).toBe('IDEMPOTENCY_KEY_REUSED')
    expect(await follow({ ...input, email: newAddress() })).toEqual(ACCEPTED)
  })
})

describe('One network', () => {
  it('names 10 addresses in an hour, each as often as it likes; then the error is RATE_LIMITED', async () => {
    const limited = await testApi(database, {
      variables: { RATE_LIMITS: 'true', TRUST_PROXY: 'true', RATE_LIMIT_BURST: '1000000' },
    })
    const topic = await given.topic()
    const send = async (email: string, address: string) => {
      const response = await limited.app.inject({
        ...{
          method: 'POST',
          url: '/graphql',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        },
        payload: JSON.stringify({ query: FOLLOW, variables: { input: { email, topicIds: [topic.id] } } }),
      })
      const { errors, data } = response.json()
      return errors?.[0]?.extensions ?? data.followTopics
    }
    const addresses = Array.from({ length: 10 }, newAddress)
    for (const [index, email] of addresses.entries()) {
      expect(await send(email, `2001:db8::${index + 1}`)).toEqual(ACCEPTED)
      expect(await send(email, '2001:db8::ffff')).toEqual(ACCEPTED)
    }
    const refused = newAddress()

    const refusal = await send(refused, '2001:db8::a:b')

    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) })
    expect(await rowsWith(database, refused)).toEqual([])
    expect(await send(refused, '2001:db8:0:1::1')).toEqual(ACCEPTED)
    await database.query({ text: "UPDATE follow_attempt SET at = at - interval '61 minutes'", parameters: [] })
    expect(await send(newAddress(), '2001:db8::a:b')).toEqual(ACCEPTED)
  })
})

describe('confirmFollows', () => {
  it('confirms once, however often and at the same time', async () => {
    const topic = await given.topic()
    const { tokens, uuid } = await given.reader({ isConfirmed: false, follows: [topic] })

    const answers = await Promise.all([confirm(tokens.CONFIRM), confirm(tokens.CONFIRM), confirm(tokens.CONFIRM)])

    expect(answers.map(({ reader }) => reader?.status)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED'])
    expect(answers.filter(({ manageToken }) => manageToken !== null)).toHaveLength(1)
    expect(await database.prisma.readerFollow.count({ where: { readerId: uuid } })).toBe(1)
  })

  it('does not follow again what was unfollowed since', async () => {
    const { tokens, uuid } = await given.reader({ isConfirmed: false, follows: [await given.topic()] })
    await confirm(tokens.CONFIRM)
    await api.mutate('mutation ($token: String!) { unfollow(input: { token: $token }) { userErrors { code } } }', {
      token: tokens.UNSUBSCRIBE,
    })

    expect((await confirm(tokens.CONFIRM)).userErrors).toEqual([])
    expect(await database.prisma.readerFollow.count({ where: { readerId: uuid } })).toBe(0)
  })

  it('refuses a token that is unknown, has expired, or is of another link, and changes nothing', async () => {
    const { tokens, uuid } = await given.reader({ isConfirmed: false, follows: [await given.topic()] })
    await database.prisma.readerToken.updateMany({
      where: { readerId: uuid, purpose: 'CONFIRM' },
      data: { expiresAt: new Date(0) },
    })

    for (const token of [tokens.CONFIRM, tokens.MANAGE, tokens.UNSUBSCRIBE, 'cpr_unknown', '', 'x'.repeat(5000)]) {
      const answer = await expectNoChange(database, () => confirm(token))

      expect(answer).toMatchObject({
        reader: null,
        manageToken: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['input', 'token'] }],
      })
    }
  })

  it('refuses to make one reader follow more than 100 topics', async () => {
    const topics = []
    for (let count = 0; count < 101; count++) topics.push(await given.topic())
    const [last, ...others] = topics
    const { email } = await given.reader({ follows: others })
    await follow({ email, topicIds: [last?.id] })
    const [mail] = await mailsTo(database, email)

    const answer = await expectNoChange(database, () => confirm(mail ? tokenIn(mail, 'confirm') : ''))

    expect(answer.userErrors).toMatchObject([{ code: 'TOO_LONG' }])
  })
})
