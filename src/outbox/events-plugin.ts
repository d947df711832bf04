import type { ApolloServerPlugin } from '@apollo/server'
import type { EventFeed } from './event-feed.ts'

/** For so long a mutation's answer waits for the events to be read. */
const MAX_WAIT_MS = 2000

/**
 * Reads the events as soon as this process has written, before it answers: then nothing in it shows what was before the mutation.
 * If they cannot be read in time, nothing that was read before may be served.
 */
export function eventsPlugin(feed: EventFeed): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ operation }) {
          if (operation?.operation !== 'mutation') return
          // An outage is the feed's to report.
          const hasRead = feed.read().then(
            () => true,
            () => false,
          )
          const isLate = new Promise<false>((resolve) => setTimeout(resolve, MAX_WAIT_MS, false).unref())
          if (!(await Promise.race([hasRead, isLate]))) feed.hearing.distrust()
        },
      }
    },
  }
}
