import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import { mediaDir, temporaryFolder, testDatabase } from '../helpers/database.ts'
import { freePort } from '../helpers/free-port.ts'
import { launchChromium } from './chromium.ts'

// The page of docs/images.md, as it stands there.

/** To be looked at: where SCREENSHOTS says. */
const SCREENSHOTS = process.env.SCREENSHOTS
const SLUG = 'night-bus-takes-the-long-way-round'

let browser: Browser
let app: FastifyInstance
let site: Server

beforeAll(async () => {
  browser = await launchChromium()
  const port = await freePort()
  const variables = { LOG_LEVEL: 'error', MEDIA_DIR: mediaDir, PUBLIC_URL: `http://127.0.0.1:${port}` }
  const database = await testDatabase({ seeded: true })
  app = await createApp({ env: parseEnv(variables), database })
  await app.listen({ port })
  const html = await written()
  // A page that takes nothing from elsewhere but what says that it may be taken.
  const headers = { 'content-type': 'text/html', 'cross-origin-embedder-policy': 'require-corp' }
  site = createServer((_request, response) => response.writeHead(200, headers).end(html))
  await listening(site)
})

afterAll(async () => {
  await browser?.close()
  site?.close()
  await app?.close()
})

/** @returns its port */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return portOf(server)
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** The page that the documentation's code makes of the documentation's query. */
async function written(): Promise<string> {
  const text = await readFile('docs/images.md', 'utf8')
  const [, query = ''] = /```graphql\n(.*?)```/s.exec(text) ?? []
  const [, code = ''] = /```js\n(.*?)```/s.exec(text) ?? []
  const file = join(await temporaryFolder(), 'page.mjs')
  await writeFile(file, code)
  const page = await import(pathToFileURL(file).href)
  const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables: { slug: SLUG } } })
  const { headline, standfirst, leadImage, credits } = response.json().data.article
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <style>${STYLE}</style>
    <main><h1>${headline}</h1><p>${standfirst}</p><div class="authors">${credits.map(page.author).join('')}</div>${page.leadImage(leadImage)}</main>`
}

const STYLE = `body { margin: 0; font: 1.1rem/1.5 Georgia, serif } main { max-width: 60rem; margin: 0 auto }
  h1, p, figcaption { margin: 0.6rem 1rem } h1 { line-height: 1.1 } figure { margin: 1rem 0 }
  figcaption { font-size: 0.9rem } .authors { display: flex; flex-wrap: wrap } .author { display: flex; align-items: center; gap: 0.6rem } .author img { border-radius: 50% }`

async function shown(width: number, pixels: number) {
  const page = await browser.newPage({ viewport: { width, height: 800 }, deviceScaleFactor: pixels })
  const loaded = new Map<string, Promise<Buffer>>()
  page.on('response', (response) => loaded.set(response.url(), response.body()))
  await page.goto(`http://127.0.0.1:${portOf(site)}/`, { waitUntil: 'networkidle' })
  const lead = page.locator('figure img')
  const source = String(await lead.evaluate((img) => Reflect.get(img, 'currentSrc')))
  const box = await lead.boundingBox()
  const portrait = await page
    .locator('.author img')
    .first()
    .evaluate((img) => Reflect.get(img, 'naturalWidth'))
  if (SCREENSHOTS !== undefined) {
    await mkdir(SCREENSHOTS, { recursive: true })
    await page.screenshot({ path: join(SCREENSHOTS, `images-${width}@${pixels}.png`), fullPage: true })
  }
  const { compression, width: wide } = await sharp(await loaded.get(source)).metadata()
  const leads = [...loaded.keys()].filter((url) => /\.(avif|webp)$/.test(url) && !/\/96x96/.test(url))
  await page.close()
  return { compression, wide, leads: leads.length, box, portrait }
}

describe('the page of docs/images.md', () => {
  it.each([
    [320, 1, 320],
    [320, 2, 640],
    [1280, 1, 960],
  ])('at %i pixels of %i loads the image of %i', async (width, pixels, expected) => {
    const { compression, wide, leads, box, portrait } = await shown(width, pixels)

    expect({ compression, wide, leads }).toEqual({ compression: 'av1', wide: expected, leads: 1 })
    expect(portrait).toBe(96)
    expect(box?.width).toBe(Math.min(width, 960))
    expect((box?.height ?? 0) / (box?.width ?? 1)).toBeCloseTo(9 / 16, 2)
  })
})
