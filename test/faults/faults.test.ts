import { beforeAll, describe, expect, it } from 'vitest'
import { atEnd } from '../helpers/at-end.ts'
import { hasServerPrograms } from '../helpers/cluster.ts'
import { onPostgresql, temporaryFolder } from '../helpers/database.ts'
import { smallDisk } from '../helpers/small-disk.ts'
import { DATABASE_FAULTS } from './database-faults.ts'
import { fullDisk } from './disk-faults.ts'
import type { Fault } from './fault.ts'
import { NETWORK_FAULTS } from './network-faults.ts'
import { embeddedScene, type PostgresqlScene, postgresqlScene, type Scene } from './scene.ts'
import { PROCESS_FAULTS, SERVER_FAULTS } from './server-faults.ts'
import { type Survived, survive } from './survive.ts'

// docs/reliability.md says in its table what each of these does to readers, editors and operators.

const survived: Survived[] = []
if (process.env.FAULTS_TABLE) atEnd(() => console.table(survived))

/** In megabytes: room for the database and for what is written to it */
const DISK = 700

describe.runIf(onPostgresql && hasServerPrograms)('A server (PostgreSQL only)', () => {
  const faults: readonly Fault[] = [...DATABASE_FAULTS, ...NETWORK_FAULTS, ...PROCESS_FAULTS, ...SERVER_FAULTS]
  let scene: PostgresqlScene

  beforeAll(async () => {
    scene = await postgresqlScene()
  })

  it.each(faults)('survives that $name', async (fault) => {
    survived.push(await survive(scene, fault))
  })

  it('survives that the disk of the database is full', async ({ skip }) => {
    const disk = smallDisk(DISK)
    if (!disk) return skip('a file system cannot be mounted here')
    survived.push(
      await survive(await postgresqlScene({ parent: disk }), fullDisk('the disk of the database is full', disk)),
    )
  })
})

describe.runIf(!onPostgresql)('A server with the embedded database', () => {
  let scene: Scene

  beforeAll(async () => {
    scene = await embeddedScene(await temporaryFolder())
  })

  it.each(PROCESS_FAULTS)('survives that $name', async (fault) => {
    expect(survived.push(await survive(scene, fault))).toBeGreaterThan(0)
  })

  it('survives that the disk is full', async ({ skip }) => {
    const disk = smallDisk(DISK)
    if (!disk) return skip('a file system cannot be mounted here')
    survived.push(await survive(await embeddedScene(disk), fullDisk('the disk is full', disk)))
  })
})
