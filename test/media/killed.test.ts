import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import type { Database } from '../../src/database/database.ts'
import { start } from '../database/child.ts'
import { atEnd } from '../helpers/at-end.ts'
import { testConnection, variablesOf } from '../helpers/database.ts'
import { startServer } from '../helpers/server-process.ts'
import { type EmptyPlace, emptyPlace, PLACES, wrongFiles } from './places.ts'
import { newImage } from './sample-images.ts'
import { type AddedImage, encoded, PREFLIGHT, uploadParts } from './uploading.ts'

// A server is killed with SIGKILL while images come in, again and again. One round with every run, as many as one likes with CRASH_ROUNDS.
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1)
const UPLOADERS = 12
vi.setConfig({ testTimeout: 120_000 + ROUNDS * 30_000 })

/** What has become of the uploads of all rounds. */
class Uploads {
  /** The ids that were answered */
  readonly answered: string[] = []
  /** How many were sent and not answered when a server was killed */
  cutShort = 0
  #open = 0

  /** Many side by side, until the server is gone. */
  async flow(url: string): Promise<void> {
    await Promise.all(Array.from({ length: UPLOADERS }, () => this.#oneByOne(url)))
  }

  /** To be called in the moment of the kill. */
  noteKill(): void {
    this.cutShort += this.#open
  }

  async #oneByOne(url: string): Promise<void> {
    for (;;) {
      const { type, payload } = await encoded(uploadParts(await newImage()))
      const headers = { 'content-type': type, authorization: 'Bearer dev-reporter', ...PREFLIGHT }
      const request = { method: 'POST', headers, body: new Uint8Array(payload) }
      this.#open += 1
      try {
        const response = await fetch(`${url}/graphql`, request)
        this.answered.push(idOf(await response.text()))
      } catch (error) {
        // The connection broke: the server is gone.
        if (error instanceof TypeError) return
        throw error
      } finally {
        this.#open -= 1
      }
    }
  }
}

function idOf(answer: string): string {
  const { data }: { data?: { uploadImage: AddedImage } } = JSON.parse(answer)
  expect(data?.uploadImage, answer).toMatchObject({ isNew: true, userErrors: [] })
  return data?.uploadImage.image?.id.replace('image_', '') ?? ''
}

async function round(variables: Record<string, string>, uploads: Uploads): Promise<void> {
  const server = await startServer(variables)
  const flowing = uploads.flow(server.url).catch((error: unknown) => {
    throw new Error(`an upload failed; the server said:\n${server.output()}`, { cause: error })
  })
  // It is killed while it works, not at its start.
  const some = uploads.answered.length + 5
  const atWork = vi.waitUntil(() => uploads.answered.length >= some, { timeout: 30_000, interval: 5 })
  await Promise.race([atWork, flowing])
  await wait(Math.random() * 200)
  uploads.noteKill()
  server.child.kill('SIGKILL')
  await server.ended
  await flowing
}

/** Starts once more and stops in order, then removes what the kills left, as an operator does. @returns how many files that were */
async function clearUp(variables: Record<string, string>): Promise<number> {
  const last = await startServer(variables)
  // A server that listens may not hear signals yet; one that has answered does.
  await fetch(`${last.url}/healthz`)
  last.child.kill('SIGTERM')
  await last.ended
  const { output } = await start('scripts/media-check.ts', ['--fix', '--older-than', '0'], variables).ended
  return Number(/(\d+) files removed/.exec(output)?.[1])
}

/** The images whose file is not the one that their row speaks of. */
async function damaged({ prisma }: Database, { store }: EmptyPlace): Promise<string[]> {
  const rows = await prisma.image.findMany({ select: { file: true, checksum: true } })
  const found: string[] = []
  for (const { file, checksum } of rows) {
    const opened = await store.open(file)
    const bytes = opened ? await buffer(opened.stream) : ''
    if (createHash('sha256').update(bytes).digest('hex') !== checksum) found.push(file)
  }
  return found
}

describe.each(PLACES)('A server that is killed while images come in, into a %s', (kind) => {
  it(`${ROUNDS} times leaves no file without an image once media:check has removed them, and never an image without its file`, async () => {
    const [place, options] = [await emptyPlace(kind), await testConnection('migrated')]
    const variables = { ...place.variables, ...variablesOf(options), SEED_ON_START: 'true' }
    const uploads = new Uploads()
    for (let killed = 0; killed < ROUNDS; killed++) await round(variables, uploads)
    const removed = await clearUp(variables)

    const database = await connect(options)
    atEnd(() => database.close())
    expect(await wrongFiles(database, place)).toEqual([])
    expect(await damaged(database, place)).toEqual([])
    expect(await readdir(join(place.mediaDir, '.incoming'))).toEqual([])
    expect(await place.store.removeUnfinished(new Date(Date.now() + 60_000))).toBe(0)
    const { answered, cutShort } = uploads
    expect(await database.prisma.image.count({ where: { id: { in: answered } } })).toBe(answered.length)
    expect(answered.length).toBeGreaterThan(0)
    expect(cutShort).toBeGreaterThan(0)
    if (ROUNDS >= 13) expect(cutShort).toBeGreaterThanOrEqual(100)
    if (process.env.CRASH_ROUNDS !== undefined) {
      const rows = await database.prisma.image.count({ where: { createdById: { not: null } } })
      console.log(
        `${kind}: ${answered.length} uploads answered, ${cutShort} in flight at ${ROUNDS} kills; ${rows} images, ${removed} files removed`,
      )
    }
  })
})
