import { describe, expect, it } from 'vitest'
import { CHANNELS, isShareChannel } from '../../src/share/share.rules.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const log: string[] = []
const api = await testApi(database, { variables: { LOG_LEVEL: 'debug' }, logTo: { write: (line) => log.push(line) } })
const given = givenIn(database)
const editor = api.as('EDITOR')

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36'
const channels = Object.keys(CHANNELS).filter(isShareChannel)

const SHORT =
  'query ($id: ID!, $channel: ShareChannel!) { article(id: $id, stage: DRAFT) { shortUrl(channel: $channel) } }'

async function shortUrl({ id }: { id: string }, channel = 'WHATSAPP'): Promise<string | null> {
  const { article } = await editor.query<{ article: { shortUrl: string | null } }>(SHORT, { id, channel })
  return article.shortUrl
}

async function pathOf(article: { id: string }, channel?: string): Promise<string> {
  const url = await shortUrl(article, channel)
  if (url === null) throw new Error('the article has no short address')
  return new URL(url).pathname
}

const follow = (
  url: string,
  headers: Record<string, string> = { 'user-agent': CHROME },
  method: 'GET' | 'HEAD' = 'GET',
) => api.app.inject({ method, url, headers })

interface Shares {
  people: number
  machines: number
  channels: object[]
  days: object[]
}

const SHARES = `query ($id: ID!, $since: DateTime, $until: DateTime) { article(id: $id, stage: DRAFT) {
  shares(since: $since, until: $until) { people machines channels { channel people machines } days { day channel people machines } } } }`

async function sharesOf({ id }: { id: string }, between: object = {}): Promise<Shares> {
  const { article } = await editor.query<{ article: { shares: Shares } }>(SHARES, { id, ...between })
  return article.shares
}

describe('A short link', () => {
  it('leads to the article, with the parameters of its channel, and is stored by no cache', async () => {
    const article = await given.article()

    const answers = await Promise.all(channels.map(async (channel) => follow(await pathOf(article, channel))))

    expect(answers.map(({ statusCode }) => statusCode)).toEqual(channels.map(() => 302))
    expect(answers.map(({ headers }) => headers.location)).toEqual(
      channels.map(
        (channel) =>
          `https://daily.example/article/${article.slug}?utm_source=${channel.toLowerCase()}&utm_medium=${channel === 'EMAIL' ? 'email' : 'social'}&utm_campaign=share`,
      ),
    )
    expect(answers[0]?.headers).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    })
  })

  it('leads to the newest address of an article that moved', async () => {
    const article = await given.article()
    const path = await pathOf(article)

    await prisma.article.update({ where: { id: article.uuid }, data: { slug: 'moved', locale: 'he' } })

    expect((await follow(path)).headers.location).toMatch(
      /^https:\/\/daily\.example\/he\/article\/moved\?utm_source=whatsapp&/,
    )
  })

  it('may be typed in capital letters, and asked for with HEAD', async () => {
    const path = await pathOf(await given.article())

    const capitals = await follow(`/s/${path.slice(3).toUpperCase()}`)
    const head = await follow(path, { 'user-agent': CHROME }, 'HEAD')

    expect(capitals.headers.location).toBe(head.headers.location)
    expect(head.statusCode).toBe(302)
  })

  it('is of an article as soon as it goes live, and the same ever after', async () => {
    const draft = await given.article({ status: 'DRAFT' })
    expect(await shortUrl(draft)).toBeNull()
    const change = async (mutation: string, version: number, more = '') => {
      const { userErrors } = await editor.mutate<{ userErrors: object[] }>(
        `mutation ($id: ID!) { ${mutation}(input: { id: $id, version: ${version} ${more} }) { userErrors { code } } }`,
        { id: draft.id },
      )
      expect(userErrors).toEqual([])
    }

    await change('publishArticle', 1)
    const url = await shortUrl(draft)
    expect(url).toMatch(/\/s\/[3-9b-z]{7}w$/)
    await change('withdrawArticle', 2, ', reason: "Wrong"')
    expect(await follow(await pathOf(draft))).toMatchObject({ statusCode: 410 })
    await change('publishArticle', 3)

    expect(await shortUrl(draft)).toBe(url)
    expect(await follow(await pathOf(draft))).toMatchObject({ statusCode: 302 })
  })

  it('is gone when its article is withdrawn, in the trash or deleted', async () => {
    const articles = await Promise.all([given.article(), given.article(), given.article()])
    const paths = await Promise.all(articles.map((article) => pathOf(article)))
    const [withdrawn, trashed, deleted] = articles

    await given.withdrawn(withdrawn)
    await given.trashed(trashed)
    await given.trashed(deleted)
    await prisma.article.delete({ where: { id: deleted.uuid } })

    const answers = await Promise.all(paths.map((path) => follow(path)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410])
    expect(answers[0]?.body).toContain('This article is no longer available.')
    expect(answers[0]?.headers).toMatchObject({ 'cache-control': 'private, no-store' })
    expect(answers[0]?.headers.location).toBeUndefined()
  })

  it.each([
    ['of a code that nobody has', '/s/9999999w'],
    ['without a letter', '/s/9999999'],
    ['with letters that no code has', '/s/1111111w'],
    ['with an unknown letter', 'z'],
    ['with more behind it', 'w/x'],
    ['that is very long', `/s/${'z'.repeat(90)}`],
    ['with signs', '/s/%2F%2Felsewhere.example'],
  ])('is not found %s', async (_what, path) => {
    const own = (await pathOf(await given.article())).slice(0, -1)

    expect((await follow(path.startsWith('/') ? path : own + path)).statusCode).toBe(404)
  })

  it('leads nowhere else, whatever is added to it', async () => {
    const path = await pathOf(await given.article())

    const { headers } = await follow(`${path}?utm_source=x&url=https://elsewhere.example/#top`, {
      host: 'elsewhere.example',
      'x-forwarded-host': 'elsewhere.example',
      'user-agent': CHROME,
    })

    expect(headers.location).toMatch(/^https:\/\/daily\.example\/article\//)
    expect(headers.location).not.toContain('elsewhere')
  })

  it('is limited in its rate as all that readers ask for', async () => {
    const limited = await testApi(database, {
      variables: { RATE_LIMITS: 'true', RATE_LIMIT_BURST: '40', RATE_LIMIT_COST_PER_SECOND: '1' },
    })
    const path = await pathOf(await given.article())

    const statuses: number[] = []
    for (let time = 0; time < 6; time++) statuses.push((await limited.app.inject(path)).statusCode)

    expect(statuses).toEqual([302, 302, 302, 302, 429, 429])
  })
})

describe('shareLinks(short: true)', () => {
  it('shares the short address of each channel', async () => {
    const article = await given.article({ headline: 'A bridge' })

    const { article: read } = await api.query<{ article: object }>(
      `{ article(slug: "${article.slug}") { short: shareLinks(channels: [COPY, X], short: true) { url } long: shareLinks(channels: [COPY]) { url } shortUrl } }`,
    )

    const url = await shortUrl(article, 'COPY')
    expect(read).toEqual({
      short: [
        { url },
        {
          url: `https://x.com/intent/post?text=A%20bridge&url=${encodeURIComponent(String(await shortUrl(article, 'X')))}`,
        },
      ],
      long: [{ url: expect.stringContaining(`/article/${article.slug}?utm_source=copy`) }],
      shortUrl: url,
    })
  })

  it('shares the own address of an article that was never live', async () => {
    const { id, slug } = await given.article({ status: 'DRAFT' })

    const read = await editor.query(
      'query ($id: ID!) { article(id: $id, stage: DRAFT) { shareLinks(channels: [COPY], short: true) { url } } }',
      { id },
    )

    expect(read).toEqual({ article: { shareLinks: [{ url: expect.stringContaining(`/article/${slug}?`) }] } })
  })

  it('is refused with parameters, which would be lost', async () => {
    const { slug } = await given.article()

    const errors = await api.errors(
      `{ article(slug: "${slug}") { shareLinks(short: true, utm: { campaign: "spring" }) { url } } }`,
    )

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'utm' } }])
  })
})

describe('Article.shares', () => {
  it('has people and machines apart, by channel and by day', async () => {
    const article = await given.article()
    const [whatsapp, x] = [await pathOf(article, 'WHATSAPP'), await pathOf(article, 'X')]

    for (let time = 0; time < 3; time++) await follow(whatsapp)
    await follow(x)
    await follow(x, { 'user-agent': 'WhatsApp/2.23.20.0' })
    await follow(x, { 'user-agent': 'Mozilla/5.0 (compatible; SomeCrawler/2.1; +https://crawler.example/bot)' })
    await follow(x, { 'user-agent': CHROME, 'sec-purpose': 'prefetch;prerender' })
    await follow(x, { 'user-agent': CHROME, purpose: 'prefetch' })
    await follow(x, { 'user-agent': '' })
    await follow(x, { 'user-agent': CHROME }, 'HEAD')

    const day = `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`
    await expect
      .poll(() => sharesOf(article))
      .toEqual({
        people: 4,
        machines: 6,
        channels: [
          { channel: 'WHATSAPP', people: 3, machines: 0 },
          { channel: 'X', people: 1, machines: 6 },
        ],
        days: [
          { day, channel: 'WHATSAPP', people: 3, machines: 0 },
          { day, channel: 'X', people: 1, machines: 6 },
        ],
      })
  })

  it('has the days that are asked for, in UTC, whatever the offset', async () => {
    const article = await given.article()
    const { code } = await prisma.shortLink.findUniqueOrThrow({ where: { articleId: article.uuid } })
    const days = ['2026-03-01', '2026-03-02', '2026-03-03']
    await prisma.shareCount.createMany({
      data: days.map((day, index) => ({
        code,
        channel: 'COPY',
        day: new Date(day),
        people: 10 ** index,
        machines: index,
      })),
    })

    expect(await sharesOf(article)).toMatchObject({ people: 111, machines: 3 })
    expect((await sharesOf(article)).days.map((row) => Reflect.get(row, 'day'))).toEqual(
      days.toReversed().map((day) => `${day}T00:00:00.000Z`),
    )
    expect(await sharesOf(article, { since: '2026-03-02T23:59:00Z' })).toMatchObject({ people: 110 })
    expect(await sharesOf(article, { until: '2026-03-02T00:00:00Z' })).toMatchObject({ people: 11 })
    expect(
      await sharesOf(article, { since: '2026-03-03T01:00:00+02:00', until: '2026-03-02T12:00:00Z' }),
    ).toMatchObject({
      people: 10,
      channels: [{ channel: 'COPY', people: 10, machines: 1 }],
    })
    expect(await sharesOf(article, { since: '2027-01-01T00:00:00Z' })).toEqual({
      people: 0,
      machines: 0,
      channels: [],
      days: [],
    })
  })

  it('is refused to readers', async () => {
    const { slug } = await given.article()

    const errors = await api.errors(`{ article(slug: "${slug}") { shares { people } } }`)

    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN'])
  })

  it('does not count what leads nowhere', async () => {
    const article = await given.article()
    const path = await pathOf(article)
    await given.withdrawn(article)

    await follow(path)
    await given.live(article, article.revisionId)
    await follow(path)

    await expect.poll(async () => (await sharesOf(article)).people).toBe(1)
  })

  it('of a server that stops has what was counted last', async () => {
    const article = await given.article()
    const path = await pathOf(article)
    const other = await testApi(database)
    for (let time = 0; time < 5; time++) await other.app.inject({ url: path, headers: { 'user-agent': CHROME } })

    await other.app.close()

    expect(await sharesOf(article)).toMatchObject({ people: 5 })
  })
})

describe('Who follows a short link', () => {
  it('is in no log line and in no table', async () => {
    const path = await pathOf(await given.article())
    const canaries = {
      'user-agent': 'canary-agent',
      referer: 'https://canary-referrer.example/',
      cookie: 'canary=cookie',
    }
    log.length = 0

    for (const url of [path, '/s/9999999w', '/s/%zz', '/s/%E0%A4%A'])
      await api.app.inject({ url, headers: canaries, remoteAddress: '203.0.113.77' })

    const lines = log.filter((line) => line.includes('"path":"/s/'))
    expect(lines).toHaveLength(4)
    for (const line of log) expect(line).not.toMatch(/canary|203\.0\.113\.77/)
    await expect.poll(() => prisma.shareCount.count()).toBeGreaterThan(0)
    const columns = await prisma.$queryRaw`
      SELECT column_name AS name FROM information_schema.columns WHERE table_name IN ('share_count', 'short_link') ORDER BY 1`
    expect(columns).toEqual(
      ['article_id', 'channel', 'code', 'code', 'day', 'gone_at', 'machines', 'people'].map((name) => ({ name })),
    )
  })
})
