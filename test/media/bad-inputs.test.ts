import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { badFiles, MAX_BYTES } from './bad-files.ts'
import { badRequests } from './bad-requests.ts'
import { documented } from './documented.ts'
import { startImageServer } from './image-server.ts'
import { newImage } from './sample-images.ts'
import { type AddedImage, IMPORT, upload } from './uploading.ts'

// The tables of docs/images.md are the tests: each row is tried, and gets what the row says.
const mediaDir = await temporaryFolder()
const database = await testDatabase()
const server = await startImageServer()
const api = await testApi(database, {
  variables: { MEDIA_DIR: mediaDir, MAX_UPLOAD_BYTES: String(MAX_BYTES) },
  network: server.network,
})
const reporter = api.as('REPORTER')
let token: string

const [files, addresses, requests] = await Promise.all(['Files', 'Addresses of images', 'Requests'].map(documented))

/** The tests' limit is smaller than the usual one. */
const atLimit = (gets: string) => gets.replace('26,214,400 bytes (25 MB)', '300,000 bytes (0.2 MB)')

async function filesLeft(): Promise<string[]> {
  const entries = await readdir(mediaDir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

/** Does what is refused, and sees that nothing is left of it. */
async function refused<T>(work: () => Promise<T>): Promise<T> {
  const before = await filesLeft()
  const result = await expectNoChange(database, work)
  // What came in is removed beside the answer, which may be faster.
  await expect.poll(filesLeft).toEqual(before)
  return result
}

beforeAll(async () => {
  token = (await reporter.user()).token
})

describe('A file that is refused', () => {
  it('is one of those in docs/images.md', () => {
    expect(files?.map(([what]) => what)).toEqual(Object.keys(badFiles))
  })

  it.each(files ?? [])('%s: %s', async (what, gets) => {
    const bytes = (await badFiles[what]?.()) ?? Buffer.alloc(0)

    const answer = await refused(() => upload(api.app, token, bytes))

    expect(answer).toMatchObject({ image: null, isNew: null, userErrors: [{ path: ['input', 'file'] }] })
    expect(answer.userErrors[0]?.message).toBe(atLimit(gets))
  })
})

describe('An address that is refused', () => {
  it.each(addresses ?? [])('%s: %s', async (what, gets) => {
    const url = what.replaceAll('`', '').replace('PORT', String(server.port))

    const answer = await refused(() => reporter.mutate<AddedImage>(IMPORT, { input: { url } }))

    expect(answer).toMatchObject({ image: null, isNew: null, userErrors: [{ path: ['input', 'url'] }] })
    expect(answer.userErrors[0]?.message).toBe(atLimit(gets))
  })
})

describe('A request that is refused', () => {
  it('is one of those in docs/images.md', () => {
    expect(requests?.map(([what]) => what)).toEqual(Object.keys(badRequests))
  })

  it.each(requests ?? [])('%s: %s', async (what, gets) => {
    const made = await badRequests[what]?.(await newImage())
    const headers = { ...made?.headers, authorization: `Bearer ${token}` }

    const response = await refused(async () =>
      api.app.inject({ method: 'POST', url: '/graphql', headers, ...(made && { payload: made.payload }) }),
    )

    const { errors } = response.json<{ errors: { message: string; extensions: { code: string } }[] }>()
    expect(`${response.statusCode}: ${errors[0]?.message}`).toBe(gets)
    expect(errors[0]?.extensions.code).toMatch(/^(BAD_REQUEST|PAYLOAD_TOO_LARGE)$/)
  })
})
