import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { FolderInUse } from '../../src/database/errors.ts'
import { lockFolder } from '../../src/database/folder-lock.ts'
import { embeddedFolder, temporaryFolder } from '../helpers/database.ts'
import { start } from './child.ts'

// Several processes are started here, and a database is made from nothing: seconds each, and many on a busy machine.
const HOLDER = 'test/database/holder.ts'

describe('the folder of the embedded database', () => {
  it('is refused to a second process, with its place, the holder and a way out, and is free after a stop', async () => {
    const dataDir = await embeddedFolder()
    const holder = start(HOLDER, [dataDir])
    await holder.prints('opened')

    const second = connect({ dataDir })

    await expect(second).rejects.toThrow(FolderInUse)
    await expect(second).rejects.toThrow(`${dataDir} is in use by another process (pid ${holder.child.pid})`)
    await expect(second).rejects.toThrow('DATA_DIR')

    holder.child.kill('SIGTERM')
    expect(await holder.ended).toMatchObject({ code: 0 })
    lockFolder(dataDir).release()
  })

  it('is refused to a second opener in the same process', async () => {
    const dataDir = await temporaryFolder()
    const lock = lockFolder(dataDir)

    expect(() => lockFolder(dataDir)).toThrow(FolderInUse)

    lock.release()
    lockFolder(dataDir).release()
  })

  it('goes to exactly one of several that come after a crash, with what the crashed one wrote', async () => {
    const dataDir = await embeddedFolder()
    const crashed = start(HOLDER, [dataDir])
    await crashed.prints('opened')
    crashed.child.kill('SIGKILL')
    await crashed.ended

    const next = [start(HOLDER, [dataDir]), start(HOLDER, [dataDir]), start(HOLDER, [dataDir])]
    const opened = await Promise.all(
      next.map(({ prints }) =>
        Promise.race([prints('opened').then(() => true), prints('FolderInUse').then(() => false)]).catch(() => false),
      ),
    )

    expect(opened.filter(Boolean)).toHaveLength(1)
    const winner = next[opened.indexOf(true)]
    winner?.child.kill('SIGTERM')
    await winner?.ended
    const database = await connect({ dataDir })
    const marks = await database.query({ text: 'SELECT pid FROM mark', parameters: [] }).finally(() => database.close())
    expect(marks).toEqual([{ pid: crashed.child.pid }, { pid: winner?.child.pid }])
  })

  it('is made anew when the process that made it ended half way', async () => {
    const dataDir = await temporaryFolder()
    await mkdir(join(dataDir, 'database'))
    await writeFile(join(dataDir, 'database', 'PG_VERSION'), '18\n')
    await writeFile(join(dataDir, 'database.unfinished'), '')

    const database = await connect({ dataDir })

    await database.ping().finally(() => database.close())
  })
})
