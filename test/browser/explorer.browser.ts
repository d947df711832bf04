import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { buildSchema } from 'graphql'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import { readDeskExamples, readExamples } from '../../src/http/explorer/examples.ts'
import { mediaDir, testDatabase } from '../helpers/database.ts'
import { launchChromium } from './chromium.ts'

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))

let browser: Browser
let app: FastifyInstance
let page: Page
let url: string
/** What the page complained of: errors on its console, requests that failed or went elsewhere. */
let programErrors: string[]

beforeAll(async () => {
  browser = await launchChromium()
  const database = await testDatabase({ seeded: true })
  app = await createApp({ env: parseEnv({ LOG_LEVEL: 'error', MEDIA_DIR: mediaDir }), database })
  url = await app.listen({ port: 0 })
})

afterAll(async () => {
  await browser?.close()
  await app?.close()
})

beforeEach(async () => {
  programErrors = []
  page = await browser.newPage({ viewport: { width: 1400, height: 850 } })
  page.setDefaultTimeout(20_000)
  page.on('pageerror', (error) => programErrors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && programErrors.push(message.text()))
  page.on(
    'response',
    (response) => response.status() >= 400 && programErrors.push(`${response.status()} ${response.url()}`),
  )
  page.on('request', (request) => {
    const isOurs = request.url().startsWith(url) || request.url().startsWith('data:')
    if (!isOurs) programErrors.push(`asked for ${request.url()}`)
  })
})

afterEach(() => page.close())

const response = () => page.locator('.result-window')

/** Runs the operation once its tab is open and its text stands in the editor: a click before that is for what stood there till then. */
async function run(operation: string): Promise<void> {
  await page.getByRole('tab', { name: operation, selected: true }).waitFor()
  // The editor writes spaces as no-break spaces.
  await page
    .locator('.view-lines')
    .filter({ hasText: new RegExp(`(query|mutation).${operation}`) })
    .first()
    .waitFor()
  await page.getByRole('button', { name: /^Execute query/ }).click()
}

/** The editor draws only the lines in view, so what is looked for must stand near the top. */
async function shows(text: RegExp): Promise<void> {
  await response().filter({ hasText: text }).waitFor()
}

describe('the landing page', () => {
  it('leads to the explorer', async () => {
    await page.goto(url)

    await page.getByRole('link', { name: 'Open the explorer' }).click()

    await page.getByRole('tab', { name: 'ArticlePage' }).waitFor()
    expect(page.url()).toBe(`${url}/explorer`)
    expect(programErrors).toEqual([])
  })
})

describe('the explorer', () => {
  it('runs the first example and shows the Khoury headline', async () => {
    await page.goto(`${url}/explorer`)

    await run('ArticlePage')

    await shows(/Senior.Hamas.Officials.Travel.to.Cairo.to.Mend.*Egypt.Ties/)
    await shows(/By.Jack.Khoury/)
    expect(programErrors).toEqual([])
  })

  it('has every example in its menu, and opens it with its variables', async () => {
    await page.goto(`${url}/explorer`)
    await page.getByText('Examples', { exact: true }).click()
    const names = await page.locator('.examples a b').allTextContents()

    await page.getByRole('link', { name: /^ResolvePath/ }).click()
    await run('ResolvePath')

    await shows(/"__typename":."Article"/)
    const examples = [...(await readExamples()), ...(await readDeskExamples('dev-editor'))]
    expect(names).toEqual(examples.map(({ name }) => name))
    expect(programErrors).toEqual([])
  })

  it.each([
    ['Redirects', /"path":."\/2016/],
    ['CreateArticle', /"status":."DRAFT"/],
  ])('runs %s with the token of the desk, on a phone', async (name, expected) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${url}/explorer?example=${name}`)

    await run(name)

    await shows(expected)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(programErrors).toEqual([])
  })

  it('keeps what was edited over a reload, and what was run in its history', async () => {
    await page.goto(`${url}/explorer?example=Lists`)
    await run('Lists')
    await shows(/"authors"/)

    await page.reload()
    await page.getByRole('button', { name: 'Show History' }).click()

    await page.getByRole('tab', { name: 'Lists', selected: true }).waitFor()
    await page.locator('.graphiql-history-item', { hasText: 'Lists' }).waitFor()
  })

  it('shows the documentation of the schema', async () => {
    await page.goto(`${url}/explorer`)

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click()
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click()

    const description = schema.getQueryType()?.description ?? ''
    expect(description).not.toBe('')
    await page.locator('.graphiql-doc-explorer').getByText(description).first().waitFor()
  })
})
