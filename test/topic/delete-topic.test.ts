import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { DELETE, faultsOf, type Payload, UPDATE } from './topic-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const remove = (input: object) => editor.mutate<Payload>(DELETE, { input })
const refused = (input: object) => expectNoChange(database, () => remove(input))
const resolve = async (path: string) =>
  (await api.query('query ($path: String!) { resolvePath(path: $path) { __typename } }', { path })).resolvePath

describe('deleteTopic', () => {
  it('deletes for ever what nothing uses', async () => {
    const [beside, topic] = [await given.topic(), await given.topic({ slug: 'unused' })]
    await editor.mutate(UPDATE, {
      input: { id: topic.id, version: 1, slug: 'unused-now', relatedTopicIds: [beside.id] },
    })

    const { deletedId, userErrors } = await remove({ id: topic.id, version: 2 })

    expect(userErrors).toEqual([])
    expect(deletedId).toBe(topic.id)
    expect(await prisma.topic.count({ where: { id: topic.uuid } })).toBe(0)
    expect(await resolve('/topic/unused-now')).toEqual({ __typename: 'Gone' })
    expect(await resolve('/topic/unused')).toEqual({ __typename: 'Gone' })
  })

  it('notes what was deleted, and by whom', async () => {
    const { id, uuid, slug } = await given.topic({ name: 'Forgotten' })

    await remove({ id })

    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      { action: 'DELETED', note: `Forgotten (${slug})`, version: null, actorId: (await editor.user()).uuid },
    ])
  })

  it('refuses what articles use, and says by how many', async () => {
    const topic = await given.topic()
    const live = await given.article({ topics: [topic] })
    await given.revision(live, { topics: [topic] })
    await given.article({ topics: [topic] })
    await given.article({ topics: [topic], status: 'DRAFT' })
    const past = await given.article({ topics: [topic], status: 'DRAFT' })
    await given.revision(past)

    const payload = await refused({ id: topic.id, version: 1 })

    expect(payload).toMatchObject({ deletedId: null, userErrors: [{ code: 'IN_USE', path: ['input', 'id'] }] })
    expect(payload.userErrors[0]?.message).toMatch(/2 live articles, 1 draft and older revisions of 1 article\b/)
  })

  it('refuses what has topics below it', async () => {
    const topic = await given.topic()
    await given.topic({ parent: topic })

    const payload = await refused({ id: topic.id })

    expect(faultsOf(payload)).toEqual([['IN_USE', 'input.id']])
    expect(payload.userErrors[0]?.message).toContain('1 topic below')
  })

  it('refuses on an old version, and takes any where none is named', async () => {
    const { id } = await given.topic()
    await editor.mutate(UPDATE, { input: { id, version: 1, name: 'Newer' } })

    const payload = await refused({ id, version: 1 })

    expect(payload).toMatchObject({
      deletedId: null,
      conflict: { currentVersion: 2, changedBy: { id: (await editor.user()).id } },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
    expect((await remove({ id })).deletedId).toBe(id)
  })

  it.each(['topic_00000000-0000-4000-8000-000000000000', 'nonsense', ''])(
    'finds nothing by the id "%s"',
    async (id) => {
      expect(faultsOf(await refused({ id }))).toEqual([['NOT_FOUND', 'input.id']])
    },
  )

  it('is for those who may edit topics', async () => {
    const { id } = await given.topic()

    await expectNoChange(database, async () => {
      expect(await api.errors(DELETE, { input: { id } })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(DELETE, { input: { id } })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    })
  })

  it('answers the same for the same idempotency key', async () => {
    const { id } = await given.topic()
    const input = { id, idempotencyKey: 'delete-once' }
    const first = await remove(input)

    expect(await remove(input)).toEqual(first)
    expect(first.deletedId).toBe(id)
  })

  it.runIf(onPostgresql)('and a draft with the topic at the same moment: one of the two', async () => {
    for (let round = 0; round < 10; round++) {
      const topic = await given.topic()

      const [{ deletedId }, article] = await Promise.all([
        remove({ id: topic.id }),
        given.article({ topics: [topic], status: 'DRAFT' }).catch(() => null),
      ])

      expect([deletedId === topic.id, article !== null].filter(Boolean)).toHaveLength(1)
    }
  })
})
