import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { nestedTopics } from '../helpers/nested-topics.ts'
import { CREATE, faultsOf, MERGE, type Payload, UPDATE } from './topic-documents.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const MOST = 50

const create = (input: object) => editor.mutate<Payload>(CREATE, { input })
const move = (topic: Given, parent: Given | undefined) =>
  editor.mutate<Payload>(UPDATE, { input: { id: topic.id, version: 1, parentId: parent?.id ?? null } })
const merge = (from: Given, into: Given) =>
  editor.mutate<Payload>(MERGE, { input: { fromId: from.id, intoId: into.id } })
const slugsOf = (topics: readonly Given[]) => topics.map(({ slug }) => slug)

async function ancestorsOf({ id }: Given): Promise<string[]> {
  const { topic } = await api.query<{ topic: { ancestors: { slug: string }[] } }>(
    'query ($id: ID!) { topic(id: $id) { ancestors { slug } } }',
    { id },
  )
  return topic.ancestors.map(({ slug }) => slug)
}

async function chain(levels: number, top?: Given) {
  const topics = await nestedTopics(given, levels, top)
  const [first, last] = [topics[0], topics.at(-1)]
  if (!first || !last) throw new Error('a chain of nothing')
  return { topics, first, last }
}

describe('Topics that are nested', () => {
  it('show the whole chain from the top down, also one that is deeper than can be made today', async () => {
    const { topics, last } = await chain(70)

    expect(await ancestorsOf(last)).toEqual(slugsOf(topics.slice(0, -1)))
  })

  it('can be created in 50 levels and no deeper', async () => {
    const { last } = await chain(MOST - 1)

    const { topic } = await create({ name: 'עומק חמישים', parentId: last.id })
    const deeper = await expectNoChange(database, () => create({ name: 'Level 51', parentId: topic?.id }))

    expect(topic?.parent).toEqual({ id: last.id })
    expect(faultsOf(deeper)).toEqual([['INVALID', 'input.parentId']])
    expect(deeper.userErrors[0]?.message).toBe(
      'Topics would be nested in 51 levels. At most 50 are possible. Choose a parent that is nearer to the top.',
    )
  })

  it('move with what is below them, which counts', async () => {
    const [above, moved] = [await chain(30), await chain(21)]
    await given.topic({ parent: moved.first })

    const refused = await expectNoChange(database, () => move(moved.first, above.last))
    const higher = await move(moved.first, above.topics.at(-2))

    expect(faultsOf(refused)).toEqual([['INVALID', 'input.parentId']])
    expect(higher.userErrors).toEqual([])
    expect(await ancestorsOf(moved.last)).toEqual(slugsOf([...above.topics.slice(0, -1), ...moved.topics.slice(0, -1)]))
  })

  it('can be changed where they stand, and moved up, where they are deeper than can be made today', async () => {
    const { topics, first, last } = await chain(60)
    const input = { id: last.id, version: 1, parentId: topics.at(-2)?.id, description: 'Deep' }

    const changed = await editor.mutate<Payload>(UPDATE, { input })
    const top = topics[30]
    const lifted = top && (await move(top, first))

    expect(changed.userErrors).toEqual([])
    expect(changed.topic?.description).toBe('Deep')
    expect(lifted?.userErrors).toEqual([])
    expect(await ancestorsOf(last)).toEqual(slugsOf([first, ...topics.slice(30, -1)]))
  })

  it('cannot become deeper by a merge of the topic above them', async () => {
    const [from, into] = [await chain(11), await chain(41)]

    const refused = await expectNoChange(database, () => merge(from.first, into.last))
    const [, ...children] = from.topics
    const merged = await merge(from.first, into.topics[39] ?? into.first)

    expect(faultsOf(refused)).toEqual([['INVALID', 'input.intoId']])
    expect(merged.userErrors).toEqual([])
    expect(await ancestorsOf(from.last)).toEqual(slugsOf([...into.topics.slice(0, 40), ...children.slice(0, -1)]))
  })

  it('lead to a topic that is merged into one that is deep, where nothing is below it', async () => {
    const [from, { last }] = [await given.topic(), await chain(60)]

    expect((await merge(from, last)).userErrors).toEqual([])
  })

  it.runIf(onPostgresql)('do not become deeper by two changes at once, each of which is possible', async () => {
    for (let round = 0; round < 5; round++) {
      const [above, moved] = [await chain(25), await chain(25)]

      const payloads = await Promise.all([
        move(moved.first, above.last),
        create({ name: `Round ${round}`, parentId: moved.last.id }),
      ])

      expect(payloads.flatMap(faultsOf)).toEqual([['INVALID', 'input.parentId']])
      const wasMoved = payloads[0].userErrors.length === 0
      expect(await ancestorsOf(moved.last)).toHaveLength(wasMoved ? MOST - 1 : 24)
    }
  })
})
