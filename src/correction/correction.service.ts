import type { AddCorrectionInput } from '../generated/graphql.ts'
import type { Desk } from '../mutation/mutate.ts'
import { parseRequiredText } from '../mutation/plain-text.ts'
import { type ArticlePayload, carryOut, NOTE } from '../workflow/transition.service.ts'
import { insertCorrection } from './correction.write.ts'

/** A row of its own and no revision: corrections are never edited away, and readers have them at once. */
export function addCorrection(desk: Desk, input: AddCorrectionInput): Promise<ArticlePayload> {
  return carryOut(desk, 'ADD_CORRECTION', input, ({ id, now, liveRevisionId }, faults) => {
    const text = parseRequiredText(input.text, ['input', 'text'], NOTE, faults)
    const correction = { kind: input.kind, text, publishedAt: now }
    return {
      entry: 'CORRECTED',
      note: text,
      changedPaths: ['corrections'],
      // Of an article that is withdrawn, readers learn nothing yet.
      ...(liveRevisionId !== null && {
        set: { liveUpdatedAt: now },
        event: { type: 'article.corrected', payload: { correction } },
      }),
      also: (tx) => insertCorrection(tx, id, correction),
    }
  })
}
