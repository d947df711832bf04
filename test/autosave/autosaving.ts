import { expect } from 'vitest'
import type { Client } from '../helpers/client.ts'

/** Everything that is given back of what was typed. */
const TYPED = `fields headline kicker standfirst dateline seoTitle metaDescription socialTitle socialDescription genre canonicalUrl noIndex slug locale editorNote embargoedUntil translationOf note
  aiUse { kind note } credits { authorId name role } topics { topicId slug rel }
  captions { key imageId role text altText credit crop { x y width height } }
  body {
    paragraph { html } heading { level text } image { captionKey } quote { text attribution }
    list { ordered items nestedItems { html level } } embed { url provider title }
    table { header rows captionText } divider { style }
    factBox { title content { paragraph { html } list { ordered items nestedItems { html level } } } }
  }`

export interface Typed {
  readonly [field: string]: unknown
  readonly fields: readonly string[]
  readonly headline: string | null
}

export interface Autosave extends Typed {
  readonly savedAt: string
  readonly startedAt: string
  readonly baseVersion: number
  readonly isOutdated: boolean
}

const AUTOSAVE = `savedAt startedAt baseVersion isOutdated ${TYPED}`

export interface AutosavePayload {
  readonly autosave: Autosave | null
  readonly savedAt: string | null
  readonly isSuperseded: boolean | null
  readonly conflict: { currentVersion: number; changedPaths: string[] } | null
  readonly userErrors: { code: string; path: string[]; message: string }[]
}

export const AUTOSAVE_ARTICLE = `mutation ($input: AutosaveArticleInput!) { autosaveArticle(input: $input) {
  autosave { ${AUTOSAVE} } savedAt isSuperseded conflict { currentVersion changedPaths } userErrors { code path message } } }`

export const DISCARD = `mutation ($input: DiscardAutosaveInput!) { discardAutosave(input: $input) {
  article { id } wasDiscarded userErrors { code path message } } }`

type Sends = Pick<Client, 'mutate'>

export function autosave(client: Sends, input: Readonly<Record<string, unknown>>): Promise<AutosavePayload> {
  return client.mutate<AutosavePayload>(AUTOSAVE_ARTICLE, { input: { baseVersion: 1, ...input } })
}

/** The autosave that is stored. The test fails where it is refused. */
export async function autosaved(client: Sends, input: Readonly<Record<string, unknown>>): Promise<Autosave> {
  const payload = await autosave(client, input)
  expect(payload.userErrors).toEqual([])
  if (!payload.autosave) throw new Error('neither an autosave nor a user error')
  return payload.autosave
}

/** What the client has not saved of an article; null for nothing. */
export async function unsaved(client: Pick<Client, 'query'>, id: string): Promise<Autosave | null> {
  const { article } = await client.query<{ article: { autosave: Autosave | null } }>(
    `query ($id: ID!) { article(id: $id, stage: DRAFT) { autosave { ${AUTOSAVE} } } }`,
    { id },
  )
  return article.autosave
}
