import { describe, expect, it } from 'vitest'
import type { NewMail } from '../../src/mail/mail.ts'
import { enqueueMail } from '../../src/mail/mail-queue.ts'
import { isSuppressed } from '../../src/mail/suppression.load.ts'
import { suppressAddress } from '../../src/mail/suppression.write.ts'
import { testDatabase } from '../helpers/database.ts'

const database = await testDatabase()

const mail = (changes: Partial<NewMail> = {}): NewMail => ({
  kind: 'CONFIRM_FOLLOWS',
  to: 'reader@site.example',
  locale: 'en',
  subject: 'Confirm',
  text: 'Text',
  html: '<p>Text</p>',
  dedupeKey: 'confirm:1',
  unsubscribeUrl: null,
  readerId: null,
  ...changes,
})

const waiting = () => database.prisma.mail.findMany({ where: { state: 'WAITING' }, orderBy: { createdAt: 'asc' } })

describe('enqueueMail', () => {
  it('adds a mail with the transaction, once for each key', async () => {
    await database.transaction((tx) => enqueueMail(tx, mail()))
    await database.transaction((tx) => enqueueMail(tx, mail({ subject: 'Again' })))
    await database.transaction((tx) => enqueueMail(tx, mail({ dedupeKey: 'confirm:2', subject: 'Other' })))

    expect(await waiting()).toMatchObject([
      { recipient: 'reader@site.example', subject: 'Confirm', failures: 0 },
      { subject: 'Other' },
    ])
  })

  it('adds nothing if the transaction is undone', async () => {
    const before = await waiting()

    const undone = database.transaction(async (tx) => {
      await enqueueMail(tx, mail({ dedupeKey: 'confirm:3' }))
      throw new Error('undone')
    })

    await expect(undone).rejects.toThrow('undone')
    expect(await waiting()).toEqual(before)
  })
})

describe('A suppressed address', () => {
  it('is recognised in any case, and cannot be read from the table', async () => {
    await suppressAddress(database, 'Gone@site.example', 'REQUEST')
    await suppressAddress(database, 'gone@SITE.example', 'BOUNCE')

    expect(await isSuppressed(database, 'gone@site.example')).toBe(true)
    expect(await isSuppressed(database, 'other@site.example')).toBe(false)
    const rows = await database.prisma.suppressedAddress.findMany()
    expect(rows).toMatchObject([{ reason: 'REQUEST', hash: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  })
})
