import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { answerSchema, channelAddress } from './channel.ts'
import { BackupRefused, reasonOf } from './refused.ts'
import { removeSnapshot, type Snapshot } from './snapshot.ts'

/**
 * Uses a snapshot that the running server takes of its database. The server removes it afterwards.
 * @param inUse why the database cannot be opened here
 */
export async function withServersSnapshot<T>(
  dataDir: string,
  inUse: Error,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const socket = await connected(dataDir, inUse)
  try {
    const snapshot = await snapshotFrom(socket)
    return await work(snapshot).finally(() => removeSnapshot(snapshot))
  } finally {
    socket.destroy()
  }
}

/** @throws BackupRefused where no server answers: the folder may be used by a script, or by a version that takes no snapshots */
async function connected(dataDir: string, inUse: Error): Promise<Socket> {
  const socket = connect(channelAddress(dataDir))
  try {
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    // The end of the connection is no fault: the snapshot stays until it is removed.
    socket.on('error', () => {})
    return socket
  } catch (error) {
    socket.destroy()
    throw new BackupRefused(
      `${inUse.message}\nThat process could not be asked for a backup (${reasonOf(error)}): run this command as the same user, or stop the process first.`,
    )
  }
}

/** @throws BackupRefused with the server's reason */
async function snapshotFrom(socket: Socket): Promise<Snapshot> {
  for await (const line of createInterface({ input: socket })) {
    const answer = answerSchema.parse(JSON.parse(line))
    if ('error' in answer) throw new BackupRefused(`The server could not take a snapshot: ${answer.error}`)
    return answer.snapshot
  }
  throw new BackupRefused('The server ended before it took a snapshot. Try again.')
}
