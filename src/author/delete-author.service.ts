import type { Tx } from '../database/database.ts'
import type { DeleteAuthorInput } from '../generated/graphql.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { usesOfAuthor } from '../reference/uses.load.ts'
import { usesInWords } from '../reference/uses.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import { removeRow } from '../versioned-row/versioned-row.write.ts'
import { whyInUse } from '../versioned-row/why-in-use.ts'
import { findAuthor } from './author.load.ts'
import { AUTHOR } from './author.write.ts'

export function deleteAuthor(desk: Desk, input: DeleteAuthorInput): Promise<Outcome<{ deletedId: string }>> {
  const { version = null } = input
  return mutate(desk, {
    name: 'deleteAuthor',
    input,
    needs: 'EDIT_AUTHORS',
    async work(tx, viewer) {
      const { id, name, slug } = await getRow(tx, 'Author', input, findAuthor)
      return removeRow(tx, viewer, AUTHOR, { id, version, note: `${name} (${slug})`, payload: { slug } })
    },
    explain: whyInUse(desk, 'Author', input.id, creditedIn),
  })
}

async function creditedIn(database: Tx, id: string): Promise<string> {
  const uses = usesInWords(await usesOfAuthor(database, id))
  return uses
    ? `This author is credited in ${uses}. What was printed keeps its author: change the page instead.`
    : 'This author was credited a moment ago. Send this again.'
}
