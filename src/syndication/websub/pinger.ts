import pLimit from 'p-limit'
import { type Consumer, type ConsumerOptions, consume } from '../../outbox/consumers/consumer.ts'
import type { PlacedEvent } from '../../outbox/events.load.ts'
import { inRequestSpan } from '../../tracing/request-span.ts'
import { inOwnTrace } from '../../tracing/tracing.ts'
import { changedFeeds } from './changed-feeds.load.ts'

/** Changes of this time are sent together. */
const MERGE_MS = 2000
const TIMEOUT_MS = 10_000
const AT_ONCE = 4

/** The hub will not take it at the next try either. */
const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429

/**
 * Tells a hub which feeds have changed, so that it fetches them and passes them on (WebSub). What fails is tried again, also after a restart. Any number of
 * processes may have a pinger: at any time one of them works.
 */
export function startPinger(hub: string, options: ConsumerOptions): Promise<Consumer> {
  async function ping(feed: string): Promise<void> {
    const method = 'POST'
    const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feed })
    const response = await inRequestSpan(hub, method, () =>
      fetch(hub, { method, body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }),
    )
    await response.body?.cancel()
    if (response.ok) return
    const { status } = response
    if (!isFinal(status)) throw new Error(`The hub answered ${status}`)
    options.log.warn({ hub, feed, status }, 'The hub refused a report about a feed')
  }

  async function report(events: readonly PlacedEvent[]): Promise<void> {
    const tags = new Set(events.flatMap((event) => event.tags))
    const feeds = await changedFeeds(options.database, [...tags], options.site)
    await pLimit(AT_ONCE).map(feeds, ping)
  }

  return consume(
    {
      name: 'websub',
      mergeMs: MERGE_MS,
      handle: (events: readonly PlacedEvent[]) =>
        inOwnTrace('WebSub', { attributes: { 'copydesk.events': events.length } }, () => report(events)),
      afterLoss: 'The hub fetches the feeds at the next change',
    },
    options,
  )
}
