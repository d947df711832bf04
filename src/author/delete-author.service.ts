import type { Tx } from '../database/database.ts'
import type { DeleteAuthorInput } from '../generated/graphql.ts'
import type { InputsOf, RowInput } from '../mutation/input.ts'
import type { MutationContext, Outcome } from '../mutation/mutate.ts'
import type { UserError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { usesOfAuthor } from '../reference/uses.load.ts'
import { inUse, NO_USES, usesInWords } from '../reference/uses.ts'
import { deleteRow } from '../versioned-row/delete-row.service.ts'
import { AUTHOR } from './author.write.ts'

export function deleteAuthor(desk: MutationContext, input: DeleteAuthorInput): Promise<Outcome<{ deletedId: string }>> {
  return deleteRow(desk, AUTHOR, {
    name: 'deleteAuthor',
    input,
    reads: {} satisfies InputsOf<DeleteAuthorInput, RowInput>,
    needs: 'EDIT_AUTHORS',
    goneOf: ({ name, slug }) => ({
      note: `${name} (${slug})`,
      report: (tx, id) => writeEvent(tx, 'author.deleted', id, { slug }),
    }),
    whyInUse,
  })
}

async function whyInUse(database: Tx, id: string): Promise<UserError> {
  const uses = await usesOfAuthor(database, id)
  return inUse({ ...NO_USES, ...uses }, () => {
    const users = usesInWords(uses)
    return users
      ? `This author is credited in ${users}, so the page cannot be deleted. Change the page instead.`
      : 'This author has just been credited. Send the request again.'
  })
}
