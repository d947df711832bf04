import { AUTOSAVE } from '../contract/limits.ts'
import type { AutosaveBlockInput } from '../generated/graphql.ts'
import { outOfRange, tooManyBytes, tooManyItems } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import type { AutosaveContent } from './autosave-content.ts'

/** The form that a call comes from, and which of its calls it is. */
export interface FromSession {
  readonly session: string | null
  readonly sequence: number | null
}

/** Two forms may count alike: a number says something only within one. */
export function checkSession({ session, sequence }: FromSession, faults: Faults): void {
  if (sequence === null) return
  const path = ['input', 'sequence']
  if (sequence < 0) {
    faults.take(
      outOfRange(path, sequence, { min: 0 }, ({ number, min }) => `This is ${number}. Send a number from ${min}.`),
    )
  }
  if (session === null) {
    faults.add('REQUIRED', ['input', 'session'], 'Send the session too, or omit `sequence`.')
  }
}

/**
 * The content as it is stored: JSON, which keeps every character, also those that no text of an article may have. Only its size is judged.
 */
export function parseAutosave(content: AutosaveContent, faults: Faults): string {
  const stored = JSON.stringify(content)
  const bytes = Buffer.byteLength(stored)
  if (bytes > AUTOSAVE.bytes) faults.take(tooManyBytes(['input'], { actual: bytes, limit: AUTOSAVE.bytes }))
  const blocks = countBlocks(content.body ?? [])
  if (blocks > AUTOSAVE.blocks) {
    faults.take(tooManyItems(['input', 'body'], { actual: blocks, limit: AUTOSAVE.blocks }, 'blocks'))
  }
  return stored
}

function countBlocks(body: readonly AutosaveBlockInput[]): number {
  return body.reduce((sum, { factBox }) => sum + 1 + (factBox?.content?.length ?? 0), 0)
}
