import type { Content } from '../content/content.ts'
import { unpublishable } from '../content/unpublishable.ts'
import type { Faults } from '../mutation/faults.ts'
import { detailedError } from '../mutation/user-error.ts'

/** What readers get, and what colleagues are asked to judge, is finished. A draft may be saved in any state. */
export function checkPublishable(content: Content, faults: Faults): void {
  for (const { code: reason, path, message } of unpublishable(content)) {
    const details = { __typename: 'UnfinishedDetails', path, reason } as const
    faults.take(
      detailedError('NOT_PUBLISHABLE', ['input', 'id'], details, () => `Not ready at ${path.join('.')}. ${message}`),
    )
  }
}
