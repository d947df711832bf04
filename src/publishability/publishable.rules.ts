import type { Content } from '../content/content.ts'
import { unpublishable } from '../content/unpublishable.ts'
import type { Faults } from '../mutation/faults.ts'

/** What readers get, and what colleagues are asked to judge, is finished. A draft may be saved in any state. */
export function checkPublishable(content: Content, faults: Faults): void {
  for (const { path, message } of unpublishable(content)) {
    faults.add('NOT_PUBLISHABLE', ['input', 'id'], `Not ready at ${path.join('.')}. ${message}`)
  }
}
