import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { enqueueMail } from '../../src/mail/mail-queue.ts'
import { startMailSender } from '../../src/mail/mail-sender.ts'
import type { MailTransport, Outcome } from '../../src/mail/transport.ts'
import { testDatabase } from '../helpers/database.ts'
import { notedLog } from './mailing.ts'

const database = await testDatabase()

beforeEach(async () => {
  await database.prisma.mail.deleteMany()
})

async function enqueue(names: readonly string[]): Promise<void> {
  const texts = { locale: 'en', subject: 'Subject', text: 'Text', html: '<p>Text</p>', unsubscribeUrl: null }
  await database.transaction(async (tx) => {
    for (const name of names)
      await enqueueMail(tx, {
        ...{ ...texts, kind: 'CONFIRM_FOLLOWS', to: `${name}@site.example`, dedupeKey: randomUUID(), readerId: null },
      })
  })
}

const numbered = (count: number) => Array.from({ length: count }, (_each, index) => `reader${index}`)

/** Sends by this function, until the test ends. */
function sending(send: (to: string) => Promise<Outcome>, atOnce: number) {
  const log = notedLog()
  const transport: MailTransport = { atOnce, send: ({ to }) => send(to), close: () => undefined }
  const options = { transport, rate: 1000, secret: 'secret', compose: async () => [], log }
  const sender = startMailSender({ database, ...options })
  onTestFinished(() => sender.stop())
  return log
}

const inState = (state: string) => database.prisma.mail.count({ where: { state } })

describe('The sender', () => {
  it('has as many mails at once as there are connections, counting those whose end is not stored yet', async () => {
    await enqueue(numbered(60))
    let sent = 0
    let most = 0
    sending(async () => {
      sent += 1
      // As if the process was killed now: these would be sent again.
      most = Math.max(most, sent - (await inState('SENT')))
      return { type: 'SENT' }
    }, 3)

    await expect.poll(() => inState('SENT')).toBe(60)

    expect(sent).toBe(60)
    expect(most).toBeLessThanOrEqual(3)
  })

  it('goes on with others when the connection is lost for some mails, and tries these again after a minute', async () => {
    await enqueue(['lost0', ...numbered(10), 'lost1'])
    const log = sending(async (to) => {
      await pause(1)
      return to.startsWith('lost') ? { type: 'UNAVAILABLE', fault: 'ESOCKET' } : { type: 'SENT' }
    }, 2)

    await expect.poll(() => inState('SENT')).toBe(10)
    await expect.poll(() => database.prisma.mail.count({ where: { failures: 1 } })).toBe(2)

    const lost = await database.prisma.mail.findMany({ where: { state: 'WAITING' } })
    expect(lost).toMatchObject([{ lastFault: 'ESOCKET' }, { lastFault: 'ESOCKET' }])
    for (const { nextAttemptAt } of lost) expect(nextAttemptAt.getTime() - Date.now()).toBeGreaterThan(30_000)
    expect(log.lines.join()).not.toContain('mails cannot be sent')
  })
})
