import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Client } from '../helpers/client.ts'

export interface ArticleState {
  id: string
  version: number
  status: string
  workflowState: string
  hasUnpublishedChanges: boolean
  publishedAt: string | null
  firstPublishedAt: string | null
  contentModifiedAt: string | null
  updatedAt: string
  scheduledFor: string | null
  scheduledRedate: boolean
  unpublishAt: string | null
  embargoedUntil: string | null
  withdrawnAt: string | null
  withdrawalReason: string | null
  trashedAt: string | null
  allowedActions: string[]
  headline: string
  corrections: { kind: string; text: string; publishedAt: string }[]
}

interface Conflict {
  currentVersion: number
  changedPaths: string[]
  changedBy: { name: string } | null
  article: { id: string; version: number }
}

export interface Payload {
  article: ArticleState | null
  conflict: Conflict | null
  userErrors: { code: string; path: string[]; message: string }[]
  clientMutationId: string | null
}

const ARTICLE_STATE = `id version status workflowState hasUnpublishedChanges publishedAt firstPublishedAt contentModifiedAt updatedAt scheduledFor scheduledRedate unpublishAt embargoedUntil
  withdrawnAt withdrawalReason trashedAt allowedActions headline corrections { kind text publishedAt }`

const CONFLICT = 'conflict { currentVersion changedPaths changedBy { name } article { id version } }'

export type Input = Readonly<Record<string, unknown>>

/** A document of one mutation of articles, whose variable is its `input`. */
export function documentOf(mutation: string): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const changed = mutation === 'deleteArticle' ? 'deletedId' : `article { ${ARTICLE_STATE} }`
  return `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${changed} ${CONFLICT} userErrors { code path message } clientMutationId } }`
}

/** What a mutation of articles answers. Version 1 unless the input says another. */
export function act(client: Client, mutation: string, of: { id: string; version?: number }, input: Input = {}) {
  const { id, version = 1 } = of
  return client.mutate<Payload>(documentOf(mutation), { input: { id, version, ...input } })
}

/** The article after the change. The test fails where it is refused. */
export async function acted(
  client: Client,
  mutation: string,
  of: { id: string; version?: number },
  input: Input = {},
): Promise<ArticleState> {
  const { article, userErrors } = await act(client, mutation, of, input)
  expect(userErrors).toEqual([])
  if (!article) throw new Error('neither an article nor a user error')
  return article
}

/** As it stands now, to the desk. */
export async function articleStateOf(client: Client, id: string): Promise<ArticleState> {
  const document = `query ($id: ID!) { article(id: $id, stage: DRAFT) { ${ARTICLE_STATE} } }`
  const { article } = await client.query<{ article: ArticleState | null }>(document, { id })
  if (!article) throw new Error(`no article ${id}`)
  return article
}

/** "CODE path.of.it" of each fault. */
export function faultsOf({ userErrors }: Pick<Payload, 'userErrors'>): string[] {
  return userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)
}

interface StoredEvent {
  type: string
  payload: Record<string, unknown>
}

/** The events of an article, oldest first. */
export async function eventsOf({ prisma }: Database, { uuid }: { uuid: string }): Promise<StoredEvent[]> {
  return prisma.$queryRaw<
    StoredEvent[]
  >`SELECT type, payload FROM outbox_event WHERE article_id = ${uuid}::uuid ORDER BY id`
}

interface Entry {
  action: string
  note: string | null
  actorName: string | null
  version: number | null
  changedPaths: string[]
}

/** The audit trail of an article, oldest first. */
export async function entriesOf({ prisma }: Database, { uuid }: { uuid: string }): Promise<Entry[]> {
  return prisma.activity.findMany({
    where: { subjectId: uuid },
    orderBy: [{ version: 'asc' }],
    select: { action: true, note: true, actorName: true, version: true, changedPaths: true },
  })
}

/** What the clock has to do for an article: "queue time". */
export async function jobsOf({ query }: Database, { uuid }: { uuid: string }): Promise<string[]> {
  const rows = await query<{ name: string; at: Date }>({
    text: `SELECT name, start_after AS at FROM pgboss.job WHERE id = $1::uuid AND state = 'created' ORDER BY name`,
    parameters: [uuid],
  })
  return rows.map(({ name, at }) => `${name} ${at.toISOString()}`)
}

/** So many seconds from now, by the database's clock. */
export async function fromNow({ query }: Database, seconds: number): Promise<string> {
  const [row] = await query<{ at: Date }>({
    text: `SELECT now() + make_interval(secs => $1::float8) AS at`,
    parameters: [seconds],
  })
  if (!row) throw new Error('no time')
  return row.at.toISOString()
}
