import { onTestFinished } from 'vitest'
import { parseEnv } from '../../src/config/env.ts'
import type { Database } from '../../src/database/database.ts'
import { startMailing } from '../../src/mailing.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'

/** What the log got, as one text. */
export interface NotedLog {
  readonly lines: string[]
  readonly info: (details: object, message: string) => void
  readonly warn: (details: object, message: string) => void
  readonly error: (details: object, message: string) => void
}

export function notedLog(): NotedLog {
  const lines: string[] = []
  const note = (details: object, message: string) => {
    const error = 'err' in details && details.err instanceof Error ? `${details.err.stack} ${details.err.cause}` : ''
    lines.push(`${message} ${JSON.stringify(details)} ${error}`)
  }
  return { lines, info: note, warn: note, error: note }
}

const SITE_URL = 'https://daily.example'

/** Sends the mails of a database until the test ends. */
export async function mailing(database: Database, variables: Record<string, string>, log: NotedLog = notedLog()) {
  const env = parseEnv({
    SITE_URL,
    SITE_NAME: 'The Daily',
    MAIL_FROM: 'alerts@daily.example',
    ALERT_DELAY: '0',
    SMTP_RATE: '500',
    ...variables,
  })
  const feed = eventFeed(database, env.site)
  await feed.start(log)
  const running = await startMailing({ database, env, feed, log })
  let isStopped = false
  async function stop() {
    if (isStopped) return
    isStopped = true
    await running.close()
    await feed.close()
  }
  onTestFinished(stop)
  return { log, stop }
}
