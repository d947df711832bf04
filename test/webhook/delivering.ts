import { expect, vi } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { type DelivererOptions, startDeliverer } from '../../src/webhook/sending/deliverer.ts'
import { startWebhooks } from '../../src/webhook/sending/start-webhooks.ts'
import { atEnd } from '../helpers/at-end.ts'
import { SITE } from '../helpers/site.ts'

/** The hosts of the tests' receivers. */
export const ALLOWED = '127.0.0.1'

export const SETTINGS = { allowedHosts: [ALLOWED], isHttpsOnly: false }

export const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

type Options = Partial<Omit<DelivererOptions, 'database' | 'site'>>

const defaults = { settings: SETTINGS, site: SITE, log, pauseMs: 20, closeMs: 100 }

/** A process that sends what is due. Stopped after the file, or before. */
export function deliverer(database: Database, options: Options = {}) {
  const running = startDeliverer({ ...defaults, database, ...options })
  atEnd(() => running.close())
  return running
}

/** A process that makes deliveries of events, and sends them. */
export async function webhooks(database: Database, options: Options = {}) {
  const feed = eventFeed(database, SITE, { pauseMs: 20 })
  await feed.start(log)
  const running = await startWebhooks({ ...defaults, database, feed, ...options })
  let isOver = false
  async function close() {
    if (isOver) return
    isOver = true
    await running.close()
    await feed.close()
  }
  atEnd(close)
  return { close, feed }
}

interface DeliveryState {
  state: string
  tries: number
  /** Seconds from now; null if it has no next attempt */
  next: number | null
  attempts: { at: string; status: number | null; durationMs: number; error: string | null }[]
}

export async function stateOf({ query }: Database, { uuid }: { uuid: string }): Promise<DeliveryState> {
  const [row] = await query<DeliveryState>({
    text: `SELECT state::text, tries, extract(epoch FROM next_attempt_at - now())::float8 AS next, attempts
      FROM webhook_delivery WHERE id = $1::uuid`,
    parameters: [uuid],
  })
  if (!row) throw new Error('no such delivery')
  return row
}

/** Waits until a delivery has had so many attempts, and none is being made. */
export async function tried(database: Database, delivery: { uuid: string }, attempts: number): Promise<DeliveryState> {
  await expect.poll(async () => (await stateOf(database, delivery)).attempts.length).toBe(attempts)
  return stateOf(database, delivery)
}

/** Lets the time of a delivery's next attempt come. */
export async function due({ query }: Database, { uuid }: { uuid: string }): Promise<void> {
  await query({ text: 'UPDATE webhook_delivery SET next_attempt_at = now() WHERE id = $1::uuid', parameters: [uuid] })
}
