import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { parse } from 'parse5'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import type { Database } from '../../src/database/database.ts'
import { type Api, testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'
import { createLink } from '../preview/previewing.ts'
import { launchChromium } from './chromium.ts'
import { elementsOf } from './head-elements.ts'
import { buildSite, startSite } from './reader-site.ts'

// examples/site as a reader gets it: installed, built, and served beside a running server.

const SITE_NAME = 'The Daily Example'
const KHOURY = `/article/${KHOURY_SLUG}`
const HEADLINE = 'Senior Hamas Officials Travel to Cairo to Mend Egypt Ties'
const HEBREW = '/he/article/bchirim-bachamas-yatzu-lekahir-leshakem-et-hayechasim-im-mitzrayim'
const CORRECTED = '/article/harbour-bridge-stays-closed-until-spring'

const AXE = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let browser: Browser
let api: Api
let site: ChildProcess
let url: string
let database: Database

beforeAll(async () => {
  const [port, sitePort] = [await freePort(), await freePort()]
  url = `http://127.0.0.1:${sitePort}`
  const copydesk = `http://127.0.0.1:${port}`
  database = await testDatabase({ seeded: true })
  api = await testApi(database, { variables: { PUBLIC_URL: copydesk, SITE_URL: url, SITE_NAME } })
  await api.app.listen({ host: '127.0.0.1', port })
  await buildSite()
  site = await startSite({ PORT: String(sitePort), HOST: '127.0.0.1', COPYDESK_URL: copydesk })
  browser = await launchChromium()
}, 300_000)

afterAll(async () => {
  await browser?.close()
  site?.kill()
})

/** Opens the page, does something there, and closes it. @returns what it did, and what the page complained of */
async function visit<Result>(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<Result>) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => {
    // Of the pages that are to answer 404 or 410.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(message.text())
  })
  await page.goto(`${url}${path}`)
  const result = await look(page)
  await context.close()
  return { result, complaints }
}

/** Reads the page down to its end. */
const READ = `(async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 400) {
    scrollTo(0, y)
    await new Promise(requestAnimationFrame)
  }
})()`

/** The sum of all that has moved by itself. */
const SHIFT = `new Promise((resolve) => {
  const observer = new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0)))
  observer.observe({ type: 'layout-shift', buffered: true })
  setTimeout(resolve, 300, 0)
})`

/** How much moved while the page was read. */
async function layoutShift(page: Page): Promise<number> {
  await page.evaluate(READ)
  await page.waitForLoadState('networkidle')
  return Number(await page.evaluate(SHIFT))
}

/** What axe finds that keeps people from using the page. */
async function barriers(page: Page): Promise<unknown[]> {
  await page.evaluate(await AXE)
  const violations: unknown = await page.evaluate('axe.run().then(({ violations }) => violations)')
  if (!Array.isArray(violations)) throw new Error('axe gave no list')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

describe.each([
  ['a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }],
  ['a desk', { viewport: { width: 1280, height: 900 } }],
])('on %s', (_name, options) => {
  it.each([
    ['/', SITE_NAME],
    ['/he', SITE_NAME],
    [KHOURY, HEADLINE],
    [HEBREW, 'בכירים בחמאס'],
    [CORRECTED, 'Harbour bridge stays closed until spring'],
    ['/article/a-new-ferry-for-ostrey', 'She is called Patience'],
    ['/topic/world', 'World'],
    ['/he/topic/egypt', 'מצרים'],
    ['/author/jack-khoury', 'Jack Khoury'],
    ['/search?q=egypt', 'egypt'],
    ['/nothing/here', 'There is no page at this address'],
  ])('%s does not move, is as wide as the screen, and has no barriers', async (path, title) => {
    const { result, complaints } = await visit(path, options, async (page) => ({
      title: await page.locator('h1').first().textContent(),
      shift: await layoutShift(page),
      width: await page.evaluate('document.documentElement.scrollWidth'),
      barriers: await barriers(page),
    }))

    expect(result.title).toContain(title)
    expect(result.shift).toBeLessThan(0.001)
    expect(result.width).toBe(options.viewport.width)
    expect(result.barriers).toEqual([])
    expect(complaints).toEqual([])
  })
})

describe('without JavaScript', () => {
  const options = { javaScriptEnabled: false }

  it('the front leads to the article, with its picture, its author and its topics', async () => {
    const { result } = await visit('/', options, async (page) => {
      await page.getByRole('link', { name: HEADLINE }).first().click()
      return {
        title: await page.locator('h1').textContent(),
        picture: await page.getByRole('img').first().getAttribute('alt'),
        author: await page.getByRole('link', { name: 'Jack Khoury' }).getAttribute('href'),
        published: await page.locator('.dates time').first().getAttribute('datetime'),
        topic: await page.locator('.topics a').first().getAttribute('href'),
      }
    })

    expect(result).toEqual({
      title: HEADLINE,
      picture: expect.stringContaining('Mahmoud Al-Zahar'),
      author: '/author/jack-khoury',
      published: '2016-03-12T15:30:00.000Z',
      topic: '/topic/hamas',
    })
  })

  it('the search form finds the article', async () => {
    const { result } = await visit('/', options, async (page) => {
      await page.getByRole('searchbox').fill('hamas cairo')
      await page.getByRole('button', { name: 'Search' }).click()
      return page.locator('.result a').first().getAttribute('href')
    })

    expect(result).toBe(KHOURY)
  })

  it('a topic has its older articles one link away', async () => {
    const { result } = await visit('/topic/region', options, async (page) => {
      const newest = await page.locator('.card a').first().textContent()
      await page.getByRole('link', { name: 'Show more' }).click()
      return { newest, next: await page.locator('.card a').first().textContent() }
    })

    expect(result.next).not.toBe(result.newest)
  })
})

describe('with JavaScript', () => {
  it('more articles appear below those that are there', async () => {
    const { result, complaints } = await visit('/topic/region', {}, async (page) => {
      const before = await page.locator('.card').count()
      await page.getByRole('link', { name: 'Show more' }).click()
      await page.locator('.card').nth(before).waitFor()
      return { before, after: await page.locator('.card').count() }
    })

    expect(result).toEqual({ before: 13, after: 26 })
    expect(complaints).toEqual([])
  })

  it('the search form suggests while somebody types', async () => {
    const { result, complaints } = await visit('/', {}, async (page) => {
      await page.getByRole('searchbox').pressSequentially('khoury')
      return page.locator('.suggestions a').first().getAttribute('href')
    })

    expect(result).toBe('/author/jack-khoury')
    expect(complaints).toEqual([])
  })
})

describe('Following by e-mail', () => {
  it('asks for the topics that are chosen, in the language and the time zone of the reader', async () => {
    const { result, complaints } = await visit(HEBREW, { timezoneId: 'Asia/Jerusalem' }, async (page) => {
      const form = page.locator('.follow-by-mail')
      const topics = await form.getByRole('checkbox').count()
      await form.getByRole('checkbox').nth(1).check()
      await form.getByRole('textbox').fill('reader@site.example')
      await form.getByRole('combobox').selectOption('WEEKLY')
      await form.getByRole('button').click()
      return { topics, answer: await page.getByRole('region', { name: 'מעקב' }).getByRole('status').textContent() }
    })

    expect(result).toEqual({ topics: 4, answer: expect.stringContaining('תודה') })
    expect(complaints).toEqual([])
    const readers = await database.prisma.reader.findMany()
    expect(readers).toMatchObject([{ email: 'reader@site.example', locale: 'he', timeZone: 'Asia/Jerusalem' }])
    expect(await database.prisma.pendingFollow.count()).toBe(2)
  })

  it('says what is missing', async () => {
    const { result } = await visit(KHOURY, {}, async (page) => {
      const form = page.locator('.follow-by-mail')
      await form.getByRole('checkbox').first().uncheck()
      await form.getByRole('textbox').fill('reader@site.example')
      await form.getByRole('button').click()
      return form.getByRole('alert').textContent()
    })

    expect(result).toContain('Choose at least one topic')
  })
})

describe('the status of a page', () => {
  const answerOf = (path: string) => fetch(`${url}${path}`, { redirect: 'manual' })

  it.each([
    ['/article/harbour-bridge-closed-for-repairs', CORRECTED],
    ['/topic/egypt/?utm_source=mail', '/topic/egypt?utm_source=mail'],
    ['/he/', '/he'],
    ['/en', '/'],
  ])('%s is 301 to %s', async (path, location) => {
    const { status, headers } = await answerOf(path)

    expect([status, headers.get('location')]).toEqual([301, location])
  })

  it('is 410 for an article that was withdrawn, and search engines do not list it', async () => {
    const { articles } = await api
      .as('EDITOR')
      .query<{ articles: { nodes: { path: string }[] } }>(
        '{ articles(first: 1, stage: DRAFT, where: { status: { equals: WITHDRAWN } }) { nodes { path } } }',
      )

    const answer = await answerOf(String(articles.nodes[0]?.path))

    expect(answer.status).toBe(410)
    expect(await answer.text()).toContain('<meta name="robots" content="noindex">')
  })

  it.each(['/nothing', '/topic/none', '/topic/egypt?after=nonsense', '/zz'])('is 404 for %s', async (path) => {
    expect((await answerOf(path)).status).toBe(404)
  })
})

describe('the head', () => {
  it.each([
    [KHOURY, '{ article(slug: $slug) { seo { ...Tags } } }', KHOURY_SLUG],
    ['/topic/egypt', '{ topic(slug: $slug) { seo { ...Tags } } }', 'egypt'],
    ['/author/jack-khoury', '{ author(slug: $slug) { seo { ...Tags } } }', 'jack-khoury'],
    ['/', '{ site { seo { ...Tags } } }', ''],
  ])('of %s has every element of seo.tags', async (path, selection, slug) => {
    const document = `query ${slug ? '($slug: String!) ' : ''}${selection}
      fragment Tags on Seo { tags { element attributes { name value } content } }`
    const data = await api.query<Record<string, { seo: { tags: unknown[] } }>>(document, slug ? { slug } : {})
    const tags = Object.values(data).flatMap(({ seo }) => seo.tags)

    const head = elementsOf(parse(await (await fetch(`${url}${path}`)).text()), 'head')

    expect(tags.length).toBeGreaterThan(5)
    expect(head).toEqual(expect.arrayContaining(tags))
  })

  it('links the feeds', async () => {
    const { topic } = await api.query<{ topic: { feeds: { url: string }[] } }>(
      '{ topic(slug: "egypt") { feeds { url } } }',
    )

    const html = await (await fetch(`${url}/topic/egypt`)).text()

    for (const feed of topic.feeds) expect(html).toMatch(new RegExp(`<link rel="alternate"[^>]+href="${feed.url}">`))
  })
})

describe('a preview', () => {
  it('shows a draft to those who have the link, and nobody stores it', async () => {
    const editor = api.as('EDITOR')
    const { article } = await editor.mutate<{ article: { id: string } }>(
      'mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id } userErrors { message } } }',
      { input: { headline: 'Talks enter a second day', locale: 'en', body: [{ paragraph: { html: 'They stay.' } }] } },
    )
    const { previewLink } = await createLink(editor, article.id)
    const link = String(previewLink?.url)

    const answer = await fetch(link)
    const wrong = await fetch(link.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')))

    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('Talks enter a second day')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('x-robots-tag')).toBe('noindex')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(wrong.status).toBe(404)
  })
})
