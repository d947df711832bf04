import { DESK } from '../desk/desk-only.ts'
import { badUserInput } from '../errors/errors.ts'
import { textOf } from '../lib/json.ts'
import type { Argument } from '../reading/argument.ts'
import { demand } from '../reading/audience.ts'
import type { Selection, State } from '../reading/plan.ts'
import { DRAFT, previewOf } from './article.rows.ts'
import { previewTokenHash } from './preview-token.ts'

/**
 * The state that `stage` and `previewToken` ask for. Every viewer with a token sees what the link shows: so an editor who
 * tries a link sees what its recipient will see.
 * @throws FORBIDDEN for readers who ask for drafts without a token, BAD_USER_INPUT for a token that would open nothing
 */
export function askedState(selection: Selection): State | null {
  const token = selection.argument('previewToken')
  if (selection.argument('stage').name !== 'DRAFT') {
    if (!token.isGiven) return null
    throw badUserInput('A preview token opens a draft. Send `stage: DRAFT` with it.', {
      argument: 'previewToken',
      allowed: 'with `stage: DRAFT`',
    })
  }
  if (token.isGiven) return previewOf(token.bind('text', (value) => previewTokenHash(textOf(value))))
  demand(selection.planner.audience, DESK)
  return DRAFT
}

/** Whether a `where` says anything of the status, however deep. */
export function asksForStatus(where: Argument): boolean {
  return where.parts().some(([name, part]) => {
    if (name === 'status') return part.isGiven
    return ['AND', 'OR', 'NOT'].includes(name) && part.items().some(asksForStatus)
  })
}
