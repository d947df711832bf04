import type { FollowFrequency } from '../generated/graphql.ts'
import type { Outcome } from '../mutation/mutate.ts'
import { idPrefix } from '../reading/global-id.ts'
import { findExport, findShownReader, type ShownReader } from './reader.load.ts'
import { confirmFollows, eraseReader, unfollow, updateFollows } from './reader.service.ts'
import type { ReaderContext } from './reader-context.ts'
import type { Purpose } from './reader-token.ts'

/** What a form of the manage page says. */
export interface ManagedFollows {
  /** The uuids of what stays followed */
  readonly topicIds: readonly string[]
  readonly authorIds: readonly string[]
  readonly frequency: FollowFrequency
  readonly paused: boolean
}

/** Whether it was done, was too much, or could not be done because the link does not work. */
export type Done = 'DONE' | 'TOO_MANY' | 'UNKNOWN'

export type ReaderPages = ReturnType<typeof readerPages>

/** What the pages for readers show and do: the same as the mutations do. */
export function readerPages(context: ReaderContext) {
  return {
    site: context.site,
    find: (token: string, purpose: Purpose): Promise<ShownReader | null> =>
      findShownReader(context.database, token, [purpose]),
    findExport: (token: string): Promise<object | null> => findExport(context.database, token),
    async confirm(token: string): Promise<{ readonly done: Done; readonly manageToken: string | null }> {
      const outcome = await confirmFollows(context, { token })
      return { done: doneOf(outcome), manageToken: ('manageToken' in outcome ? outcome.manageToken : null) ?? null }
    },
    async save(token: string, { topicIds, authorIds, ...settings }: ManagedFollows): Promise<Done> {
      return doneOf(
        await updateFollows(context, {
          ...{ token, ...settings },
          topicIds: topicIds.map((id) => `${idPrefix('Topic')}${id}`),
          authorIds: authorIds.map((id) => `${idPrefix('Author')}${id}`),
        }),
      )
    },
    unfollow: async (token: string): Promise<Done> => doneOf(await unfollow(context, { token })),
    erase: async (token: string, neverWrite: boolean): Promise<Done> =>
      doneOf(await eraseReader(context, { token, neverWrite })),
  }
}

function doneOf({ userErrors }: Outcome<object>): Done {
  if (userErrors.length === 0) return 'DONE'
  return userErrors.some(({ code }) => code === 'TOO_LONG') ? 'TOO_MANY' : 'UNKNOWN'
}
