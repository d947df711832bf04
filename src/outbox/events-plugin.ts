import type { ApolloServerPlugin } from '@apollo/server'
import type { EventFeed } from './event-feed.ts'

/** Reads the events before a mutation is answered: who has the answer reads nothing from before it in this process. */
export function eventsPlugin(feed: EventFeed, onUnheard?: () => void): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ operation }) {
          if (operation?.operation !== 'mutation') return
          // An outage is the feed's to report.
          await feed.read().catch(() => onUnheard?.())
        },
      }
    },
  }
}
