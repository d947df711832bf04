import { generateKeyPairSync } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { beforeEach, describe, expect, it } from 'vitest'
import type { NewMail } from '../../src/mail/mail.ts'
import { enqueueMail } from '../../src/mail/mail-queue.ts'
import { loadMailSecret } from '../../src/mail/mail-secret.load.ts'
import { isSuppressed } from '../../src/mail/suppression.load.ts'
import { suppressAddress } from '../../src/mail/suppression.write.ts'
import { mailOfVerp } from '../../src/mail/verp.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { mailing } from './mailing.ts'
import { header, mailReceiver, parsed } from './receiver.ts'

const database = await testDatabase()
let counter = 0

const unsubscribeUrl = `https://daily.example/follow/unsubscribe?token=${'t'.repeat(80)}`

async function enqueue(to: string, changes: Partial<NewMail> = {}): Promise<void> {
  counter += 1
  const mail: NewMail = {
    ...{ kind: 'CONFIRM_FOLLOWS', to, locale: 'he', subject: 'אישור ההתראות', text: 'שלום\n', html: '<p>שלום</p>' },
    ...{ dedupeKey: `key ${counter}`, unsubscribeUrl, readerId: null },
    ...changes,
  }
  await database.transaction((tx) => enqueueMail(tx, mail))
}

const rows = () => database.prisma.mail.findMany({ orderBy: { createdAt: 'asc' } })
const states = async () => (await rows()).map(({ state }) => state)
const overdue = () =>
  database.query({ text: `UPDATE mail SET next_attempt_at = now() WHERE state = 'WAITING'`, parameters: [] })

beforeEach(async () => {
  await database.prisma.mail.deleteMany()
})

describe('A mail', () => {
  it('has the headers of a list, an id that stays, both parts, and loses address and texts when it is sent', async () => {
    const receiver = await mailReceiver()
    await mailing(database, { SMTP_URL: receiver.url, MAIL_BOUNCE_ADDRESS: 'bounces@daily.example' })

    await enqueue('reader@site.example')

    await expect.poll(states).toEqual(['SENT'])
    const [row] = await rows()
    const [mail] = receiver.received
    if (!mail || !row) throw new Error('no mail')
    expect(mail.to).toBe('reader@site.example')
    expect(mailOfVerp(mail.from, await loadMailSecret(database))).toBe(row.id)
    expect(header(mail, 'message-id')).toBe(`<${row.id}@daily.example>`)
    expect(header(mail, 'list-unsubscribe')).toBe(`<${unsubscribeUrl}>`)
    expect(header(mail, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
    expect(header(mail, 'list-id')).toBe('<alerts.daily.example>')
    expect(header(mail, 'auto-submitted')).toBe('auto-generated')
    expect(header(mail, 'content-language')).toBe('he')
    expect(header(mail, 'from')).toBe('The Daily <alerts@daily.example>')
    expect(header(mail, 'x-mailer')).toBeNull()
    const { subject, text, html } = await parsed(mail)
    expect([subject, text?.trim(), html]).toEqual(['אישור ההתראות', 'שלום', '<p>שלום</p>'])
    expect(row).toMatchObject({ recipient: null, subject: null, text: null, html: null, unsubscribeUrl: null })
  })

  it('is signed with DKIM, the headers of the list included', async () => {
    const { dkimVerify } = await import('mailauth/lib/dkim/verify.js')
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const receiver = await mailReceiver()
    await mailing(database, {
      SMTP_URL: receiver.url,
      DKIM_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n'),
      DKIM_SELECTOR: 'news',
    })
    await enqueue('reader@site.example')
    await expect.poll(states).toEqual(['SENT'])
    const [mail] = receiver.received
    const record = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

    async function verified(raw: string) {
      const { results } = await dkimVerify(raw, {
        resolver: async (name: string) => {
          expect(name).toBe('news._domainkey.daily.example')
          return [[`v=DKIM1; k=rsa; p=${record}`]]
        },
      })
      return results[0]
    }

    const result = await verified(mail?.raw ?? '')

    expect(result).toMatchObject({ status: { result: 'pass' }, signingDomain: 'daily.example' })
    const signed = result?.signingHeaders?.keys
      .toLowerCase()
      .split(':')
      .map((name) => name.trim())
    const names = ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Language']
    for (const name of [...names, 'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Auto-Submitted']) {
      expect(signed).toContain(name.toLowerCase())
      const changed = mail?.raw.replace(new RegExp(`^${name}: `, 'im'), '$&x') ?? ''
      expect(changed).not.toBe(mail?.raw)
      expect([name, (await verified(changed))?.status.result]).not.toEqual([name, 'pass'])
    }
  })

  it('that is refused for now is tried again; one that is refused is not; an address that does not exist gets no other', async () => {
    const receiver = await mailReceiver((to, attempt) => {
      if (to.startsWith('later')) return attempt === 1 ? '421 4.3.2 try later' : null
      if (to.startsWith('grey')) return attempt < 3 ? '450 4.2.1 greylisted' : null
      if (to.startsWith('never')) return '550 5.7.1 not wanted'
      return to.startsWith('absent') ? '550 5.1.1 no such mailbox' : null
    })
    const { log } = await mailing(database, { SMTP_URL: receiver.url })
    const names = ['later', 'grey', 'never', 'absent', 'good']
    for (const name of names) await enqueue(`${name}@site.example`)

    await expect
      .poll(async () => {
        await overdue()
        return states()
      })
      .toEqual(['SENT', 'SENT', 'FAILED', 'FAILED', 'SENT'])

    expect(receiver.received.map(({ to }) => to).toSorted()).toEqual([
      'good@site.example',
      'grey@site.example',
      'later@site.example',
    ])
    expect(await rows()).toMatchObject([
      {},
      { failures: 2 },
      { lastFault: '550 5.7.1' },
      { lastFault: '550 5.1.1' },
      {},
    ])
    expect(await isSuppressed(database, 'absent@site.example')).toBe(true)
    expect(await isSuppressed(database, 'never@site.example')).toBe(false)
    expect(log.lines.join('\n')).not.toMatch(/@site|mailbox/)
    const before = receiver.attempts.get('absent@site.example')
    await enqueue('Absent@site.example')
    await expect.poll(states).toContain('DROPPED')
    expect(receiver.attempts.get('absent@site.example')).toBe(before)
  })

  it('waits while there is no mail server, and fails after a day', async () => {
    const { log } = await mailing(database, { SMTP_URL: 'smtp://127.0.0.1:1' })
    await enqueue('reader@site.example')
    await expect.poll(async () => (await rows())[0]?.lastFault).toBe('ESOCKET')
    expect(await states()).toEqual(['WAITING'])
    expect(log.lines.filter((line) => line.includes('mails cannot be sent'))).toHaveLength(1)

    await database.query({
      text: `UPDATE mail SET first_attempt_at = now() - interval '24 hours', next_attempt_at = now()`,
      parameters: [],
    })

    await expect.poll(states).toEqual(['FAILED'])
    expect(log.lines.join('\n')).not.toContain('@site')
  })

  it('to a suppressed address is not sent', async () => {
    const receiver = await mailReceiver()
    await mailing(database, { SMTP_URL: receiver.url })
    await suppressAddress(database, 'no@site.example', 'REQUEST')

    await enqueue('no@site.example')

    await expect.poll(states).toEqual(['DROPPED'])
    expect(receiver.received).toEqual([])
  })

  it('is written to a file without a mail server', async () => {
    const folder = await temporaryFolder()
    const { log } = await mailing(database, { DATA_DIR: folder })

    await enqueue('reader@site.example')

    await expect.poll(states).toEqual(['SENT'])
    const [file = ''] = await readdir(join(folder, 'outbox'))
    expect(file).toMatch(/^confirm-follows-.*\.eml$/)
    const { to, subject } = await simpleParser(await readFile(join(folder, 'outbox', file)))
    expect([to, subject]).toMatchObject([{ text: 'reader@site.example' }, 'אישור ההתראות'])
    expect(log.lines.join('\n')).toMatch(/SMTP_URL is not set.*outbox/)
    expect(log.lines.join('\n')).not.toContain('@site')
  })
})

describe('Several processes', () => {
  it('send each mail once, together no faster than SMTP_RATE', async () => {
    const receiver = await mailReceiver()
    for (let index = 0; index < 60; index += 1) await enqueue(`reader${index}@site.example`)
    const began = performance.now()

    for (let process = 0; process < 3; process += 1)
      await mailing(database, { SMTP_URL: receiver.url, SMTP_RATE: '30' })

    await expect.poll(async () => new Set(await states()), { timeout: 30_000 }).toEqual(new Set(['SENT']))
    expect(receiver.received).toHaveLength(60)
    expect(new Set(receiver.received.map(({ to }) => to)).size).toBe(60)
    // The second batch is taken a second after the first, and each is spread over a second.
    expect(performance.now() - began).toBeGreaterThan(1500)
  })
})
