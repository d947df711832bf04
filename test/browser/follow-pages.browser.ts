import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'
import { givenIn } from '../helpers/given.ts'
import { launchChromium } from './chromium.ts'

// The pages that the links in mails lead to, in a browser without scripts.

const AXE = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const database = await testDatabase()
const given = givenIn(database)
const port = await freePort()
const url = `http://127.0.0.1:${port}`
const api = await testApi(database, { variables: { PUBLIC_URL: url, SITE_NAME: 'The Daily Example' } })

let browser: Browser

beforeAll(async () => {
  await api.app.listen({ host: '127.0.0.1', port })
  browser = await launchChromium()
}, 120_000)

afterAll(() => browser?.close())

async function barriers(page: Page): Promise<unknown> {
  await page.evaluate(await AXE)
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))',
  )
}

/** A reader with a topic and an author, in this language. */
async function someone(locale: string, isConfirmed: boolean) {
  const follows = [
    await given.topic({ name: locale === 'he' ? 'מצרים' : 'Egypt' }),
    await given.author({ name: 'Noa Levi' }),
  ]
  return given.reader({ follows, isConfirmed, locale })
}

describe.each([
  ['en', 'ltr', 390],
  ['en', 'ltr', 1280],
  ['he', 'rtl', 390],
  ['he', 'rtl', 1280],
])('The pages in %s, %s, %i pixels wide', (locale, direction, width) => {
  it('have no barriers, fit, and work without scripts', async () => {
    const [confirmed, asked] = [await someone(locale, true), await someone(locale, false)]
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale, bypassCSP: true })
    const page = await context.newPage()
    const look = async () => {
      expect(await barriers(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.dir')).toBe(direction)
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    }

    for (const path of [
      `manage?token=${confirmed.tokens.MANAGE}`,
      `unsubscribe?token=${confirmed.tokens.UNSUBSCRIBE}`,
      'manage?token=none',
    ]) {
      await page.goto(`${url}/follow/${path}`)
      await look()
    }
    await context.close()

    const plain = await browser.newContext({ viewport: { width, height: 900 }, locale, javaScriptEnabled: false })
    const form = await plain.newPage()
    await form.goto(`${url}/follow/confirm?token=${asked.tokens.CONFIRM}`)
    await form.click('button')
    await form.click('main a')
    await form.uncheck('input[name="author"]')
    await form.check('input[value="DAILY"]')
    await form.click('form:has(input[value="save"]) button')
    expect(await form.locator('[role="status"]').count()).toBe(1)
    expect(await form.locator('input[name="topic"]').count()).toBe(1)
    expect(await form.locator('input[name="author"]').count()).toBe(0)
    await form.check('input[name="sure"]')
    await form.click('form:has(input[value="erase"]) button')
    await plain.close()
    expect(await database.prisma.reader.count({ where: { id: asked.uuid } })).toBe(0)
  })
})
