import type { Tx } from '../database/database.ts'
import type { Viewer } from '../viewer/viewer.ts'
import type { LoadedCorrection } from './correction.load.ts'

export async function insertCorrection(tx: Tx, articleId: string, correction: LoadedCorrection): Promise<void> {
  await tx.correction.create({ data: { articleId, ...correction }, select: { id: true } })
}

/** A correction as it was and as it is to be. */
export interface Replacement {
  readonly before: LoadedCorrection
  readonly after: LoadedCorrection
  /** The database's time */
  readonly at: Date
}

export async function replaceCorrection(tx: Tx, viewer: Viewer, { before, after, at }: Replacement): Promise<void> {
  const { id, kind, text } = before
  const earlier = { correctionId: id, kind, text, changedAt: at, changedById: viewer.id }
  await tx.earlierCorrection.create({ data: earlier, select: { id: true } })
  const changed = { kind: after.kind, text: after.text, changedAt: at }
  await tx.correction.update({ where: { id }, data: changed, select: { id: true } })
}

export async function removeCorrectionRow(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.correction.update({ where: { id }, data: { removedAt: at }, select: { id: true } })
}
