import { writeActivity } from '../activity/activity.write.ts'
import { omitted } from '../activity/field-change.ts'
import type { Tx } from '../database/database.ts'
import type { MergeTopicsInput } from '../generated/graphql.ts'
import { Faults } from '../mutation/faults.ts'
import { asSent, type InputsOf, readInput } from '../mutation/input.ts'
import { asMade, type Versions, versionsOf } from '../mutation/made.ts'
import { type MutationContext, mutate, type Outcome } from '../mutation/mutate.ts'
import { absent, type Path, type Subject, type UserError, userError } from '../mutation/user-error.ts'
import { writeEvent } from '../outbox/event.write.ts'
import { idPrefix, uuidOf } from '../reading/global-id.ts'
import { madeRow } from '../versioned-row/versioned-row.load.ts'
import { moveTopic, noteChildren } from './merge-topics.write.ts'
import { findSuccessor, findTopic, holdHierarchy, isWithin, type LoadedTopic, levelsBelow } from './topic.load.ts'
import { whyTooDeep } from './topic.rules.ts'
import { whyMerged } from './topic.write.ts'

const MERGER = { fromId: asSent, intoId: asSent } satisfies InputsOf<MergeTopicsInput>

/** What the topic that stays takes over. */
const MOVED = ['articles', 'children', 'curatedTopics', 'translations']

const FROM: Path = ['input', 'fromId']
const INTO: Path = ['input', 'intoId']

/**
 * The taxonomy changes, not the articles: they get no new revision, and their dates and versions stay. Events report the topics,
 * and of each live article, whose topics read otherwise now.
 */
export function mergeTopics(
  desk: MutationContext,
  input: MergeTopicsInput,
): Promise<Outcome<{ topic: Subject } & Versions>> {
  return mutate(desk, {
    name: 'mergeTopics',
    input,
    needs: 'EDIT_TOPICS',
    async work(tx, viewer) {
      await holdHierarchy(tx)
      const { from, into } = await getTopics(tx, input)
      await noteChildren(tx, viewer, from.id, into.id)
      const version = await moveTopic(tx, from, into)
      const moved = {
        note: `${from.name} (${from.slug}) into this`,
        changedPaths: MOVED,
        changedFields: MOVED.map(omitted),
      }
      await writeActivity(tx, viewer, { type: 'Topic', id: into.id, action: 'MERGED', version, ...moved })
      const gone = { note: `Into ${into.name} (${into.slug})`, changedFields: [] }
      await writeActivity(tx, viewer, { type: 'Topic', id: from.id, action: 'MERGED', ...gone })
      const payload = { slug: from.slug, into: { id: `${idPrefix('Topic')}${into.id}`, slug: into.slug, version } }
      await writeEvent(tx, 'topic.merged', from.id, payload)
      const made = await madeRow(tx, 'Topic', { id: into.id, version })
      return { topic: asMade(made), ...versionsOf(made) }
    },
  })
}

/** @throws Refusal */
async function getTopics(tx: Tx, input: MergeTopicsInput) {
  const faults = new Faults()
  const { fromId, intoId } = readInput(input, MERGER, faults)
  const from = await findFrom(tx, fromId, faults)
  const into = await findInto(tx, intoId, faults)
  if (from && into && (await isWithin(tx, into.id, from.id))) {
    faults.add(
      'INVALID',
      INTO,
      'A topic cannot be merged into itself or into a topic below it. Choose another `intoId`.',
    )
  } else if (from && into) faults.take(await whyChildrenTooDeep(tx, from, into))
  faults.refuse()
  if (!from || !into) throw absent('topic', FROM)
  return { from, into }
}

/** What is below the one will be below the other. */
async function whyChildrenTooDeep(tx: Tx, from: LoadedTopic, into: LoadedTopic): Promise<UserError | null> {
  const { above, own } = await levelsBelow(tx, into.id, from.id)
  const children = own - 1
  if (children === 0) return null
  return whyTooDeep(above + children, INTO, 'Move the topics below the first one nearer to the top, then merge.')
}

async function findFrom(tx: Tx, globalId: string, faults: Faults): Promise<LoadedTopic | null> {
  const id = uuidOf('Topic', globalId)
  const topic = id === null ? null : await findTopic(tx, id)
  if (!topic) faults.take((id === null ? null : await whyMerged(tx, id, FROM)) ?? noTopic(FROM))
  return topic
}

/** What was merged already is the topic that it became. */
async function findInto(tx: Tx, globalId: string, faults: Faults): Promise<LoadedTopic | null> {
  const id = uuidOf('Topic', globalId)
  const topic = id === null ? null : await findTopic(tx, (await findSuccessor(tx, id))?.id ?? id)
  if (!topic) faults.take(noTopic(INTO))
  return topic
}

function noTopic(path: Path): UserError {
  return userError('NOT_FOUND', path, 'There is no topic with this id. Send the id of another.')
}
