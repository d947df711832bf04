import { rename, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { newImage } from './sample-images.ts'
import { type AddedImage, encoded, PREFLIGHT, uploadParts } from './uploading.ts'

// Over real connections: an answer that never comes is one of the faults.
const database = await testDatabase()

async function givenServer(variables: Record<string, string>) {
  const api = await testApi(database, { variables })
  const url = await api.app.listen({ port: 0, host: '127.0.0.1' })
  const { token } = await api.as('REPORTER').user()

  async function upload() {
    const { type, payload } = await encoded(uploadParts(await newImage()))
    const headers = { 'content-type': type, authorization: `Bearer ${token}`, ...PREFLIGHT }
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: new Uint8Array(payload) })
    const { data, errors }: Uploaded = JSON.parse(await response.text())
    return { response, image: data?.uploadImage?.image ?? null, code: errors?.[0]?.extensions.code }
  }

  const get = (address: string) => fetch(`${url}${new URL(address).pathname}`)
  async function stateOfMedia() {
    const response = await fetch(`${url}/readyz`)
    const state: { media?: string } = JSON.parse(await response.text())
    return { status: response.status, media: state.media }
  }
  return { upload, get, stateOfMedia }
}

interface Uploaded {
  data?: { uploadImage: AddedImage | null } | null
  errors?: { extensions: { code: string } }[]
}

function expectUnavailable(response: Response): void {
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(response.headers.get('cache-control')).toContain('no-store')
}

describe('A folder of images', () => {
  it.each<[string, (folder: string, aside: string) => Promise<void>]>([
    ['is not there any more', (folder, aside) => rename(folder, aside)],
    [
      'has a file in its place',
      async (folder, aside) => {
        await rename(folder, aside)
        await writeFile(folder, 'no folder')
      },
    ],
  ])('that %s is reported, and used again when it is back', async (_what, takeAway) => {
    const [folder, aside] = [join(await temporaryFolder(), 'media'), join(await temporaryFolder(), 'aside')]
    const server = await givenServer({ MEDIA_DIR: folder })
    const { image } = await server.upload()
    expect(image).not.toBeNull()
    const { status } = await server.get(image?.url ?? '')
    expect(status).toBe(200)
    expect(await server.stateOfMedia()).toEqual({ status: 200, media: 'ready' })

    await takeAway(folder, aside)

    const refused = await server.upload()
    expectUnavailable(refused.response)
    expect(refused).toMatchObject({ image: null, code: 'UNAVAILABLE' })
    expectUnavailable(await server.get(image?.url ?? ''))
    await expect.poll(server.stateOfMedia).toEqual({ status: 200, media: 'unavailable' })

    await rm(folder, { force: true })
    await rename(aside, folder)
    expect((await server.upload()).image).not.toBeNull()
    expect((await server.get(image?.url ?? '')).status).toBe(200)
    await expect.poll(server.stateOfMedia).toEqual({ status: 200, media: 'ready' })
  })

  it('that takes no file refuses an upload of some megabytes, with an answer', async () => {
    const folder = await temporaryFolder()
    const server = await givenServer({ MEDIA_DIR: folder })
    await writeFile(join(folder, '.incoming'), 'no folder')

    const refused = await server.upload()

    expectUnavailable(refused.response)
    expect(refused.code).toBe('UNAVAILABLE')
  })
})

describe('A bucket', () => {
  it.each<[string, () => Server | null]>([
    ['refuses connections', () => null],
    ['answers with status 500', () => createHttpServer((_request, response) => response.writeHead(500).end())],
    ['closes every connection', () => createServer((socket) => socket.destroy())],
    ['never answers', () => createServer((socket) => socket.on('error', () => {}))],
  ])('that %s is reported within a time', async (_what, makeServer) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    const port = await portOf(makeServer())
    const server = await givenServer({
      MEDIA_DIR: await temporaryFolder(),
      MEDIA_BUCKET: 'pictures',
      MEDIA_S3_ENDPOINT: `http://127.0.0.1:${port}`,
    })

    const begun = performance.now()
    const refused = await server.upload()

    expectUnavailable(refused.response)
    expect(refused.code).toBe('UNAVAILABLE')
    expect(performance.now() - begun).toBeLessThan(40_000)
    await expect.poll(server.stateOfMedia).toEqual({ status: 200, media: 'unavailable' })
    vi.unstubAllEnvs()
  })
})

/** Of a server that listens; of none, a port where nobody does. */
async function portOf(server: Server | null): Promise<number> {
  const listening = server ?? createServer()
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  if (server) atEnd(() => listening.close())
  else await new Promise((resolve) => listening.close(resolve))
  return address.port
}
