import { describe, expect, it } from 'vitest'
import { isSuppressed } from '../../src/mail/suppression.load.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const get = (page: string, token: string, headers: Record<string, string> = {}) =>
  api.app.inject({ url: `/follow/${page}?token=${encodeURIComponent(token)}`, headers })

const post = (page: string, token: string, fields: readonly (readonly [string, string])[]) =>
  api.app.inject({
    ...{ method: 'POST', url: `/follow/${page}?token=${encodeURIComponent(token)}` },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  })

const followsOf = (readerId: string) => prisma.readerFollow.count({ where: { readerId } })

describe('The pages of readers', () => {
  it('change nothing when they are opened, whichever the link', async () => {
    const confirmed = await given.reader({ follows: [await given.topic()] })
    const asked = await given.reader({ isConfirmed: false, follows: [await given.topic()] })
    const tokens = [...Object.values(confirmed.tokens), ...Object.values(asked.tokens), 'cpr_none', '']

    await expectNoChange(database, async () => {
      for (const token of tokens) for (const page of ['confirm', 'manage', 'unsubscribe']) await get(page, token)
      for (const token of tokens)
        for (const page of ['confirm', 'manage', 'unsubscribe'])
          await api.app.inject({ method: 'HEAD', url: `/follow/${page}?token=${token}` })
    })
  })

  it('are cached and listed nowhere, load nothing, and say nowhere where the reader was', async () => {
    const { tokens } = await given.reader({ follows: [await given.topic()] })

    for (const [page, token] of [
      ['manage', tokens.MANAGE],
      ['unsubscribe', tokens.UNSUBSCRIBE],
      ['confirm', 'cpr_none'],
    ] as const) {
      const { headers, body } = await get(page, token)

      expect(headers).toMatchObject({
        ...{
          'cache-control': 'private, no-store',
          'referrer-policy': 'no-referrer',
          'x-robots-tag': 'noindex, nofollow',
        },
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'.*form-action 'self'; frame-ancestors 'none'$/,
        ),
      })
      expect(body).not.toMatch(/<script|src=|cpr_/)
    }
  })

  it('answer 404 for a token that is unknown or of another link, in the language of the browser', async () => {
    const { tokens } = await given.reader({ follows: [await given.topic()] })

    for (const [page, token] of [
      ['confirm', tokens.MANAGE],
      ['manage', tokens.UNSUBSCRIBE],
      ['manage', 'cpr_none'],
      ['confirm', ''],
    ] as const) {
      const { statusCode, body } = await get(page, token, { 'accept-language': 'he-IL,he;q=0.9,en;q=0.8' })
      expect(statusCode).toBe(404)
      expect(body).toContain('<html lang="he" dir="rtl">')
      expect((await post(page, token, [['action', 'save']])).statusCode).toBe(404)
    }
  })

  it('write what the newsroom and readers wrote as text', async () => {
    const topic = await given.topic({ name: '<b>Bridges</b> & "tunnels"' })
    const { tokens } = await given.reader({ follows: [topic] })

    expect((await get('manage', tokens.MANAGE)).body).toContain('&lt;b&gt;Bridges&lt;/b&gt; &amp; &quot;tunnels&quot;')
  })
})

describe('/follow/confirm', () => {
  it('confirms by the button, and leads to what is followed', async () => {
    const topic = await given.topic()
    const { tokens, uuid } = await given.reader({ isConfirmed: false, follows: [topic] })
    expect((await get('confirm', tokens.CONFIRM)).body).toContain(topic.name)

    const { body, statusCode } = await post('confirm', tokens.CONFIRM, [['action', 'confirm']])

    expect(statusCode).toBe(200)
    expect(await followsOf(uuid)).toBe(1)
    const [, manage = ''] = /href="manage\?token=([^"]+)"/.exec(body) ?? []
    expect((await get('manage', manage)).body).toContain(topic.name)
    expect((await get('confirm', tokens.CONFIRM)).statusCode).toBe(200)
  })

  it('says that nothing is left where the request was ended', async () => {
    const { tokens } = await given.reader({ isConfirmed: false, follows: [await given.topic()] })
    await post('unsubscribe', tokens.UNSUBSCRIBE, [['List-Unsubscribe', 'One-Click']])

    expect((await get('confirm', tokens.CONFIRM)).statusCode).toBe(404)
    expect((await post('confirm', tokens.CONFIRM, [])).statusCode).toBe(404)
  })
})

describe('/follow/manage', () => {
  it('saves what is checked, how often, and the pause', async () => {
    const [kept, gone, author] = [await given.topic(), await given.topic(), await given.author()]
    const { tokens, uuid } = await given.reader({ follows: [kept, gone, author] })

    const { body } = await post('manage', tokens.MANAGE, [
      ...([
        ['action', 'save'],
        ['topic', kept.uuid],
        ['frequency', 'DAILY'],
        ['paused', 'true'],
      ] as const),
    ])

    expect(body).toContain('role="status"')
    expect(await prisma.readerFollow.findMany({ where: { readerId: uuid }, select: { topicId: true } })).toEqual([
      { topicId: kept.uuid },
    ])
    expect(await prisma.reader.findUnique({ where: { id: uuid } })).toMatchObject({ frequency: 'DAILY', paused: true })
  })

  it('ends everything, hands out the data, and erases only who is sure', async () => {
    const { tokens, uuid, email } = await given.reader({ follows: [await given.topic()] })
    const token = tokens.MANAGE

    const { headers, body } = await post('manage', token, [['action', 'export']])
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(body)).toMatchObject({ email, follows: [{ type: 'TOPIC' }] })
    await post('manage', token, [['action', 'unfollow']])
    expect(await followsOf(uuid)).toBe(0)
    await expectNoChange(database, () => post('manage', token, [['action', 'erase']]))
    await post('manage', token, [
      ['action', 'erase'],
      ['sure', 'true'],
      ['never', 'true'],
    ])
    expect(await prisma.reader.count({ where: { id: uuid } })).toBe(0)
    expect(await isSuppressed(database, email)).toBe(true)
    expect((await get('manage', token)).statusCode).toBe(404)
  })

  it('takes no form of another kind, and none that is too long', async () => {
    const { tokens } = await given.reader({ follows: [await given.topic()] })
    const url = `/follow/manage?token=${tokens.MANAGE}`
    const send = (type: string, payload: string) =>
      api.app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload })

    const sent = await expectNoChange(database, async () => [
      await send('application/json', '{"action":"unfollow"}'),
      await send('text/plain', 'action=unfollow'),
      await post('manage', tokens.MANAGE, [['action', 'x'.repeat(40_000)]]),
    ])

    expect(sent.map(({ statusCode }) => statusCode)).toEqual([415, 415, 413])
  })
})

describe('/follow/unsubscribe', () => {
  const BOUNDARY = 'boundary'
  const multipart = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${BOUNDARY}--\r\n`

  it.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [`multipart/form-data; boundary=${BOUNDARY}`, multipart],
  ])('ends everything by one click (RFC 8058): %s', async (type, payload) => {
    const { tokens, uuid } = await given.reader({ follows: [await given.topic(), await given.author()] })

    const { statusCode } = await api.app.inject({
      ...{
        method: 'POST',
        url: `/follow/unsubscribe?token=${tokens.UNSUBSCRIBE}`,
        headers: { 'content-type': type },
        payload,
      },
    })

    expect(statusCode).toBe(200)
    expect(await followsOf(uuid)).toBe(0)
  })

  it('answers 200 for a token that is unknown or of another link, and changes nothing', async () => {
    const { tokens } = await given.reader({ follows: [await given.topic()] })
    for (const token of ['cpr_none', '', tokens.CONFIRM, tokens.MANAGE]) {
      const { statusCode } = await expectNoChange(database, () =>
        post('unsubscribe', token, [['List-Unsubscribe', 'One-Click']]),
      )
      expect(statusCode).toBe(200)
    }
  })

  it('has a button for who never wants a mail again', async () => {
    const { tokens, uuid, email } = await given.reader({ isConfirmed: false, follows: [await given.topic()] })

    await post('unsubscribe', tokens.UNSUBSCRIBE, [['action', 'never']])

    expect(await prisma.reader.count({ where: { id: uuid } })).toBe(0)
    expect(await isSuppressed(database, email)).toBe(true)
  })
})

describe('The pages in Hebrew', () => {
  it('are those of a reader whose language it is, from right to left', async () => {
    const { tokens } = await given.reader({ follows: [await given.topic()], locale: 'he' })

    const { body } = await get('manage', tokens.MANAGE, { 'accept-language': 'en' })

    expect(body).toContain('<html lang="he" dir="rtl">')
    expect(body).toContain('ההתראות שלך')
  })
})
