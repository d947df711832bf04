import * as z from 'zod'
import type { ContentChange } from '../comparison/change.ts'
import { asText, asValue, compareFields, type Place } from '../comparison/comparison.ts'
import { AI_USE } from '../contract/limits.ts'
import type { AiUseInput, AiUseKind } from '../generated/graphql.ts'
import type { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { text } from '../mutation/plain-text.ts'
import type { Path } from '../mutation/user-error.ts'

export const AI_USE_KINDS = ['NONE', 'ASSISTED', 'GENERATED'] as const satisfies readonly AiUseKind[]

/** What generative AI had to do with an article, as readers are shown it. */
export interface AiUse {
  readonly kind: AiUseKind
  readonly note: string | null
}

export const NO_AI_USE: AiUse = { kind: 'NONE', note: null }

export const storedAiUse = z.object({ kind: z.enum(AI_USE_KINDS), note: z.string().nullable() })

const READS = { kind: asSent, note: text(AI_USE.note) } satisfies InputsOf<AiUseInput>

/** Null: none. */
export function parseAiUse(given: AiUseInput | null, path: Path, faults: Faults): AiUse {
  if (given === null) return NO_AI_USE
  const { kind, note = null } = readInput(given, READS, faults, path)
  return { kind, note }
}

export function aiUseChanges(was: AiUse, is: AiUse, place: Place): ContentChange[] {
  return compareFields<AiUse>({ kind: asValue, note: asText }, was, is, place)
}
