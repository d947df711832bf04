import type { Tx } from '../database/database.ts'
import type { CorrectionKind } from '../generated/graphql.ts'

export interface NewCorrection {
  readonly id: string
  readonly kind: CorrectionKind
  readonly text: string
  readonly publishedAt: Date
}

export async function insertCorrection(tx: Tx, articleId: string, correction: NewCorrection): Promise<void> {
  await tx.correction.create({ data: { articleId, ...correction } })
}
