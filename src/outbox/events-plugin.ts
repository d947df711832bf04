import type { ApolloServerPlugin } from '@apollo/server'
import type { EventFeed } from './event-feed.ts'

/** Reads the events as soon as this process has written, instead of at the next round. */
export function eventsPlugin(feed: EventFeed): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ operation }) {
          // An outage is the feed's to report.
          if (operation?.operation === 'mutation') feed.read().catch(() => {})
        },
      }
    },
  }
}
