import { vi } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { type Fill, ResponseCache } from '../../src/http/caching/response-cache.ts'
import { type EventFeed, eventFeed } from '../../src/outbox/event-feed.ts'
import { TagSet } from '../../src/reading/tags/tag-set.ts'
import { type ApiOptions, testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import type { Chance } from '../helpers/chance.ts'
import { SITE } from '../helpers/site.ts'

/** What a cache gets wrong if this is missing. */
export type Fault = 'entity tag' | 'card tag' | 'null tag' | 'fill after purge' | 'lost event' | '401 tags'

/** So many tags have to do in these tests, so that the tags of whole kinds are used often. */
const MOST_TAGS = 25

/** None, so that the series may ask for everything. */
export const LIMITS = {
  MAX_TOKENS: '1000000',
  MAX_FIELDS: '1000000',
  MAX_NODES: '100000000',
  MAX_COST: '1000000000',
  MAX_COST_READERS: '1000000000',
  MAX_DEPTH: '100',
  MAX_ALIASES: '10000',
}

/** Plants a fault into the modules of this process, until `vi.restoreAllMocks()`. */
export function plant(fault: Fault | null): void {
  const list = TagSet.prototype.list
  vi.spyOn(TagSet.prototype, 'list').mockImplementation(function (this: TagSet) {
    const all = list.call(this, MOST_TAGS)
    if (fault === '401 tags') return [...this.tags].slice(0, MOST_TAGS)
    const missing = new Map<Fault | null, RegExp>([
      ['entity tag', /^a/],
      ['card tag', /^c/],
      ['null tag', /^p/],
    ]).get(fault)
    return missing ? all.filter((tag) => !missing.test(tag)) : all
  })
  if (fault !== 'fill after purge') return
  const begin = ResponseCache.prototype.begin
  vi.spyOn(ResponseCache.prototype, 'begin').mockImplementation(function (this: ResponseCache, key): Fill {
    return { end: (answer) => begin.call(this, key).end(answer) }
  })
}

/** A moment that reads wait for, so that what they have read changes before they go on. */
export class LateReads {
  #until: Promise<void> | null = null

  /** Until `arrive`, every second read that gets its rows from the database goes on only then. Those that begin after `close` do not wait. */
  open(): { readonly close: () => void; readonly arrive: () => void } {
    const moment = Promise.withResolvers<void>()
    this.#until = moment.promise
    return { close: () => (this.#until = null), arrive: moment.resolve }
  }

  /** For a read that begins now. */
  get until(): Promise<void> | null {
    return this.#until
  }
}

/** Answers of the database that arrive late, as from far away: what was read may have changed meanwhile. */
function late(database: Database, { chance, below }: Chance, lateReads: LateReads | undefined): Database {
  return {
    ...database,
    async query(statement, route) {
      const until = lateReads?.until
      const rows = await database.query<never>(statement, route)
      if (statement.text.includes('"~"') || statement.text.includes("'~'")) {
        const ms = chance(0.05) ? 30 + below(100) : chance(0.3) ? below(10) : 0
        if (until && chance(0.5)) await until
        else if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
      }
      return rows
    },
  }
}

/** Loses every fifth event that has tags. */
function losing(feed: EventFeed): EventFeed {
  let count = 0
  return {
    ...feed,
    get position() {
      return feed.position
    },
    listen: (listener) =>
      feed.listen((events) => listener(events.filter(({ tags }) => tags.length === 0 || ++count % 5 > 0))),
  }
}

interface CachedOptions extends ApiOptions {
  readonly fault?: Fault | null
  readonly chance: Chance
  readonly lateReads?: LateReads
}

/** A server that keeps its answers, and hears of changes. */
export async function cachedServer(database: Database, { fault = null, chance, lateReads, ...options }: CachedOptions) {
  const feed = eventFeed(database, SITE)
  const events = fault === 'lost event' ? losing(feed) : feed
  const variables = { ...LIMITS, ...options.variables }
  const api = await testApi(late(database, chance, lateReads), { ...options, variables, events })
  await feed.start({ info: () => undefined, warn: () => undefined, error: () => undefined })
  atEnd(() => feed.close())
  return { api, feed }
}

export function plainServer(database: Database, options: ApiOptions = {}) {
  return testApi(database, { ...options, variables: { ...LIMITS, ...options.variables } })
}
