import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { Audience } from '../reading/audience.ts'
import type { Plans } from '../reading/plans.ts'
import type { Reader } from '../reading/reader.ts'
import type { AskedChanges } from './asked-changes.ts'
import { resync } from './change.ts'
import type { ChangeSource, LiveEvent } from './change-source.ts'
import { ChangeStream } from './change-stream.ts'
import { give, LiveGroup, type SentChange, type Subscriber } from './live-group.ts'

/** Where the events of a channel come from. */
export interface ChannelFeed<Event extends LiveEvent> {
  /** Of the last event that was received */
  readonly position: () => number
  /** The events after one position up to another; null if some of them are gone or too old */
  readonly load: (after: number, until: number) => Promise<readonly Event[] | null>
}

export interface ChannelOptions<Event extends LiveEvent> {
  readonly feed: ChannelFeed<Event>
  readonly plans: Plans
  readonly readerFor: (audience: Audience) => Reader
  readonly checkRights: (audience: Audience, previewToken: string | null) => Promise<void>
}

/** A subscription that begins. */
export interface Joining<Event extends LiveEvent> {
  readonly asked: AskedChanges
  readonly audience: Audience
  /** Decides which events concern the subscription, by the current state of the data */
  readonly sourceOf: () => Promise<ChangeSource<Event>>
  /** Continues after this position; null: with the next change */
  readonly after: number | null
  readonly onSlow: () => void
  /** Called once, when the subscription has ended */
  readonly onEnd?: () => void
  /** How many changes may wait for it */
  readonly mostWaiting: number
}

/** Reads of changes at a time: they must leave connections to requests. */
const MOST_READS = 4

/** Missed changes that are sent to a client that comes back; a client that missed more loads everything again. */
const MOST_REPLAYED = 64

/** How long missed changes are cached for clients that missed the same, e.g. after a restart of the server, in milliseconds. */
const MISSED_MS = 2000

/** The subscriptions to one kind of events in this process. */
export class Channel<Event extends LiveEvent> {
  readonly #options: ChannelOptions<Event>
  readonly #groups = new Map<string, LiveGroup<Event>>()
  readonly #limit = pLimit(MOST_READS)
  readonly #missed = new LRUCache<string, Promise<readonly SentChange[]>>({ max: 1000, ttl: MISSED_MS })

  constructor(options: ChannelOptions<Event>) {
    this.#options = options
  }

  /** How many subscriptions there are */
  get count(): number {
    return [...this.#groups.values()].reduce((sum, { subscribers }) => sum + subscribers.size, 0)
  }

  /** Events that have come, in their order. */
  receive(events: readonly Event[]): void {
    for (const group of this.#groups.values()) group.take(events)
  }

  /** @throws GraphQLError for what may not be subscribed to */
  async subscribe(joining: Joining<Event>): Promise<ChangeStream> {
    const { asked, audience, after, onSlow, onEnd, mostWaiting } = joining
    const key = `${audience.group} ${audience.id ?? ''} ${asked.key}`
    const source = await joining.sourceOf()
    // From here to the position nothing else runs: no event is missed, and none is sent twice.
    const group = this.#groups.get(key) ?? this.#open(key, joining, source)
    const joinedAt = this.#options.feed.position()
    const stream: ChangeStream = new ChangeStream(() => {
      this.#leave(key, group, subscriber)
      onEnd?.()
    }, mostWaiting)
    const subscriber: Subscriber = { stream, onSlow, after: Math.max(joinedAt, after ?? 0), held: null }
    group.subscribers.add(subscriber)
    if (after !== null && after !== joinedAt) {
      subscriber.held = []
      void this.#catchUp({ ...joining, after }, group, subscriber, { key, joinedAt })
    }
    return stream
  }

  close(): void {
    for (const { subscribers } of [...this.#groups.values()])
      for (const { stream } of [...subscribers]) stream.complete()
  }

  #open(key: string, { asked, audience }: Joining<Event>, source: ChangeSource<Event>): LiveGroup<Event> {
    const group = this.#groupOf(asked, audience, source)
    this.#groups.set(key, group)
    return group
  }

  #groupOf(asked: AskedChanges, audience: Audience, source: ChangeSource<Event>): LiveGroup<Event> {
    const { plans, readerFor, checkRights } = this.#options
    return new LiveGroup<Event>({
      ...{ asked, audience, source, plans, readerFor, limit: this.#limit },
      checkRights: () => checkRights(audience, source.shown.previewToken),
    })
  }

  #leave(key: string, group: LiveGroup<Event>, subscriber: Subscriber): void {
    group.subscribers.delete(subscriber)
    if (group.subscribers.size === 0 && this.#groups.get(key) === group) this.#groups.delete(key)
  }

  /** Sends the missed changes, and then those that have come meanwhile. */
  async #catchUp(
    joining: Joining<Event> & { readonly after: number },
    group: LiveGroup<Event>,
    subscriber: Subscriber,
    { key, joinedAt }: { readonly key: string; readonly joinedAt: number },
  ): Promise<void> {
    try {
      const place = `${key} ${joining.after} ${joinedAt}`
      const missed = this.#missed.get(place) ?? this.#missedBy(joining, group, joinedAt)
      this.#missed.set(place, missed)
      const sent = await missed
      // A cursor of a database that was restored to an earlier state.
      if (sent.some(({ position }) => position === joinedAt)) subscriber.after = joinedAt
      await this.#options.checkRights(joining.audience, previewTokenOf(joining.asked))
      for (const { result } of sent) give(subscriber, result)
      for (const { result } of subscriber.held ?? []) give(subscriber, result)
      subscriber.held = null
    } catch (error) {
      subscriber.stream.fail(error)
    }
  }

  /** The changes after the position; one RESYNC if there are too many or they are too old. */
  async #missedBy(
    { asked, audience, after, sourceOf }: Joining<Event> & { readonly after: number },
    group: LiveGroup<Event>,
    joinedAt: number,
  ): Promise<readonly SentChange[]> {
    const events = await this.#options.feed.load(after, joinedAt)
    // Its own source, because it follows renamed articles from an earlier time than that of the group.
    const replayed = this.#groupOf(asked, audience, await sourceOf())
    const sent = events && (await replayed.readAll(events, MOST_REPLAYED))
    return sent ?? [{ position: joinedAt, result: await group.withoutArticle(resync(joinedAt)) }]
  }
}

function previewTokenOf({ args: { previewToken } }: AskedChanges): string | null {
  return typeof previewToken === 'string' ? previewToken : null
}
