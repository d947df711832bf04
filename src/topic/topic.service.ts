import { writeActivity } from '../activity/activity.write.ts'
import { freeSlug } from '../address/free-slug.load.ts'
import type { Tx } from '../database/database.ts'
import type { CreateTopicInput, UpdateTopicInput } from '../generated/graphql.ts'
import { slugOf } from '../lib/slug.ts'
import { Faults } from '../mutation/faults.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { Refusal, type Subject } from '../mutation/user-error.ts'
import { writePageUpdated } from '../outbox/event.write.ts'
import { uuidOf } from '../reading/global-id.ts'
import { checkReferences } from '../reference/reference.ts'
import type { Viewer } from '../viewer/viewer.ts'
import { getTopic, holdHierarchy, isWithin, knownTopics, type LoadedTopic } from './topic.load.ts'
import { changedFields, merged, parseTopic, type TopicChange, type TopicState } from './topic.rules.ts'
import { insertTopic, insertTopicWithFreeSlug, replaceRelated, updateTopicRow } from './topic.write.ts'
import { checkFree, slugTaken, whyNotWritten } from './topic-taken.load.ts'

type TopicAnswer = { topic: Subject }

const BLANK = { kind: 'SUBJECT', parentId: null, description: null, uri: null, relatedIds: [] } as const

/** For names of which nothing can be said in the letters of an address. */
const NAMELESS = 'topic'

export function createTopic(desk: MutationContext, input: CreateTopicInput): Promise<Outcome<TopicAnswer>> {
  return mutate(desk, {
    name: 'createTopic',
    input,
    needs: 'EDIT_TOPICS',
    async work(tx, viewer) {
      const faults = new Faults()
      const change = parseTopic({ ...input, slug: input.slug ?? undefined }, faults)
      await check(tx, change, null, faults)
      const made = slugOf(change.name ?? '') || NAMELESS
      const state = merged({ ...BLANK, name: '', slug: made }, change)
      const topic =
        change.slug === undefined ? await insertTopicWithFreeSlug(tx, state) : await insertWithChosenSlug(tx, state)
      if (state.relatedIds.length > 0) await replaceRelated(tx, topic.id, state.relatedIds)
      await writeActivity(tx, viewer, { type: 'Topic', id: topic.id, action: 'CREATED', version: 1 })
      return { topic }
    },
    explain: (violation) => whyNotWritten(desk.database.prisma, input, violation),
  })
}

export function updateTopic(desk: MutationContext, input: UpdateTopicInput): Promise<Outcome<TopicAnswer>> {
  return mutate(desk, {
    name: 'updateTopic',
    input,
    needs: 'EDIT_TOPICS',
    async work(tx, viewer) {
      // Before anything is read: what was read before waiting for another's change would be old.
      if (input.parentId) await holdHierarchy(tx)
      const topic = await getTopic(tx, uuidOf('Topic', input.id), input.version)
      const faults = new Faults()
      const change = parseTopic(input, faults)
      await check(tx, change, topic.id, faults)
      await write(tx, viewer, topic, merged(topic, change))
      return { topic: { id: topic.id } }
    },
    explain: (violation) => whyNotWritten(desk.database.prisma, input, violation),
  })
}

/**
 * What only the database can tell of an input, and with it all that is wrong.
 * @param id of the topic that changes; null for a new one
 * @throws Refusal
 */
async function check(tx: Tx, change: TopicChange, id: string | null, faults: Faults): Promise<void> {
  const { parent, related = [] } = change
  const named = [...(parent ? [parent] : []), ...related]
  checkReferences(
    named,
    'Topic',
    await knownTopics(
      tx,
      named.map((reference) => reference.id),
    ),
    faults,
  )
  if (parent && id !== null && (await isWithin(tx, parent.id, id))) {
    faults.add('INVALID', parent.path, 'A topic cannot be below itself. Choose a parent that is not below it.')
  }
  for (const { path } of related.filter((reference) => reference.id === id)) {
    faults.add('INVALID', path, 'A topic cannot be related to itself. Remove it.')
  }
  await checkFree(tx, change, id, faults)
  faults.refuse()
}

/** Where the caller chose, or nowhere. */
async function insertWithChosenSlug(tx: Tx, state: TopicState): Promise<Subject> {
  const inserted = await insertTopic(tx, state)
  if (!inserted) throw new Refusal([slugTaken(await freeSlug(tx, 'TOPIC', state.slug))])
  return inserted
}

/** Where nothing changes, nothing is written. */
async function write(tx: Tx, viewer: Viewer, topic: LoadedTopic, state: TopicState): Promise<void> {
  const changedPaths = changedFields(topic, state)
  if (changedPaths.length === 0) return
  const version = await updateTopicRow(tx, topic, state)
  if (changedPaths.includes('curatedTopics')) await replaceRelated(tx, topic.id, state.relatedIds)
  await writeActivity(tx, viewer, { type: 'Topic', id: topic.id, action: 'SAVED', version, changedPaths })
  await writePageUpdated(tx, 'Topic', topic, { slug: state.slug, version, changedFields: changedPaths })
}
