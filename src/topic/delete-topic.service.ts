import { writeActivity } from '../activity/activity.write.ts'
import type { Tx } from '../database/database.ts'
import { isForeignKeyViolation } from '../database/violation.ts'
import type { DeleteTopicInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { type InputsOf, ROW, readInput } from '../mutation/input.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, userError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { idPrefix, uuidOf } from '../reading/global-id.ts'
import { usesOfTopic } from '../reference/uses.load.ts'
import { usesInWords } from '../reference/uses.ts'
import { getTopic } from './topic.load.ts'
import { deleteTopicRow } from './topic.write.ts'

const DELETION = ROW satisfies InputsOf<DeleteTopicInput>

export function deleteTopic(desk: Desk, input: DeleteTopicInput): Promise<Outcome<{ deletedId: string }>> {
  const { id: globalId, version = null } = readInput(input, DELETION, new Faults())
  const uuid = uuidOf('Topic', globalId)
  return mutate(desk, {
    name: 'deleteTopic',
    input,
    needs: 'EDIT_TOPICS',
    async work(tx, viewer) {
      const { id, name, slug } = await getTopic(tx, uuid, version)
      await deleteTopicRow(tx, id, version)
      await writeActivity(tx, viewer, { type: 'Topic', id, action: 'DELETED', note: `${name} (${slug})` })
      await writeEvent(tx, 'topic.deleted', id, { slug })
      return { deletedId: `${idPrefix('Topic')}${id}` }
    },
    explain: async (violation) =>
      isForeignKeyViolation(violation) && uuid !== null ? whyInUse(desk.database.prisma, uuid) : null,
  })
}

/** The database has refused: something refers to the topic. What that is may have changed since. */
async function whyInUse(database: Tx, id: string): Promise<Refusal> {
  const uses = usesInWords(await usesOfTopic(database, id))
  const below = await database.topic.count({ where: { parentId: id } })
  const reasons = [
    ...(uses ? [`It is on ${uses}. Merge it into another topic instead.`] : []),
    ...(below > 0 ? [`It has ${below} ${below === 1 ? 'topic' : 'topics'} below it. Move those first.`] : []),
  ]
  const message = reasons.join(' ') || 'It was in use a moment ago. Send this again.'
  return new Refusal([userError('IN_USE', ['input', 'id'], message)])
}
