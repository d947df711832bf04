import { expect } from 'vitest'
import type { Client } from '../helpers/client.ts'

export interface Caption {
  id: string
  role: string
  position: number
  text: string | null
  altText: string | null
  credit: string | null
  crop: { x: number; y: number; width: number; height: number } | null
  image: { id: string }
}

export interface Captioned {
  id: string
  version: number
  workflowState: string
  captions: { id: string; role: string; text: string | null }[]
  body: { __typename: string }[]
  lock: { isMine: boolean } | null
  activity: { nodes: { action: string; note: string | null }[] }
  revisions: { totalCount: number; nodes: { summary: string }[] }
}

export interface Payload {
  caption?: Caption | null
  removedCaptionId?: string | null
  article: Captioned | null
  conflict: { currentVersion: number; changedPaths: string[] } | null
  userErrors: { code: string; path: string[]; message: string }[]
}

const CAPTION = 'caption { id role position text altText credit crop { x y width height } image { id } }'
const ANSWERS = {
  addCaption: CAPTION,
  updateCaption: CAPTION,
  removeCaption: 'removedCaptionId',
  reorderCaptions: '',
} as const

export type Name = keyof typeof ANSWERS

export type Input = Readonly<Record<string, unknown>>

export function documentOf(name: Name): string {
  return `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${ANSWERS[name]}
    article { id version workflowState captions { id role text } body { __typename } lock { isMine }
      activity(first: 1) { nodes { action note } } revisions(first: 1) { totalCount nodes { summary } } }
    conflict { currentVersion changedPaths } userErrors { code path message } } }`
}

export function send(client: Pick<Client, 'mutate'>, name: Name, input: Input): Promise<Payload> {
  return client.mutate<Payload>(documentOf(name), { input })
}

/** The article after the change. The test fails where it is refused. */
export async function done(client: Pick<Client, 'mutate'>, name: Name, input: Input): Promise<Captioned> {
  const { article, userErrors } = await send(client, name, input)
  expect(userErrors).toEqual([])
  if (!article) throw new Error('neither an article nor a user error')
  return article
}

/** "CODE path.of.it" of each fault. */
export function faultsOf({ userErrors }: Pick<Payload, 'userErrors'>): string[] {
  return userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)
}
