import { v7 as uuid } from 'uuid'
import { fieldChange } from '../activity/field-change.ts'
import { NOTE } from '../contract/limits.ts'
import type { AddCorrectionInput, RemoveCorrectionInput, UpdateCorrectionInput } from '../generated/graphql.ts'
import type { LoadedArticle } from '../lifecycle/article.load.ts'
import { asSent, type InputsOf } from '../mutation/input.ts'
import type { MutationContext } from '../mutation/mutate.ts'
import { requiredText } from '../mutation/plain-text.ts'
import type { Subject } from '../mutation/user-error.ts'
import type { ArticleEvent } from '../outbox/events.ts'
import { uuidOf } from '../reading/global-id.ts'
import { type ArticlePayload, type Change, carryOut, type TransitionInput } from '../workflow/transition.service.ts'
import { getCorrection, type LoadedCorrection } from './correction.load.ts'
import { changedCorrection, inWords, otherKind } from './correction.rules.ts'
import { insertCorrection, removeCorrectionRow, replaceCorrection } from './correction.write.ts'

const NEW = { kind: asSent, text: requiredText(NOTE) } satisfies InputsOf<AddCorrectionInput, TransitionInput>

const NEXT = {
  correctionId: asSent,
  kind: otherKind,
  text: requiredText(NOTE),
} satisfies InputsOf<UpdateCorrectionInput, TransitionInput>

const REMOVED = { correctionId: asSent } satisfies InputsOf<RemoveCorrectionInput, TransitionInput>

/** A row of its own and no revision: readers have it at once. */
export function addCorrection(
  desk: MutationContext,
  input: AddCorrectionInput,
): Promise<ArticlePayload<{ correction: Subject }>> {
  return carryOut(desk, 'ADD_CORRECTION', { input, reads: NEW }, (article, { kind, text }) => {
    const id = uuid()
    const correction = { kind, text, publishedAt: article.now }
    return {
      ...told(article, { correction }),
      changedFields: [fieldChange('corrections', null, text)],
      entry: 'CORRECTED',
      note: text,
      also: (tx) => insertCorrection(tx, article.id, { id, ...correction }),
      answer: { correction: asLeft({ id, ...correction }) },
    }
  })
}

/** The same row goes on, with its date: readers who know it find it changed. What it said is kept. */
export function updateCorrection(
  desk: MutationContext,
  input: UpdateCorrectionInput,
): Promise<ArticlePayload<{ correction: Subject }>> {
  return carryOut(desk, 'UPDATE_CORRECTION', { input, reads: NEXT }, async (article, read, { faults, tx }) => {
    const before = await getCorrection(tx, article.id, uuidOf('Correction', read.correctionId), faults)
    const after = changedCorrection(before, read)
    if (after === null) return { isUnchanged: true, answer: { correction: asLeft(before) } }
    return {
      ...told(article, { correction: shown(after), previousCorrection: shown(before) }),
      changedFields: [fieldChange('corrections', inWords(before), inWords(after))],
      entry: 'CORRECTION_UPDATED',
      note: `${inWords(before)} -> ${inWords(after)}`,
      also: (tx, viewer) => replaceCorrection(tx, viewer, { before, after, at: article.now }),
      answer: { correction: asLeft(after) },
    }
  })
}

/** Nothing is deleted: what readers have seen once, the desk can look up. */
export function removeCorrection(
  desk: MutationContext,
  input: RemoveCorrectionInput,
): Promise<ArticlePayload<{ removedCorrectionId: string }>> {
  return carryOut(desk, 'REMOVE_CORRECTION', { input, reads: REMOVED }, async (article, read, { faults, tx }) => {
    const correction = await getCorrection(tx, article.id, uuidOf('Correction', read.correctionId), faults)
    return {
      ...told(article, { correction: null, previousCorrection: shown(correction) }),
      changedFields: [fieldChange('corrections', inWords(correction), null)],
      entry: 'CORRECTION_REMOVED',
      note: inWords(correction),
      also: (tx) => removeCorrectionRow(tx, correction.id, article.now),
      answer: { removedCorrectionId: read.correctionId },
    }
  })
}

type Corrected = Extract<ArticleEvent, { type: 'article.corrected' }>

/** Of an article that is withdrawn, readers learn nothing yet; when it goes live again, that it has one is new to them. */
function told({ liveRevisionId, now }: LoadedArticle, payload: Corrected['payload']): Omit<Change, 'entry'> {
  const step = { about: null, changedPaths: ['corrections'] }
  if (liveRevisionId === null) return { ...step, set: { contentModifiedAt: now } }
  return {
    ...step,
    set: { liveUpdatedAt: now, contentModifiedAt: now },
    event: { type: 'article.corrected', payload },
  }
}

/** As the call left it: it may be changed or removed before the call is repeated. */
const asLeft = ({ id, kind, text }: LoadedCorrection): Subject => ({ id, row: { id, kind, text, removed_at: null } })

const shown = ({ kind, text, publishedAt }: LoadedCorrection) => ({ kind, text, publishedAt })
