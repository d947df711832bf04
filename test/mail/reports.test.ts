import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { enqueueMail } from '../../src/mail/mail-queue.ts'
import { isSuppressed } from '../../src/mail/suppression.load.ts'
import { follower } from '../alerts/followers.ts'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { mailing } from './mailing.ts'
import { mailReceiver } from './receiver.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const database = await testDatabase()
const given = givenIn(database)
const app = await testApp(database, { variables: { MAIL_EVENTS_SECRET: SECRET } })

function report(body: object, secret = SECRET) {
  const payload = JSON.stringify(body)
  const at = new Date()
  return app.inject({
    method: 'POST',
    url: '/mail/events',
    payload,
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('msg_1', at, payload),
    },
  })
}

const followsOf = (email: string) => database.prisma.readerFollow.count({ where: { reader: { email } } })

describe('POST /mail/events', () => {
  it.each([
    ['bounce', true],
    ['complaint', true],
    ['unsubscribe', false],
  ] as const)('%s ends what the reader follows; whether it suppresses the address: %s', async (type, suppresses) => {
    const email = await follower(database, { topics: [await given.topic()] })

    const { statusCode, body } = await report({ events: [{ type, address: email.toUpperCase() }] })
    const unknown = await report({ events: [{ type, address: 'unknown@site.example' }] })

    expect([statusCode, body]).toEqual([204, ''])
    expect([unknown.statusCode, unknown.body]).toEqual([204, ''])
    expect(await followsOf(email)).toBe(0)
    expect(await isSuppressed(database, email)).toBe(suppresses)
  })

  it('finds by the return path to whom a mail was sent, after its address was removed', async () => {
    const receiver = await mailReceiver()
    await mailing(database, { SMTP_URL: receiver.url, MAIL_BOUNCE_ADDRESS: 'bounces@daily.example' })
    const mail = { locale: 'en', subject: 's', text: 't', html: 'h', unsubscribeUrl: null, readerId: null }
    await database.transaction((tx) =>
      enqueueMail(tx, { ...mail, kind: 'CONFIRM_FOLLOWS', to: 'gone@site.example', dedupeKey: 'one' }),
    )
    await expect.poll(() => database.prisma.mail.count({ where: { state: 'SENT' } })).toBe(1)
    const returnPath = receiver.received[0]?.from ?? ''
    const forged = returnPath.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@'))

    await report({ events: [{ type: 'bounce', returnPath: forged }] })
    expect(await isSuppressed(database, 'gone@site.example')).toBe(false)
    await report({ events: [{ type: 'bounce', returnPath: returnPath.toUpperCase() }] })
    expect(await isSuppressed(database, 'gone@site.example')).toBe(true)
  })

  it('with a wrong signature is refused with 401, and with a malformed body with 400', async () => {
    const email = await follower(database, { topics: [await given.topic()] })

    const forged = await report(
      { events: [{ type: 'bounce', address: email }] },
      `whsec_${Buffer.alloc(32, 8).toString('base64')}`,
    )
    const malformed = await report({ events: [{ type: 'bounce' }] })
    const unsigned = await app.inject({ method: 'POST', url: '/mail/events', payload: { events: [] } })

    expect([forged.statusCode, malformed.statusCode, unsigned.statusCode]).toEqual([401, 400, 401])
    expect(await followsOf(email)).toBe(1)
  })

  it('is limited for a network that sends forged ones', async () => {
    const limits = { RATE_LIMITS: 'true', RATE_LIMIT_COST_PER_SECOND: '1', RATE_LIMIT_BURST: '50' }
    const limited = await testApp(database, { variables: { MAIL_EVENTS_SECRET: SECRET, ...limits } })

    const statuses: number[] = []
    for (let count = 0; count < 5; count++)
      statuses.push((await limited.inject({ method: 'POST', url: '/mail/events', payload: { events: [] } })).statusCode)

    expect(statuses[0]).toBe(401)
    expect(statuses.at(-1)).toBe(429)
  })

  it('does not exist without a secret', async () => {
    const without = await testApp(database)

    expect((await without.inject({ method: 'POST', url: '/mail/events', payload: { events: [] } })).statusCode).toBe(
      404,
    )
  })
})
