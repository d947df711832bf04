import { detailedError, type UserError } from '../mutation/user-error.ts'
import { can, type Viewer } from '../viewer/viewer.ts'
import type { LoadedArticle } from './article.load.ts'

/** A lock never refuses its holder, and an expired lock refuses nobody; editors may take one over, but must ask for it. */
export function whyLocked(
  {
    lockHolderId,
    lockHolderName,
    lockExpiresAt,
  }: Pick<LoadedArticle, 'lockHolderId' | 'lockHolderName' | 'lockExpiresAt'>,
  viewer: Viewer,
  takeOver: boolean,
): UserError | null {
  const mayTakeOver = can(viewer, 'TAKE_OVER_LOCKS')
  if (lockHolderId === null || lockHolderId === viewer.id || (takeOver && mayTakeOver)) return null
  const details = {
    __typename: 'LockDetails',
    holder: { id: lockHolderId },
    expiresAt: lockExpiresAt?.toISOString() ?? null,
    canTakeOver: mayTakeOver,
  } as const
  return detailedError('LOCKED', ['input', 'id'], details, ({ expiresAt, canTakeOver }) => {
    const until = expiresAt === null ? '' : ` until ${expiresAt} or longer`
    const wayOut = canTakeOver
      ? 'Send `takeOver: true` to take over.'
      : 'Wait until they have finished, or ask an editor to take over.'
    return `${lockHolderName ?? 'Another user'} is editing this article${until}. ${wayOut}`
  })
}
