import { once } from 'node:events'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import type { Database } from '../database/database.ts'
import { type Answer, channelAddress, channelFolder } from './channel.ts'
import { reasonOf } from './refused.ts'
import { removeOldSnapshots, removeSnapshot, type Snapshot, type SnapshotPlaces, takeSnapshot } from './snapshot.ts'

interface Log {
  warn(details: object, message: string): void
}

export interface SnapshotServer {
  close(): Promise<void>
}

/**
 * Takes snapshots of the embedded database for `npm run db:backup`, which cannot open it while this process has it. One connection is one snapshot:
 * it is removed when the connection closes.
 */
export async function serveSnapshots(database: Database, places: SnapshotPlaces, log: Log): Promise<SnapshotServer> {
  const running = new Set<Promise<void>>()
  const sockets = new Set<Socket>()
  let isStopping = false
  await removeOldSnapshots(places)
  const server = createServer((socket) => {
    sockets.add(socket)
    const work = answer(
      socket,
      () => takeSnapshot(database, places),
      () => isStopping,
    )
      .catch((error: unknown) => log.warn({ err: error }, 'a snapshot for a backup could not be removed'))
      .finally(() => {
        sockets.delete(socket)
        running.delete(work)
      })
    running.add(work)
  })
  await listen(server, places.dataDir, log)
  return {
    async close() {
      isStopping = true
      const closed = server.listening ? once(server, 'close') : null
      server.close()
      for (const socket of sockets) socket.destroy()
      await Promise.all([closed, ...running])
    },
  }
}

/** A server that cannot listen there runs all the same: its backups are made while it is stopped. */
async function listen(server: Server, dataDir: string, log: Log): Promise<void> {
  const address = channelAddress(dataDir)
  try {
    await mkdir(channelFolder(dataDir), { recursive: true, mode: 0o700 })
    await chmod(channelFolder(dataDir), 0o700)
    // This process has the folder's lock: what is there was left by a killed one.
    await rm(address, { force: true })
    server.listen(address)
    await once(server, 'listening')
    await chmod(address, 0o600)
  } catch (error) {
    log.warn(
      { err: error },
      `npm run db:backup cannot reach this server at ${address}: stop it before you make a backup`,
    )
  }
}

/** The snapshot stays as long as the connection, or longer where this process stops: the other side removes it too. */
async function answer(socket: Socket, take: () => Promise<Snapshot>, isStopping: () => boolean): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve))
  // What goes wrong with the connection also closes it.
  socket.on('error', () => {})
  socket.resume()
  const result: Answer = await take().then(
    (snapshot) => ({ snapshot }),
    (error: unknown) => ({ error: reasonOf(error) }),
  )
  const line = `${JSON.stringify(result)}\n`
  if ('error' in result) {
    socket.end(line)
    return
  }
  socket.write(line)
  await closed
  if (!isStopping()) await removeSnapshot(result.snapshot)
}
