import { v4 as uuid } from 'uuid'
import type { WebhookSettings } from '../../config/env-webhooks.ts'
import type { Database } from '../../database/database.ts'
import { pulse, withOutages } from '../../lib/pulse.ts'
import { internet, type Network } from '../../outgoing/public-network.ts'
import type { Site } from '../../site/site.ts'
import { inOwnTrace } from '../../tracing/tracing.ts'
import { type Attempted, attemptOf, Stopped } from './attempt.ts'
import { type Claimed, claimDeliveries, giveUpClaim } from './claim.write.ts'
import { disableWebhook, REASONS } from './disable.write.ts'
import { noteFailure, noteSuccess } from './outcome.write.ts'
import { pauseAfterTry } from './schedule.rules.ts'

export interface DelivererOptions {
  readonly database: Database
  readonly settings: WebhookSettings
  /** Its name is in mails */
  readonly site: Pick<Site, 'name'>
  readonly log: DeliveryLog
  /** The public internet when left out */
  readonly network?: Network | undefined
  readonly timeoutMs?: number | undefined
  /** After at most this time, deliveries from other processes are sent */
  readonly pauseMs?: number | undefined
  /** How long a stop waits for what is on its way */
  readonly closeMs?: number | undefined
}

interface DeliveryLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export interface Deliverer {
  /** Something may be due. */
  wake(): void
  /** Sends no more, and waits a moment for what is on its way. */
  close(): Promise<void>
}

/** To one host, from one process. */
const PER_HOST = 4
/** To all hosts, from one process. */
const AT_ONCE = 64
const TIMEOUT_MS = 15_000
const LEASE_SECONDS = 60
const PAUSE_MS = 1000
/** Then running attempts are cancelled, and another process sends them again. */
const CLOSE_MS = 5000

/** Sends due deliveries. Any number of processes may do so. What a process had claimed when it was killed is sent again, with the same id, after its lease. */
export function startDeliverer({
  database,
  settings,
  site,
  log,
  network = internet,
  timeoutMs = TIMEOUT_MS,
  pauseMs = PAUSE_MS,
  closeMs = CLOSE_MS,
}: DelivererOptions): Deliverer {
  const lease = uuid()
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const busy = new Map<string, number>()

  const rounds = pulse(
    withOutages(sendDue, {
      pauseMs,
      began: (err) => log.error({ err }, 'Due deliveries of webhooks cannot be read; this is tried again every second'),
      ended: () => log.warn({}, 'Due deliveries of webhooks can be read again'),
    }),
  )

  async function sendDue(): Promise<number> {
    for (;;) {
      const room = AT_ONCE - running.size
      if (room === 0) return pauseMs
      const claimed = await claimDeliveries(database, {
        ...{ lease, leaseSeconds: LEASE_SECONDS, room, perHost: PER_HOST, busy },
      })
      for (const delivery of claimed) begin(delivery)
      if (claimed.length === 0) return pauseMs
    }
  }

  function begin(delivery: Claimed): void {
    const { host, id, webhookId } = delivery
    busy.set(host, (busy.get(host) ?? 0) + 1)
    const attributes = { 'copydesk.delivery': id }
    const work = inOwnTrace('webhook delivery', { attributes }, () => deliver(delivery))
      .catch((err: unknown) =>
        log.error(
          { err, webhook: webhookId, delivery: id },
          'The result of a delivery could not be stored; the delivery is sent again',
        ),
      )
      .finally(() => {
        running.delete(work)
        const others = (busy.get(host) ?? 1) - 1
        if (others > 0) busy.set(host, others)
        else busy.delete(host)
        if (!stopping.signal.aborted) void rounds.now()
      })
    running.add(work)
  }

  async function deliver(delivery: Claimed): Promise<void> {
    try {
      await note(delivery, await attemptOf(delivery, { settings, network, timeoutMs, stop: stopping.signal }))
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      await giveUpClaim(database, delivery.id, lease)
    }
  }

  async function note(delivery: Claimed, { attempt, isSuccess, isGone, waitMs }: Attempted): Promise<void> {
    const { id, webhookId, tries } = delivery
    if (isSuccess) return noteSuccess(database, id, attempt)
    const pause = isGone ? null : pauseAfterTry(tries + 1)
    const pauseMs = pause === null ? null : Math.max(pause, waitMs)
    const isFailing = await noteFailure(database, { id, lease, attempt, pauseMs, waitMs })
    if (pauseMs === null) log.warn({ webhook: webhookId, delivery: id }, 'A delivery of a webhook is dead')
    if (isGone || isFailing) await disable(webhookId, isGone ? 'GONE' : 'FAILING')
  }

  async function disable(webhookId: string, reason: keyof typeof REASONS): Promise<void> {
    if (await disableWebhook(database, webhookId, reason, site.name))
      log.error({ webhook: webhookId }, `A webhook was disabled. ${REASONS[reason]}`)
  }

  void rounds.now()
  return {
    wake: () => void rounds.now(),
    async close() {
      await rounds.stop()
      const timer = setTimeout(() => stopping.abort(), closeMs)
      await Promise.all(running)
      clearTimeout(timer)
      stopping.abort()
    },
  }
}
