import { beforeEach, describe, expect, it } from 'vitest'
import { addDigests } from '../../src/alerts/digest.write.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { mailing } from '../mail/mailing.ts'
import { mailReceiver, parsed } from '../mail/receiver.ts'
import { follower } from './followers.ts'

const database = await testDatabase()
const given = givenIn(database)
const { prisma } = database

beforeEach(async () => {
  await prisma.reader.deleteMany()
})

const HOUR = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString()

/** It is 7:00 for all. */
async function due(): Promise<void> {
  await database.query({
    text: `UPDATE reader SET next_digest_at = now() - interval '1 second' WHERE next_digest_at IS NOT NULL`,
    parameters: [],
  })
}

describe('A digest', () => {
  it('tells of what is new and corrected since the last one, and is not sent empty', async () => {
    const [topic, other] = [await given.topic(), await given.topic()]
    await given.article({ headline: 'Old', topics: [topic], firstPublishedAt: ago(30 * 24) })
    await given.article({ headline: 'New', topics: [topic], firstPublishedAt: ago(5) })
    await given.article({ headline: 'Newest', topics: [topic], firstPublishedAt: ago(1) })
    await given.article({ headline: 'Withdrawn', topics: [topic], firstPublishedAt: ago(1), status: 'WITHDRAWN' })
    await given.article({
      ...{ headline: 'Corrected', topics: [topic], firstPublishedAt: ago(30 * 24) },
      corrections: [{ kind: 'CORRECTION', text: 'The bridge opened in 1962.', publishedAt: ago(2) }],
    })
    const reader = await follower(database, { topics: [topic], frequency: 'DAILY', timeZone: 'Asia/Jerusalem' })
    const weekly = await follower(database, { topics: [topic], frequency: 'WEEKLY', locale: 'he' })
    await follower(database, { topics: [other], frequency: 'DAILY' })
    await follower(database, { topics: [topic], frequency: 'DAILY', paused: true })
    await follower(database, { topics: [topic], frequency: 'INSTANT' })
    const receiver = await mailReceiver()
    await due()

    await addDigests(database)
    await addDigests(database)
    await mailing(database, { SMTP_URL: receiver.url })

    await expect.poll(() => receiver.received.length).toBe(2)
    expect(receiver.received.map(({ to }) => to).toSorted()).toEqual([reader, weekly].toSorted())
    const daily = receiver.received.find(({ to }) => to === reader)
    const hebrew = receiver.received.find(({ to }) => to === weekly)
    if (!daily || !hebrew) throw new Error('no mail')
    const { subject, text = '' } = await parsed(daily)
    expect(subject).toBe('2 new articles and 1 correction from The Daily')
    expect([...text.matchAll(/^(Newest|New|Old|Withdrawn|Corrected|The bridge.*)$/gm)].map(([line]) => line)).toEqual([
      ...['Newest', 'New', 'Corrected', 'The bridge opened in 1962.'],
    ])
    expect((await parsed(hebrew)).subject).toBe('כתבות חדשות: 2, תיקון אחד | The Daily')
  })

  it('does not tell again of what an alert told of', async () => {
    const topic = await given.topic()
    const article = await given.article({ topics: [topic], firstPublishedAt: ago(1) })
    const email = await follower(database, { topics: [topic], frequency: 'DAILY' })
    const { id: readerId } = await prisma.reader.findUniqueOrThrow({ where: { email } })
    const key = { kind: 'ALERT', dedupeKey: `alert ${article.uuid} ${readerId}`, articleId: article.uuid, readerId }
    await prisma.mail.create({ data: { ...key, state: 'SENT', finishedAt: new Date() } })
    const receiver = await mailReceiver()
    await due()
    await addDigests(database)

    await mailing(database, { SMTP_URL: receiver.url })

    await expect.poll(() => prisma.mail.count({ where: { kind: 'DIGEST', state: 'DROPPED' } })).toBe(1)
    expect(receiver.received).toEqual([])
  })

  it.each([
    [
      'DAILY',
      'Asia/Jerusalem',
      '2027-03-25T12:00:00Z',
      '2027-03-26T04:00:00.000Z',
      'the day on which summer time begins',
    ],
    ['DAILY', 'Asia/Jerusalem', '2027-03-24T12:00:00Z', '2027-03-25T05:00:00.000Z', 'the day before'],
    ['DAILY', 'America/New_York', '2026-10-31T12:00:00Z', '2026-11-01T12:00:00.000Z', 'the day on which it ends'],
    ['DAILY', 'America/New_York', '2026-10-30T12:00:00Z', '2026-10-31T11:00:00.000Z', 'the day before'],
    ['WEEKLY', 'Asia/Jerusalem', '2026-11-28T12:00:00Z', '2026-11-29T05:00:00.000Z', 'Sunday'],
    ['WEEKLY', 'Asia/Jerusalem', '2026-11-29T05:00:00Z', '2026-12-06T05:00:00.000Z', 'the Sunday after'],
  ] as const)('%s in %s after %s is next at %s: %s', async (frequency, timeZone, at, next, _why) => {
    const email = await follower(database, { frequency, timeZone })
    await prisma.reader.update({ where: { email }, data: { nextDigestAt: at } })

    await addDigests(database, new Date(at))

    const { nextDigestAt } = await prisma.reader.findUniqueOrThrow({ where: { email } })
    expect(nextDigestAt?.toISOString()).toBe(next)
  })
})
