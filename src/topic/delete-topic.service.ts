import type { Tx } from '../database/database.ts'
import type { DeleteTopicInput } from '../generated/graphql.ts'
import type { InputsOf, RowInput } from '../mutation/input.ts'
import type { MutationContext, Outcome } from '../mutation/mutate.ts'
import type { UserError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { usesOfTopic } from '../reference/uses.load.ts'
import { inUse, NO_USES, usesInWords } from '../reference/uses.ts'
import { deleteRow } from '../versioned-row/delete-row.service.ts'
import { countChildren } from './topic.load.ts'
import { TOPIC } from './topic.write.ts'

export function deleteTopic(desk: MutationContext, input: DeleteTopicInput): Promise<Outcome<{ deletedId: string }>> {
  return deleteRow(desk, TOPIC, {
    name: 'deleteTopic',
    input,
    reads: {} satisfies InputsOf<DeleteTopicInput, RowInput>,
    needs: 'EDIT_TOPICS',
    goneOf: ({ name, slug }) => ({
      note: `${name} (${slug})`,
      report: (tx, id) => writeEvent(tx, 'topic.deleted', id, { slug }),
    }),
    whyInUse,
  })
}

async function whyInUse(database: Tx, id: string): Promise<UserError> {
  const uses = await usesOfTopic(database, id)
  const topics = await countChildren(database, id)
  return inUse({ ...NO_USES, ...uses, topics }, () => {
    const users = usesInWords(uses)
    const reasons = [
      ...(users ? [`It is used by ${users}. Merge it into another topic instead.`] : []),
      ...(topics > 0 ? [`It has ${topics} ${topics === 1 ? 'topic' : 'topics'} below it. Move those first.`] : []),
    ]
    return reasons.join(' ') || 'It has just been used. Send the request again.'
  })
}
