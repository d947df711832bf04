import { fill } from '../helpers/small-disk.ts'
import type { Fault } from './fault.ts'
import type { Scene } from './scene.ts'

/** A disk that another program fills. PostgreSQL restarts again and again when the write-ahead log finds no room. */
export const fullDisk = (name: string, disk: string): Fault<Scene> => ({
  name,
  readers: 'either',
  editors: 'either',
  isReady: null,
  holdMs: 8000,
  async begin() {
    const empty = fill(disk)
    return async () => empty()
  },
})
