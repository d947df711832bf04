import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from 'graphql-sse'

const LIVE = `subscription Live($after: String) { articleChanges(where: { slug: "soaked" }, after: $after) { cursor kind article { headline } } }`

interface Change {
  readonly cursor: string
  readonly kind: string
  readonly article: { readonly headline: string } | null
}

export interface Subscriber {
  /** The last headline that it knows of */
  headline: string | null
  changes: number
  connections: number
}

/** Follows the article over server-sent events, and connects again after its last cursor when the connection ends. */
export async function subscriber(url: () => string, isOver: () => boolean): Promise<Subscriber> {
  const state: Subscriber = { headline: null, changes: 0, connections: 0 }
  let after: string | null = null
  while (!isOver()) {
    const client = createClient({ url: `${url()}/graphql`, retryAttempts: 0 })
    const ended = setInterval(() => isOver() && client.dispose(), 200)
    state.connections += 1
    try {
      for await (const { data } of client.iterate<{ articleChanges: Change }>({ query: LIVE, variables: { after } })) {
        if (!data) continue
        after = data.articleChanges.cursor
        state.headline = data.articleChanges.article?.headline ?? state.headline
        state.changes += 1
      }
    } catch {
      // It connects again.
    } finally {
      clearInterval(ended)
      client.dispose()
    }
    await wait(500)
  }
  return state
}
