import { parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { confirmationMail } from '../../src/mail/templates/confirmation.ts'
import { manageLinkMail } from '../../src/mail/templates/manage-link.ts'
import { webhookDisabledMail } from '../../src/mail/templates/webhook-disabled.ts'

const EVIL = `<script>alert('"&')</script>`
const confirmUrl = 'https://daily.example/follow/confirm?token=a&x="1'
const unsubscribeUrl = 'https://daily.example/follow/unsubscribe?token=b'

const mails = [
  {
    name: 'confirmationMail',
    make: (locale: string, name: string) =>
      confirmationMail({ locale, siteName: name, topics: [name, 'מצרים'], confirmUrl, unsubscribeUrl }),
  },
  {
    name: 'manageLinkMail',
    make: (locale: string, name: string) =>
      manageLinkMail({ locale, siteName: name, manageUrl: confirmUrl, unsubscribeUrl }),
  },
  {
    name: 'webhookDisabledMail',
    make: (_locale: string, name: string) =>
      webhookDisabledMail({ siteName: name, description: name, url: name, reason: name }),
  },
]

describe.each(mails)('$name', ({ make }) => {
  it.each(['en', 'he'])('escapes what the newsroom and the reader write, in %s', (locale) => {
    const { subject, html, text } = make(locale, `${EVIL}\r\nBcc: all@site.example`)

    expect(html).not.toContain('<script')
    expect(subject).not.toMatch(/[\r\n]/)
    expect(text).toContain('Bcc')
  })

  it.each(['en', 'he'])('is one valid document that loads nothing, in %s', (locale) => {
    const faults: string[] = []
    const { html } = make(locale, 'Daily')

    parse(html, { onParseError: ({ code }) => faults.push(code) })

    expect(faults).toEqual([])
    expect(html).not.toMatch(/<(img|link|script|iframe|style|form)\b|url\(|@import/i)
  })
})

describe('A mail in Hebrew', () => {
  it('runs from right to left, and its subject begins with a Hebrew letter', () => {
    const { subject, html } = confirmationMail({
      locale: 'he-IL',
      siteName: 'Daily',
      topics: [],
      confirmUrl,
      unsubscribeUrl,
    })

    expect(subject).toMatch(/^[א-ת]/)
    expect(html).toContain('<html lang="he" dir="rtl">')
    expect(html.match(/dir="rtl"/g)?.length).toBeGreaterThanOrEqual(3)
  })
})

describe('A mail in a language without words', () => {
  it('is in English', () => {
    const { subject } = confirmationMail({ locale: 'fr', siteName: 'Daily', topics: [], confirmUrl, unsubscribeUrl })

    expect(subject).toBe('Confirm your alerts from Daily')
  })
})
