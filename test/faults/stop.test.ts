import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { hasServerPrograms } from '../helpers/cluster.ts'
import { onPostgresql } from '../helpers/database.ts'
import { editor, reader } from './clients.ts'
import { postgresqlScene } from './scene.ts'

/** Longer than SHUTDOWN_TIMEOUT_MS and what closing takes */
const MOST_MS = 20_000

describe.runIf(onPostgresql && hasServerPrograms)('A server whose network to the database loses everything', () => {
  it('ends on SIGTERM in the time that a stop may take (PostgreSQL only)', async () => {
    const scene = await postgresqlScene()
    const clients = [await editor(scene.url, true), reader(scene.url)]
    scene.network.lose()
    await wait(3000)
    const { child, ended } = scene.server()

    const since = performance.now()
    child.kill('SIGTERM')
    await ended

    expect(performance.now() - since).toBeLessThan(MOST_MS)
    expect(child.signalCode).toBeNull()
    await Promise.all(clients.map((client) => client.stop()))
  })
})
