import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { loadEvents } from '../../src/outbox/events.load.ts'
import { contractOf } from '../contract/operations.ts'
import type { Client } from '../helpers/client.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { publishedServer } from '../syndication/published-server.ts'

export interface ShownEvent {
  readonly cursor: string
  readonly at: string
  readonly type: string
  readonly subject: { readonly __typename: string; readonly slug?: string } | null
  readonly subjectId: string | null
  readonly paths: readonly string[]
  readonly tags: readonly string[]
  readonly payload: Readonly<Record<string, unknown>>
}

export interface Changes {
  readonly nodes: readonly ShownEvent[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

interface Asked {
  readonly first?: number
  readonly last?: number
  readonly after?: string | null
  readonly before?: string
}

const { operation } = contractOf('events')

/** The contract's operation, with any page. */
export const CHANGES = operation('Changes')
  .replace('($after: String)', '($first: Int, $last: Int, $after: String, $before: String)')
  .replace('first: 100, after: $after', 'first: $first, last: $last, after: $after, before: $before')

/** A server with a cache of answers and the events of its database, asked as a reader and as the desk. */
export async function changesDesk(database: Database, variables: Record<string, string> = {}) {
  const { api, get } = await publishedServer(database, variables)
  const editor = api.as('EDITOR')
  const ask = async (client: Client, asked: Asked) =>
    (await client.query<{ changes: Changes }>(CHANGES, { ...asked })).changes
  const changes = (asked: Asked = { first: 100 }) => ask(api, asked)
  const changesOfDesk = (asked: Asked = { first: 100 }) => ask(editor, asked)

  /** A cursor behind everything that happened so far */
  async function now(): Promise<string> {
    await loadEvents(database, { after: 0, most: 1 }, SITE)
    const { pageInfo } = await changesOfDesk({ last: 1 })
    return pageInfo.endCursor ?? ''
  }

  /** Of an editor, who is not refused. */
  async function done(mutation: string, input: Readonly<Record<string, unknown>>): Promise<void> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message path } } }`
    expect(await editor.mutate(document, { input })).toEqual({ userErrors: [] })
  }

  return { api, get, editor, done, changes, changesOfDesk, now, given: givenIn(database) }
}

/** Without the events of the SQL by which tests make their objects. */
export const named = (events: readonly ShownEvent[]): readonly ShownEvent[] =>
  events.filter(({ type }) => type !== 'SITE_CHANGED')
