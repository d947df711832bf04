import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/database.ts'
import { smallServer } from './small-server.ts'

const image = await sharp({ create: { width: 6, height: 4, channels: 3, background: '#c33' } })
  .png()
  .toBuffer()
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"/>'

let server: Awaited<ReturnType<typeof smallServer>>

beforeAll(async () => {
  const folder = await temporaryFolder()
  const mediaDir = join(folder, 'media')
  await mkdir(join(mediaDir, 'sub'), { recursive: true })
  await writeFile(join(folder, 'outside.txt'), 'not for the public')
  await writeFile(join(mediaDir, 'photo-0a1b2c.png'), image)
  await writeFile(join(mediaDir, 'drawing-3d4e5f.svg'), drawing)
  await writeFile(join(mediaDir, '.hidden'), 'not for the public')
  server = await smallServer({ variables: { MEDIA_DIR: mediaDir } })
})

describe('a file below /media', () => {
  it('is sent with its content type, and cached permanently', async () => {
    const response = await server.inject('/media/photo-0a1b2c.png')

    expect(response.statusCode).toBe(200)
    expect(response.rawPayload).toEqual(image)
    expect(response.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
  })

  it('is answered with status 304 to clients that have it', async () => {
    const { headers } = await server.inject('/media/photo-0a1b2c.png')

    const again = await server.inject({
      url: '/media/photo-0a1b2c.png',
      headers: { 'if-none-match': String(headers.etag) },
    })

    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  it('cannot run script when it is an SVG', async () => {
    const { headers } = await server.inject('/media/drawing-3d4e5f.svg')

    expect(headers['content-type']).toMatch('image/svg+xml')
    expect(headers['content-security-policy']).toContain('sandbox')
  })
})

describe('any other address below /media', () => {
  it.each([
    '/media/',
    '/media/sub',
    '/media/sub/',
    '/media/.hidden',
    '/media/absent.png',
    '/media/../outside.txt',
    '/media/%2e%2e/outside.txt',
    '/media/..%2foutside.txt',
    '/media/..%5coutside.txt',
    '/media/%00',
  ])('%s is refused', async (url) => {
    const response = await server.inject(url)

    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.statusCode).toBeLessThan(500)
    expect(response.body).not.toContain('not for the public')
    expect(response.headers['cache-control'] ?? 'private, no-store').toBe('private, no-store')
  })
})
