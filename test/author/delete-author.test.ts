import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { DELETE, faultsOf, type Payload, UPDATE } from './author-documents.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

const remove = (input: object) => editor.mutate<Payload>(DELETE, { input })
const refused = (input: object) => expectNoChange(database, () => remove(input))
const resolve = async (path: string) =>
  (await api.query('query ($path: String!) { resolvePath(path: $path) { __typename } }', { path })).resolvePath

describe('deleteAuthor', () => {
  it('deletes for ever whom nothing credits', async () => {
    const { id, uuid } = await given.author({ slug: 'uncredited' })
    const changes = { slug: 'uncredited-now', links: [{ label: 'a', url: 'https://a.example' }] }
    await editor.mutate(UPDATE, { input: { id, version: 1, ...changes } })

    const { deletedId, userErrors } = await remove({ id, version: 2 })

    expect([deletedId, userErrors]).toEqual([id, []])
    expect(await prisma.author.count({ where: { id: uuid } })).toBe(0)
    expect(await resolve('/author/uncredited-now')).toEqual({ __typename: 'Gone' })
    expect(await resolve('/author/uncredited')).toEqual({ __typename: 'Gone' })
  })

  it('notes who was deleted, and by whom', async () => {
    const { id, uuid, slug } = await given.author({ name: 'Forgotten' })

    await remove({ id })

    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      { action: 'DELETED', note: `Forgotten (${slug})`, version: null, actorId: (await editor.user()).uuid },
    ])
  })

  it('refuses whom articles credit, and says by how many', async () => {
    const author = await given.author()
    await given.article({ credits: [{ author }, { author, role: 'PHOTOGRAPHER' }] })
    await given.article({ credits: [{ author }], status: 'DRAFT' })
    await given.article({ credits: [{ author }], status: 'WITHDRAWN' })
    await given.revision(await given.article({ credits: [{ author }], status: 'DRAFT' }))

    const payload = await refused({ id: author.id, version: 1 })

    expect(payload).toMatchObject({ deletedId: null, userErrors: [{ code: 'IN_USE', path: ['input', 'id'] }] })
    expect(payload.userErrors[0]?.message).toMatch(/1 live article, 2 drafts and older revisions of 1 article\b/)
  })

  it('refuses on an old version, and takes any where none is named', async () => {
    const { id } = await given.author()
    await editor.mutate(UPDATE, { input: { id, version: 1, name: 'Newer' } })

    expect(await refused({ id, version: 1 })).toMatchObject({
      deletedId: null,
      conflict: { currentVersion: 2 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
    expect((await remove({ id })).deletedId).toBe(id)
  })

  it.each(['author_00000000-0000-4000-8000-000000000000', 'nonsense'])('finds nothing by the id %s', async (id) => {
    expect(faultsOf(await refused({ id }))).toEqual([['NOT_FOUND', 'input.id']])
  })

  it('is for those who may edit authors', async () => {
    const { id } = await given.author()

    await expectNoChange(database, async () => {
      expect(await api.errors(DELETE, { input: { id } })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(DELETE, { input: { id } })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    })
  })
})
