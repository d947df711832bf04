import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { UserError } from '../../src/generated/graphql.ts'
import { folderStore } from '../../src/media/store/folder.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { mediaDir, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const DELETE = `mutation ($input: DeleteImageInput!) { deleteImage(input: $input) {
  deletedId conflict { currentVersion } userErrors { code path message } } }`

interface Payload {
  deletedId: string | null
  conflict: { currentVersion: number } | null
  userErrors: UserError[]
}

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const store = folderStore(mediaDir)

const remove = (input: object) => editor.mutate<Payload>(DELETE, { input })
const refused = (input: object) => expectNoChange(database, () => remove(input))

/** An image with its file, and a rendition that was made of it. */
async function withFile() {
  const image = await given.image({ headline: 'Bridge' })
  const file = `${image.slug}-${image.uuid}.png`
  const names = [file, `r/${file}/320x240.webp`]
  for (const name of names) await store.put(name, Readable.from(['bytes']))
  const kept = async () => (await Promise.all(names.map((name) => store.stat(name)))).map((found) => found !== null)
  return { ...image, file, kept }
}

describe('deleteImage', () => {
  it('deletes the image, its file and what was made of it, and notes who did', async () => {
    const { id, uuid, file, kept } = await withFile()
    expect(await kept()).toEqual([true, true])

    expect(await remove({ id, version: 1 })).toEqual({ deletedId: id, conflict: null, userErrors: [] })

    expect(await prisma.image.findUnique({ where: { id: uuid } })).toBeNull()
    expect(await kept()).toEqual([false, false])
    expect(await prisma.activity.findMany({ where: { subjectId: uuid } })).toMatchObject([
      { subjectType: 'Image', action: 'DELETED', note: `Bridge (${file})`, actorId: (await editor.user()).uuid },
    ])
  })

  it('answers a call that comes again as it did, and deletes nothing twice', async () => {
    const { id } = await withFile()
    const input = { id, idempotencyKey: 'twice' }

    const first = await remove(input)
    expect(first.deletedId).toBe(id)
    expect(await refused(input)).toEqual(first)
  })

  it('is refused while anything shows the image, and says what', async () => {
    const image = await withFile()
    const { id, uuid, kept } = image
    const captions = [{ image, role: 'LEAD' as const }]
    await given.article({ captions })
    const scheduled = await given.article({ status: 'SCHEDULED', captions })
    await given.revision(scheduled)
    await given.article({ status: 'DRAFT', captions })
    await given.article({ status: 'DRAFT', captions })
    const past = await given.article({ status: 'DRAFT', captions })
    await given.revision(past)
    await given.author({ imageId: uuid })

    const { userErrors, deletedId } = await refused({ id, version: 1 })

    expect(deletedId).toBeNull()
    expect(userErrors).toMatchObject([{ code: 'IN_USE', path: ['input', 'id'] }])
    expect(userErrors[0]?.message).toContain(
      '1 live article, 1 scheduled article, 2 drafts, older revisions of 1 article and the pages of 1 author',
    )
    expect(await kept()).toEqual([true, true])
  })

  it('is refused for an author’s portrait alone', async () => {
    const { id, uuid } = await given.image()
    await given.author({ imageId: uuid })

    expect((await refused({ id })).userErrors).toMatchObject([{ code: 'IN_USE' }])
  })

  it('is refused at another version, and takes any where none is named', async () => {
    const { id, uuid } = await given.image()
    await prisma.image.update({ where: { id: uuid }, data: { version: 2 } })

    expect(await refused({ id, version: 1 })).toMatchObject({
      deletedId: null,
      conflict: { currentVersion: 2 },
      userErrors: [{ code: 'CONFLICT', path: ['input', 'version'] }],
    })
    expect((await remove({ id })).deletedId).toBe(id)
  })

  it.each(['image_00000000-0000-4000-8000-000000000000', 'nonsense'])('finds nothing by the id %s', async (id) => {
    expect((await refused({ id })).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }])
  })

  it('is for those who may edit images', async () => {
    const input = { id: (await given.image()).id }

    await expectNoChange(database, async () => {
      expect(await api.errors(DELETE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect(await api.as('REPORTER').errors(DELETE, { input })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    })
  })

  it('loses against a caption that comes at the same time, or wins, and nothing is left half done', async () => {
    for (let round = 0; round < 5; round++) {
      const image = await withFile()
      const [deleted] = await Promise.all([
        remove({ id: image.id }),
        given.article({ captions: [{ image }] }).catch(() => null),
      ])
      const isThere = (await prisma.image.count({ where: { id: image.uuid } })) === 1
      expect(isThere).toBe(deleted.deletedId === null)
      expect(await image.kept()).toEqual([isThere, isThere])
    }
  })
})
