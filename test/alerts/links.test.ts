import { describe, expect, it } from 'vitest'
import { addDigests } from '../../src/alerts/digest.write.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { mailing } from '../mail/mailing.ts'
import { header, mailReceiver, parsed, type ReceivedMail } from '../mail/receiver.ts'
import { acted } from '../workflow/acting.ts'
import { follower } from './followers.ts'

const database = await testDatabase()
const given = givenIn(database)
const api = await testApi(database)

const FOLLOW =
  'mutation ($input: FollowTopicsInput!) { followTopics(input: $input) { accepted userErrors { code path } } }'

/** Every address in the text, in the HTML and in List-Unsubscribe, as a program finds them that checks mails. */
async function linksOf(mail: ReceivedMail): Promise<Set<string>> {
  const { text = '', html } = await parsed(mail)
  const unescaped = String(html).replaceAll('&amp;', '&')
  const all = `${text} ${unescaped} ${header(mail, 'list-unsubscribe')}`
  return new Set([...all.matchAll(/https?:\/\/[^\s"'<>]+/g)].map(([link]) => link))
}

const pathOf = (link: string) => {
  const { pathname, search } = new URL(link)
  return `${pathname}${search}`
}

describe('The links in mails to readers', () => {
  it('change nothing when a program opens all of them; a POST to that of List-Unsubscribe ends everything', async () => {
    const topic = await given.topic()
    const receiver = await mailReceiver()
    const { stop } = await mailing(database, { SMTP_URL: receiver.url })
    await api.mutate(FOLLOW, { input: { email: 'asked@site.example', topicIds: [topic.id] } })
    const told = await follower(database, { topics: [topic] })
    const article = await given.article({ status: 'DRAFT', body: ['Text'], topics: [topic] })
    await acted(api.as('EDITOR'), 'publishArticle', { id: article.id })
    const digested = await follower(database, { topics: [topic], frequency: 'DAILY' })
    await database.query({
      text: `UPDATE reader SET next_digest_at = now() - interval '1 second' WHERE next_digest_at IS NOT NULL`,
      parameters: [],
    })
    await addDigests(database)
    await expect
      .poll(() => receiver.received.map(({ to }) => to).toSorted(), { timeout: 15_000 })
      .toEqual(['asked@site.example', digested, told].toSorted())
    await expect.poll(() => database.prisma.mail.count({ where: { state: 'WAITING' } })).toBe(0)
    await stop()

    const links = new Map<string, Set<string>>()
    for (const mail of receiver.received) links.set(mail.to, await linksOf(mail))
    const statuses: Record<string, Set<number>> = {}
    await expectNoChange(database, async () => {
      for (const link of [...links.values()].flatMap((each) => [...each]))
        for (const method of ['GET', 'HEAD'] as const) {
          const { statusCode } = await api.app.inject({ method, url: pathOf(link) })
          const [page = ''] = pathOf(link).split('?', 1)
          statuses[page] = (statuses[page] ?? new Set()).add(statusCode)
        }
    })

    // The other links lead to pages of the site.
    expect(statuses).toMatchObject({
      '/follow/confirm': new Set([200]),
      '/follow/manage': new Set([200]),
      '/follow/unsubscribe': new Set([200]),
    })
    for (const [to, own] of links) {
      const pages = [...own].map((link) => pathOf(link).split('?', 1)[0])
      expect(pages).toContain('/follow/unsubscribe')
      expect(pages).toContain(to === 'asked@site.example' ? '/follow/confirm' : '/follow/manage')
    }
    const mail = receiver.received.find(({ to }) => to === told)
    const oneClick = mail && header(mail, 'list-unsubscribe')?.replace(/^<(.*)>$/, '$1')
    await api.app.inject({
      ...{ method: 'POST', url: pathOf(oneClick ?? ''), payload: 'List-Unsubscribe=One-Click' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const followed = await database.prisma.readerFollow.findMany({ select: { reader: { select: { email: true } } } })
    expect(followed.map(({ reader }) => reader.email)).toEqual([digested])
  }, 60_000)
})
