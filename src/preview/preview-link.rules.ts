import { type UserError, userError } from '../mutation/user-error.ts'
import { can, type Viewer } from '../viewer/viewer.ts'

/** A month: long enough for a slow reader of drafts, short enough for a link that was forgotten. */
const MOST_HOURS = 720

export function whyNotThatLong(hours: number): UserError | null {
  if (hours >= 1 && hours <= MOST_HOURS) return null
  const message = `A preview link can be valid for 1 to ${MOST_HOURS} hours. Send a number in that range.`
  return userError('INVALID', ['input', 'expiresInHours'], message)
}

/** The user who created a link may revoke it, and so may every editor. */
export function mayRevoke({ createdById }: { createdById: string | null }, viewer: Viewer): boolean {
  return createdById === viewer.id || can(viewer, 'EDIT_ARTICLES')
}
