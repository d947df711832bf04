import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/database.ts'
import { findLostFiles, findOrphans } from '../../src/image/check-files.service.ts'
import { folderStore } from '../../src/media/folder.ts'
import { incomingFiles } from '../../src/media/incoming.ts'
import { start } from '../database/child.ts'
import { atEnd } from '../helpers/at-end.ts'
import { onPostgresql, temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'
import { startServer } from '../helpers/server-process.ts'
import { newPicture } from './sample-pictures.ts'
import { encoded, PREFLIGHT, uploadParts } from './uploading.ts'

// A server is killed with SIGKILL while pictures come in, again and again. Few rounds with every run, as many as one likes with CRASH_ROUNDS.
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 2)
const UPLOADERS = 8
vi.setConfig({ testTimeout: 60_000 + ROUNDS * 15_000 })

/** Uploads so many, or until the server is gone. @returns how many were answered with a picture */
async function uploadOn(url: string, most = Number.POSITIVE_INFINITY): Promise<number> {
  for (let answered = 0; ; answered++) {
    if (answered === most) return answered
    const { type, payload } = await encoded(uploadParts(await newPicture()))
    const headers = { 'content-type': type, authorization: 'Bearer dev-reporter', ...PREFLIGHT }
    try {
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: new Uint8Array(payload) })
      expect(await response.json()).toMatchObject({ data: { uploadImage: { isNew: true, userErrors: [] } } })
    } catch (error) {
      if (error instanceof TypeError) return answered
      throw error
    }
  }
}

describe('A server that is killed while pictures come in', () => {
  it(`${ROUNDS} times leaves no file without a picture once it has started again, and never a picture without its file`, async () => {
    const connection = await testConnection('migrated')
    const mediaDir = await temporaryFolder()
    const place: Record<string, string> = {
      MEDIA_DIR: mediaDir,
      SEED_ON_START: 'true',
      ...variablesOf(connection),
    }
    let answered = 0
    for (let round = 0; round < ROUNDS; round++) {
      const server = await startServer(place)
      // Whoever inspects pictures is at work from here on.
      answered += await uploadOn(server.url, 1)
      const uploading = Promise.all(Array.from({ length: UPLOADERS }, () => uploadOn(server.url)))
      await wait(300 + Math.random() * 400)
      server.child.kill('SIGKILL')
      await server.ended
      answered += (await uploading).reduce((sum, one) => sum + one, 0)
    }

    const last = await startServer(place)
    // A server that listens may not hear signals yet; one that has answered does.
    await fetch(`${last.url}/healthz`)
    last.child.kill('SIGTERM')
    await last.ended
    // Beside PostgreSQL there may be other servers: a start leaves what is younger than an hour.
    if (onPostgresql) await start('scripts/media-check.ts', ['--mend', '--older-than', '0'], place).ended

    const database = await connect(connection)
    atEnd(() => database.close())
    const [store, incoming] = [folderStore(mediaDir), incomingFiles(mediaDir)]
    const before = new Date(Date.now() + 60_000)
    expect(await findOrphans({ database, store, incoming, before, mend: true })).toEqual({ orphans: [], unfinished: 0 })
    expect(await findLostFiles(database, store)).toEqual([])
    expect(await readdir(join(mediaDir, '.incoming'))).toEqual([])
    const uploaded = await database.prisma.image.count({ where: { createdById: { not: null } } })
    expect(answered).toBeGreaterThan(0)
    expect(uploaded).toBeGreaterThanOrEqual(answered)
  })
})
