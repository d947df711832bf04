import { v7 as uuid } from 'uuid'
import { NOTE } from '../contract/limits.ts'
import type { AddCorrectionInput } from '../generated/graphql.ts'
import { asSent, type InputsOf } from '../mutation/input.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { requiredText } from '../mutation/plain-text.ts'
import type { Subject } from '../mutation/user-error.ts'
import { type ArticlePayload, carryOut, type TransitionInput } from '../workflow/transition.service.ts'
import { insertCorrection } from './correction.write.ts'

const CORRECTION = { kind: asSent, text: requiredText(NOTE) } satisfies InputsOf<AddCorrectionInput, TransitionInput>

/** A row of its own and no revision: corrections are never edited away, and readers have them at once. */
export function addCorrection(
  desk: MutationContext,
  input: AddCorrectionInput,
): Promise<ArticlePayload<{ correction: Subject }>> {
  return carryOut(desk, 'ADD_CORRECTION', { input, reads: CORRECTION }, (article, { kind, text }) => {
    const id = uuid()
    const correction = { kind, text, publishedAt: article.now }
    return {
      entry: 'CORRECTED',
      about: null,
      note: text,
      changedPaths: ['corrections'],
      // Of an article that is withdrawn, readers learn nothing yet.
      ...(article.liveRevisionId !== null && {
        set: { liveUpdatedAt: article.now },
        event: { type: 'article.corrected', payload: { correction } },
      }),
      also: (tx) => insertCorrection(tx, article.id, { id, ...correction }),
      answer: { correction: { id } },
    }
  })
}
