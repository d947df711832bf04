import { createClient } from 'graphql-ws'
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import type { Database, Statement } from '../../src/database/database.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { type ApiOptions, apiOf, type Json, testApp, watched } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import { SITE } from '../helpers/site.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** What a subscription has got so far. */
export interface Heard {
  readonly results: Json[]
  /** The changes of the first field, or what there is instead */
  readonly changes: Json[]
  /** Null while it runs; what it ended with */
  ended: { readonly error: unknown } | null
  stop(): void
}

export interface Subscription {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

/** A server that listens at a port, as clients of subscriptions need it. */
export async function liveServer(database: Database, options: ApiOptions = {}) {
  const feed = eventFeed(database, SITE)
  const statements: Statement[] = []
  const app = await testApp(watched(database, statements), { ...options, events: feed })
  await feed.start(silent)
  atEnd(() => feed.close())
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `${origin}/graphql`
  const webSocketUrl = url.replace('http:', 'ws:')

  /** When as many subscriptions run. */
  async function running(count: number): Promise<void> {
    await expect.poll(() => app.live?.counts().subscriptions, { timeout: 30_000 }).toBe(count)
  }

  /** A client of graphql-ws that does not connect again by itself. */
  function webSocketClient(token?: string) {
    const client = createClient({
      url: webSocketUrl,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: true,
      ...(token !== undefined && { connectionParams: { authorization: `Bearer ${token}` } }),
    })
    atEnd(() => client.dispose())
    return client
  }

  const listening: Heard[] = []

  /** Subscribes by graphql-ws, over a connection of its own, and resolves when it runs. */
  async function listen(subscription: Subscription, token?: string): Promise<Heard> {
    const before = app.live?.counts().subscriptions ?? 0
    const heard = subscribeWith(webSocketClient(token), subscription)
    listening.push(heard)
    await expect
      .poll(() => (app.live?.counts().subscriptions ?? 0) > before || heard.ended !== null, { timeout: 30_000 })
      .toBe(true)
    return heard
  }

  /** Ends what `listen` began. */
  function stopAll(): void {
    for (const heard of listening.splice(0)) heard.stop()
  }

  return {
    ...apiOf(app, database),
    statementsSent: statements,
    feed,
    origin,
    url,
    webSocketUrl,
    running,
    webSocketClient,
    listen,
    stopAll,
  }
}

interface Subscribing {
  subscribe(
    payload: Subscription,
    sink: { next(value: unknown): void; error(error: unknown): void; complete(): void },
  ): () => void
}

/** Subscribes by the client of graphql-ws or graphql-sse, which have the same form. */
export function subscribeWith(client: Subscribing, subscription: Subscription): Heard {
  const results: Json[] = []
  const heard: Heard = {
    results,
    get changes() {
      return results.map(changeIn)
    },
    ended: null,
    stop: () => {},
  }
  heard.stop = client.subscribe(subscription, {
    next: (result) => void results.push(asJson(result)),
    error: (error) => {
      heard.ended ??= { error }
    },
    complete: () => {
      heard.ended ??= { error: null }
    },
  })
  return heard
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value))
}

function changeIn({ data }: Json): Json {
  const [change] = Object.values(asJson(data))
  return asJson(change)
}

/** When a subscription has got so many changes. */
export async function got(heard: Heard, count: number): Promise<Json[]> {
  await expect.poll(() => heard.results.length >= count || heard.ended, { timeout: 30_000 }).toBeTruthy()
  if (heard.results.length < count) expect(heard.ended).toBeNull()
  expect(heard.results).toHaveLength(count)
  return heard.changes
}

/** When a subscription has ended: with what. */
export async function end(heard: Heard): Promise<unknown> {
  await expect.poll(() => heard.ended, { timeout: 30_000 }).not.toBeNull()
  return heard.ended?.error
}

export type LiveServer = Awaited<ReturnType<typeof liveServer>>
