import { join, relative, resolve } from 'node:path'
import { z } from 'zod'

/** Only the user that runs the server may enter this folder (mode 0700), so that nobody else reaches the socket in it. */
export const channelFolder = (dataDir: string): string => join(dataDir, 'control')

/** A Unix socket: no network leads to it. Its path has at most about 100 bytes, so the shorter form is used. */
export function channelAddress(dataDir: string): string {
  const path = resolve(channelFolder(dataDir), 'backup.sock')
  const short = relative(process.cwd(), path)
  return short.length < path.length ? short : path
}

/** One line of JSON: what the server answers to a connection. */
export const answerSchema = z.union([
  z.object({ snapshot: z.object({ dataDir: z.string(), mediaParent: z.string().nullable() }) }),
  z.object({ error: z.string() }),
])

export type Answer = z.output<typeof answerSchema>
