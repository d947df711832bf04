import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { databaseId } from '../../src/image/database-id.load.ts'
import { removeUnusedFile } from '../../src/image/image-file.write.ts'
import { start } from '../database/child.ts'
import { atEnd } from '../helpers/at-end.ts'
import { temporaryFolder, testConnection, variablesOf } from '../helpers/database.ts'
import { startServer } from '../helpers/server-process.ts'
import { emptyPlace, PLACES } from './places.ts'
import { namesIn } from './store-suite.ts'

// Several servers and commands start one after the other, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 600_000 })

type Variables = Record<string, string>

/** Starts a server, waits until it has looked at the files, and stops it. @returns what it printed */
async function startAndStop(variables: Variables): Promise<string> {
  const server = await startServer(variables)
  await fetch(`${server.url}/healthz`)
  await wait(1_000)
  server.child.kill('SIGTERM')
  await server.ended
  return server.output()
}

const mediaCheck = async (variables: Variables, ...options: string[]) =>
  (await start('scripts/media-check.ts', [...options, '--older-than', '0'], variables).ended).output

describe.each(PLACES)('A server on another database over the same %s', (kind) => {
  it('removes no file of the first one: not at its start, not by media:check, not with an image of the same bytes', async () => {
    const [place, first] = [await emptyPlace(kind), await testConnection('migrated')]
    await startAndStop({ ...place.variables, ...variablesOf(first), SEED_ON_START: 'true' })
    const files = await namesIn(place.store)
    expect(files.length).toBeGreaterThan(10)
    const other = { dataDir: await temporaryFolder() }
    const variables = { ...place.variables, DATA_DIR: other.dataDir }

    expect(await startAndStop(variables)).toMatch(/1 other database also used this media store/)
    expect(await namesIn(place.store)).toEqual(expect.arrayContaining(files))

    const checked = await mediaCheck(variables, '--fix')
    expect(checked).toMatch(/uses this store too.*nothing is removed/)
    expect(await namesIn(place.store)).toEqual(expect.arrayContaining(files))

    const database = await connect(other)
    atEnd(() => database.close())
    const [image = ''] = files.filter((name) => /^[0-9a-f]{32}\./.test(name))
    await removeUnusedFile(database, place.store, image)
    expect(await namesIn(place.store)).toContain(image)
    await database.close()

    const owner = await connect(first)
    atEnd(() => owner.close())
    const id = await databaseId(owner)
    await owner.close()
    expect(await mediaCheck(variables, '--forget', id, '--mend')).toMatch(/[1-9]\d* files removed/)
    expect(await namesIn(place.store)).not.toContain(image)
  })
})
