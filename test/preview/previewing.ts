import { expect } from 'vitest'
import type { Client } from '../helpers/client.ts'

export interface PreviewLink {
  id: string
  url: string | null
  token: string | null
  expiresAt: string
  createdAt: string
  revokedAt: string | null
  revision: { number: number } | null
  createdBy: { name: string } | null
}

export interface PreviewPayload {
  previewLink: PreviewLink | null
  userErrors: { code: string; path: string[]; message: string }[]
  clientMutationId: string | null
}

export const LINK = 'id url token expiresAt createdAt revokedAt revision { number } createdBy { name }'
const ANSWER = `previewLink { ${LINK} } userErrors { code path message } clientMutationId`

export const CREATE = `mutation ($input: CreatePreviewLinkInput!) { createPreviewLink(input: $input) { ${ANSWER} } }`
export const REVOKE = `mutation ($input: RevokePreviewLinkInput!) { revokePreviewLink(input: $input) { ${ANSWER} } }`

export function createLink(client: Client, articleId: string, more: object = {}): Promise<PreviewPayload> {
  return client.mutate<PreviewPayload>(CREATE, { input: { articleId, ...more } })
}

/** The link that is made. The test fails where it is refused. */
export async function linkTo(client: Client, articleId: string, more: object = {}) {
  const { previewLink, userErrors } = await createLink(client, articleId, more)
  expect(userErrors).toEqual([])
  if (!previewLink?.token || !previewLink.url) throw new Error('neither a link nor a user error')
  const { token, url } = previewLink
  return { ...previewLink, token, url }
}

export function revoke(client: Client, id: string): Promise<PreviewPayload> {
  return client.mutate<PreviewPayload>(REVOKE, { input: { id } })
}
