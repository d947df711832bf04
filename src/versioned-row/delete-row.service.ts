import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation } from '../database/violation.ts'
import type { CommonInput, InputsOf, RowInput } from '../mutation/input.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, type UserError } from '../mutation/user-error.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Permission, Viewer } from '../viewer/viewer.ts'
import { getRow } from './versioned-row.load.ts'
import type { Versioned, VersionedRow } from './versioned-row.ts'
import { type Gone, removeRow } from './versioned-row.write.ts'

interface Deletion<Loaded, Input> {
  readonly name: string
  readonly input: Input
  /** The input names the row, and says nothing more */
  readonly reads: InputsOf<Input, RowInput>
  readonly needs: Permission
  /** For whom `needs` is not enough: refuses those who may not delete this one */
  readonly authorize?: (tx: Tx, loaded: Loaded, viewer: Viewer) => Promise<void>
  readonly goneOf: (loaded: Loaded) => Gone
  /** Why it cannot be deleted: what refers to it, if anything still does, and what to do */
  readonly whyInUse: (database: Tx, id: string) => Promise<UserError>
}

/** Deletes what an input names, at its version or at any. */
export function deleteRow<Loaded extends Versioned, Input extends CommonInput & RowInput>(
  desk: MutationContext,
  row: Pick<VersionedRow<never, Loaded>, 'type' | 'find' | 'whyGone' | 'hold'>,
  { name, input, needs, authorize, goneOf, whyInUse }: Deletion<Loaded, Input>,
): Promise<Outcome<{ deletedId: string }>> {
  return mutate(desk, {
    name,
    input,
    needs,
    async work(tx, viewer) {
      const loaded = await getRow(tx, row, input)
      await authorize?.(tx, loaded, viewer)
      return removeRow(tx, viewer, row, { id: loaded.id, version: input.version ?? null }, goneOf(loaded))
    },
    async explain(violation) {
      const id = uuidOf(row.type, input.id)
      if (id === null || !isForeignKeyViolation(violation)) return null
      return new Refusal([await whyInUse(desk.database.prisma, id)])
    },
  })
}
