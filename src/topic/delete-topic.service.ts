import type { Tx } from '../database/database.ts'
import type { DeleteTopicInput } from '../generated/graphql.ts'
import { type Desk, mutate, type Outcome } from '../mutation/mutate.ts'
import { usesOfTopic } from '../reference/uses.load.ts'
import { usesInWords } from '../reference/uses.ts'
import { getRow } from '../versioned-row/versioned-row.load.ts'
import { removeRow } from '../versioned-row/versioned-row.write.ts'
import { whyInUse } from '../versioned-row/why-in-use.ts'
import { countChildren, findTopic } from './topic.load.ts'
import { TOPIC } from './topic.write.ts'

export function deleteTopic(desk: Desk, input: DeleteTopicInput): Promise<Outcome<{ deletedId: string }>> {
  const { version = null } = input
  return mutate(desk, {
    name: 'deleteTopic',
    input,
    needs: 'EDIT_TOPICS',
    async work(tx, viewer) {
      const { id, name, slug } = await getRow(tx, 'Topic', input, findTopic)
      return removeRow(tx, viewer, TOPIC, { id, version, note: `${name} (${slug})`, payload: { slug } })
    },
    explain: whyInUse(desk, 'Topic', input.id, referredToBy),
  })
}

async function referredToBy(database: Tx, id: string): Promise<string> {
  const uses = usesInWords(await usesOfTopic(database, id))
  const below = await countChildren(database, id)
  const reasons = [
    ...(uses ? [`It is on ${uses}. Merge it into another topic instead.`] : []),
    ...(below > 0 ? [`It has ${below} ${below === 1 ? 'topic' : 'topics'} below it. Move those first.`] : []),
  ]
  return reasons.join(' ') || 'It was in use a moment ago. Send this again.'
}
