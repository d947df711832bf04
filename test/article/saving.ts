import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Client } from '../helpers/client.ts'

export interface UserError {
  code: string
  path: string[]
  message: string
}

export interface Saved {
  id: string
  slug: string
  locale: string
  version: number
  status: string
  workflowState: string
  headline: string
  kicker: string | null
  standfirst: string | null
  editorNote: string | null
  embargoedUntil: string | null
  bodyText: string
  bodyHtml: string
  body: { __typename: string; caption?: { id: string } | null }[]
  credits: { role: string; name: string; author: { id: string } | null }[]
  topics: { rel: string; topic: { slug: string } }[]
  captions: { id: string; role: string; text: string | null; altText: string | null; credit: string | null }[]
  translations: { locale: string }[]
  revisions: { totalCount: number; nodes: { number: number; summary: string; createdBy: { name: string } | null }[] }
  activity: { nodes: { action: string; note: string | null; actor: { name: string } | null }[] }
  lock: { holder: { name: string }; isMine: boolean } | null
}

export interface SavePayload {
  article: Saved | null
  conflict: {
    currentVersion: number
    changedPaths: string[]
    changedBy: { name: string } | null
    article: { id: string; version: number; headline: string }
  } | null
  userErrors: UserError[]
  clientMutationId: string | null
}

const ARTICLE = `
  id slug locale version status workflowState headline kicker standfirst editorNote embargoedUntil bodyText bodyHtml
  body { __typename ... on ImageBlock { caption { id } } }
  credits { role name author { id } } topics { rel topic { slug } } captions { id role text altText credit } translations { locale }
  revisions(first: 5) { totalCount nodes { number summary createdBy { name } } }
  activity(first: 5) { nodes { action note actor { name } } }
  lock { holder { name } isMine }`

const FAULTS = 'userErrors { code path message } clientMutationId'

export const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { ${ARTICLE} } ${FAULTS} } }`

export const UPDATE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) {
  article { ${ARTICLE} } conflict { currentVersion changedPaths changedBy { name } article { id version headline } } ${FAULTS} } }`

export type Input = Readonly<Record<string, unknown>>

/** Creates an article; what the input does not say is made up. */
export function create(client: Pick<Client, 'mutate'>, input: Input = {}): Promise<SavePayload> {
  return client.mutate<SavePayload>(CREATE, { input: { headline: 'A storm is coming', locale: 'en', ...input } })
}

/** The article that is created. The test fails where it is refused. */
export async function created(client: Pick<Client, 'mutate'>, input: Input = {}): Promise<Saved> {
  return articleOf(await create(client, input))
}

export function update(
  client: Pick<Client, 'mutate'>,
  { id, version }: Pick<Saved, 'id' | 'version'>,
  input: Input,
): Promise<SavePayload> {
  return client.mutate<SavePayload>(UPDATE, { input: { id, version, ...input } })
}

/** The article after the change. The test fails where it is refused. */
export async function updated(
  client: Pick<Client, 'mutate'>,
  article: Pick<Saved, 'id' | 'version'>,
  input: Input,
): Promise<Saved> {
  return articleOf(await update(client, article, input))
}

function articleOf({ article, userErrors }: SavePayload): Saved {
  expect(userErrors).toEqual([])
  if (!article) throw new Error('neither an article nor a user error')
  return article
}

/** "CODE path.of.it" of each fault. */
export function faultsOf({ userErrors }: { userErrors: UserError[] }): string[] {
  return userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)
}

export function uuidOf(id: string): string {
  return id.slice(id.indexOf('_') + 1)
}

const WRITTEN = [
  'article',
  'revision',
  'credit',
  'caption',
  'revision_topic',
  'slug_alias',
  'activity',
  'outbox_event',
  'article_lock',
  'idempotent_call',
]

/** Every row that saving could write: to be compared after a refusal, which writes none. */
export async function everythingWritten({ query }: Database): Promise<unknown> {
  const parts = WRITTEN.map((table) => `'${table}', (SELECT json_agg(t ORDER BY t::text) FROM ${table} t)`)
  const [row] = await query({ text: `SELECT json_build_object(${parts.join()}) AS rows`, parameters: [] })
  return row
}
