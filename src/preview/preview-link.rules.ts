import { PREVIEW_LINK } from '../contract/limits.ts'
import type { CreatePreviewLinkInput, RevokePreviewLinkInput, RevokePreviewLinksInput } from '../generated/graphql.ts'
import { outOfRange } from '../mutation/common-errors.ts'
import { asSent, type InputsOf, type Reader } from '../mutation/input.ts'
import { can, type Viewer } from '../viewer/viewer.ts'

const hours: Reader<number, number> = (sent, path, faults) => {
  const { most } = PREVIEW_LINK.expiresInHours
  if (sent < 1 || sent > most) {
    faults.take(
      outOfRange(path, sent, { min: 1, max: most }, ({ min, max }) => {
        return `A preview link works for ${min} to ${max} hours. Send a number of hours between them.`
      }),
    )
  }
  return sent
}

export const NEW_LINK = {
  articleId: asSent,
  expiresInHours: hours,
  revisionNumber: asSent,
} satisfies InputsOf<CreatePreviewLinkInput>

export const REVOKED_LINK = { id: asSent } satisfies InputsOf<RevokePreviewLinkInput>

export const REVOKED_LINKS = { userId: asSent } satisfies InputsOf<RevokePreviewLinksInput>

/** The user who created a link may revoke it, and so may every editor. */
export function mayRevoke({ createdById }: { createdById: string | null }, viewer: Viewer): boolean {
  return createdById === viewer.id || can(viewer, 'EDIT_ARTICLES')
}
