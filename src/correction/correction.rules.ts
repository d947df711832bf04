import type { CorrectionKind } from '../generated/graphql.ts'
import type { Reader } from '../mutation/input.ts'
import type { LoadedCorrection } from './correction.load.ts'

/** One that an input may leave as it is, but not clear. */
export const otherKind: Reader<CorrectionKind | null, CorrectionKind | undefined> = (sent, path, faults) => {
  if (sent === null) faults.add('REQUIRED', path, 'A correction has a kind. Send one, or omit the field to keep it.')
  return sent ?? undefined
}

/** What it says after the change; null if that is what it says already. */
export function changedCorrection(
  before: LoadedCorrection,
  { kind = before.kind, text = before.text }: { kind?: CorrectionKind | undefined; text?: string | undefined },
): LoadedCorrection | null {
  return kind === before.kind && text === before.text ? null : { ...before, kind, text }
}

/** As the audit trail has it. */
export function inWords({ kind, text }: LoadedCorrection): string {
  return `${kind}: ${text}`
}
