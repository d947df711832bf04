import type { Database } from '../database/database.ts'
import { countOutdated, rewriteDocuments } from './rewrite-documents.write.ts'

interface Log {
  info(details: object, message: string): void
  error(details: object, message: string): void
}

const REPORT_EVERY = 10_000
const RETRY_MS = 60_000

export interface Rewriting {
  /** Lets the batch that is being written finish, and does no more. */
  stop(): Promise<void>
}

/** Writes outdated search documents again, beside all other work. What fails is logged and tried again after a minute. */
export function rewriteInBackground(database: Database, log: Log): Rewriting {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  async function run(): Promise<void> {
    try {
      await rewriteAll(database, log, () => !isStopped)
    } catch (error) {
      log.error({ err: error }, 'Search documents could not be written; the next attempt is in a minute')
      if (!isStopped) timer = setTimeout(start, RETRY_MS)
    }
  }

  let running: Promise<void>
  function start(): void {
    running = run()
  }
  running = run()

  return {
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** @returns how many were to be written */
export async function rewriteAll(
  database: Database,
  log: Pick<Log, 'info'>,
  isWanted: () => boolean = () => true,
): Promise<number> {
  const count = await countOutdated(database)
  if (count === 0 || !isWanted()) return count
  log.info({ documents: count }, `${count} search documents are written again; search goes on meanwhile`)
  let reported = 0
  await rewriteDocuments(database, (written) => {
    if (written - reported >= REPORT_EVERY) {
      reported = written
      log.info({ written, documents: count }, `${written} of ${count} search documents are written`)
    }
    return isWanted()
  })
  if (isWanted()) log.info({ documents: count }, `All ${count} search documents are written`)
  return count
}
