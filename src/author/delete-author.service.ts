import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation } from '../database/violation.ts'
import type { DeleteAuthorInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { type InputsOf, ROW, readInput } from '../mutation/input.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, userError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { idPrefix, uuidOf } from '../reading/global-id.ts'
import { usesOfAuthor } from '../reference/uses.load.ts'
import { usesInWords } from '../reference/uses.ts'
import { getAuthor } from './author.load.ts'
import { deleteAuthorRow } from './author.write.ts'

const DELETION = ROW satisfies InputsOf<DeleteAuthorInput>

export function deleteAuthor(desk: Desk, input: DeleteAuthorInput): Promise<Outcome<{ deletedId: string }>> {
  const { id: globalId, version = null } = readInput(input, DELETION, new Faults())
  const uuid = uuidOf('Author', globalId)
  return mutate(desk, {
    name: 'deleteAuthor',
    input,
    needs: 'EDIT_AUTHORS',
    async work(tx, viewer) {
      const { id, name, slug } = await getAuthor(tx, uuid, version)
      await deleteAuthorRow(tx, id, version)
      await writeActivity(tx, viewer, { type: 'Author', id, action: 'DELETED', note: `${name} (${slug})` })
      await writeEvent(tx, 'author.deleted', id, { slug })
      return { deletedId: `${idPrefix('Author')}${id}` }
    },
    explain: async (violation) =>
      isForeignKeyViolation(violation) && uuid !== null ? whyInUse(desk.database.prisma, uuid) : null,
  })
}

/** The database has refused: something credits the author. What that is may have changed since. */
async function whyInUse(database: Tx, id: string): Promise<Refusal> {
  const uses = usesInWords(await usesOfAuthor(database, id))
  const message = uses
    ? `This author is credited in ${uses}. What was printed keeps its author: change the page instead.`
    : 'This author was credited a moment ago. Send this again.'
  return new Refusal([userError('IN_USE', ['input', 'id'], message)])
}
