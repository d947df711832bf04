import { beforeEach, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { mailing, notedLog } from '../mail/mailing.ts'
import { header, mailReceiver, parsed, type Receiver } from '../mail/receiver.ts'
import { acted } from '../workflow/acting.ts'
import { follower } from './followers.ts'

const database = await testDatabase()
const given = givenIn(database)
const api = await testApi(database)
const editor = api.as('EDITOR')

beforeEach(async () => {
  await database.prisma.reader.deleteMany()
  await database.prisma.alert.deleteMany()
})

const sentTo = (receiver: Receiver) => receiver.received.map(({ to }) => to).toSorted()
const openAlerts = () => database.prisma.alert.count({ where: { state: { in: ['WAITING', 'SPREADING'] } } })
const waiting = () => database.prisma.mail.count({ where: { state: 'WAITING' } })

/** Until all that was published is told of. */
async function settled(alerts: number): Promise<void> {
  await expect.poll(() => database.prisma.alert.count(), { timeout: 30_000 }).toBe(alerts)
  await expect.poll(async () => (await openAlerts()) + (await waiting()), { timeout: 30_000 }).toBe(0)
}

describe('An alert', () => {
  it('is sent once to each who follows the topic, one above it, or the author, however many of them', async () => {
    const above = await given.topic()
    const [topic, mentioned, other] = [await given.topic({ parent: above }), await given.topic(), await given.topic()]
    const author = await given.author({ name: 'Ada' })
    const receiver = await mailReceiver()
    const log = notedLog()
    await mailing(database, { SMTP_URL: receiver.url }, log)
    const expected = [
      await follower(database, { topics: [topic, above], authors: [author] }),
      await follower(database, { topics: [above] }),
      await follower(database, { authors: [author] }),
    ].toSorted()
    await follower(database, { topics: [mentioned] })
    await follower(database, { topics: [other] })
    await follower(database, { topics: [topic], paused: true })
    await follower(database, { topics: [topic], frequency: 'DAILY' })
    await follower(database, { topics: [topic], status: 'UNCONFIRMED', confirmedAt: null })
    const article = await given.article({
      ...{ status: 'DRAFT', headline: 'A <bridge> & more', body: ['Text'], standfirst: 'It "opens"' },
      ...{ topics: [topic, { topic: mentioned, rel: 'MENTIONS' }], credits: [{ author }] },
    })

    await acted(editor, 'publishArticle', { id: article.id })
    await settled(1)

    expect(sentTo(receiver)).toEqual(expected)
    const [first] = receiver.received
    if (!first) throw new Error('no mail')
    const { subject, html, text } = await parsed(first)
    expect(subject).toBe('A <bridge> & more')
    expect(html).toContain('A &lt;bridge&gt; &amp; more')
    expect(text).toContain(`https://daily.example/article/${article.slug}`)
    expect(header(first, 'list-unsubscribe')).toMatch(/^<http:\/\/.*\/follow\/unsubscribe\?token=cpr_[\w-]{22}>$/)
    expect(new Set(receiver.received.map((mail) => header(mail, 'list-unsubscribe'))).size).toBe(3)

    await acted(editor, 'withdrawArticle', { id: article.id, version: 2 }, { reason: 'A mistake' })
    await acted(editor, 'publishArticle', { id: article.id, version: 3 })
    const later = await given.article({ status: 'DRAFT', body: ['Text'], topics: [other] })
    await acted(editor, 'publishArticle', { id: later.id })
    await settled(2)

    expect(receiver.received).toHaveLength(4)
    const events = JSON.stringify(await database.prisma.outboxEvent.findMany({ select: { payload: true } }))
    expect(`${events}${log.lines.join()}`).not.toContain('@site.example')
  })

  it('of what is withdrawn before it is due is not sent, and is sent when it is published again', async () => {
    const topic = await given.topic()
    const reader = await follower(database, { topics: [topic] })
    const receiver = await mailReceiver()
    const article = await given.article({ status: 'DRAFT', body: ['Text'], topics: [topic] })
    const { stop } = await mailing(database, { SMTP_URL: receiver.url, ALERT_DELAY: '3600' })
    await acted(editor, 'publishArticle', { id: article.id })
    await expect.poll(() => database.prisma.alert.count(), { timeout: 30_000 }).toBe(1)
    await acted(editor, 'withdrawArticle', { id: article.id, version: 2 }, { reason: 'A mistake' })

    await database.query({ text: 'UPDATE alert SET due_at = now()', parameters: [] })
    await settled(1)
    expect(receiver.received).toEqual([])
    await stop()

    await mailing(database, { SMTP_URL: receiver.url })
    await acted(editor, 'publishArticle', { id: article.id, version: 3 })
    await expect.poll(() => sentTo(receiver), { timeout: 30_000 }).toEqual([reader])
  })

  it('tells of a story once, in the language of the reader, else in the one that was first', async () => {
    const topic = await given.topic()
    const [english, hebrew, french] = [
      await follower(database, { topics: [topic], locale: 'en' }),
      await follower(database, { topics: [topic], locale: 'he' }),
      await follower(database, { topics: [topic], locale: 'fr' }),
    ]
    const receiver = await mailReceiver()
    const original = await given.article({ status: 'DRAFT', headline: 'First', body: ['Text'], topics: [topic] })
    const translation = await given.article({
      ...{ status: 'DRAFT', locale: 'he', headline: 'ראשון', body: ['Text'], topics: [topic], translationOf: original },
    })
    await mailing(database, { SMTP_URL: receiver.url, ALERT_DELAY: '2' })

    await acted(editor, 'publishArticle', { id: original.id })
    await acted(editor, 'publishArticle', { id: translation.id })
    await settled(2)

    const subjects = await Promise.all(
      receiver.received.map(async (mail) => [mail.to, (await parsed(mail)).subject, header(mail, 'content-language')]),
    )
    expect(new Map(subjects.map(([to, ...rest]) => [to, rest]))).toEqual(
      new Map([
        [english, ['First', 'en']],
        [hebrew, ['ראשון', 'he']],
        [french, ['First', 'en']],
      ]),
    )
    expect(receiver.received).toHaveLength(3)
  })

  it('is not sent of an archive that is imported', async () => {
    const topic = await given.topic()
    await follower(database, { topics: [topic] })
    const receiver = await mailReceiver()
    const old = await given.article({ status: 'DRAFT', body: ['Text'], topics: [topic] })
    await database.prisma.article.update({ where: { id: old.uuid }, data: { publishedAt: '2019-01-01T00:00:00Z' } })
    const recent = await given.article({ status: 'DRAFT', body: ['Text'], topics: [topic] })
    await mailing(database, { SMTP_URL: receiver.url })

    await acted(editor, 'publishArticle', { id: old.id })
    await acted(editor, 'publishArticle', { id: recent.id })
    await settled(1)

    expect(receiver.received).toHaveLength(1)
  })
})
