import { v7 as uuid } from 'uuid'
import type { AddCorrectionInput } from '../generated/graphql.ts'
import type { Desk } from '../mutation/mutate.ts'
import { parseRequiredText } from '../mutation/plain-text.ts'
import type { Subject } from '../mutation/user-error.ts'
import { type ArticlePayload, carryOut, NOTE } from '../workflow/transition.service.ts'

/** A row of its own and no revision: corrections are never edited away, and readers have them at once. */
export function addCorrection(desk: Desk, input: AddCorrectionInput): Promise<ArticlePayload<{ correction: Subject }>> {
  return carryOut(desk, 'ADD_CORRECTION', input, ({ id: articleId, now, liveRevisionId }, faults) => {
    const id = uuid()
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
      also: async (tx) => {
        await tx.correction.create({ data: { id, articleId, ...correction } })
      },
      answer: { correction: { id } },
    }
  })
}
