import { describe, expect, it } from 'vitest'
import { create, created, faultsOf, updated } from '../article/saving.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)

describe('Caption.creditLine', () => {
  it.each([
    ['the caption’s own', { credit: 'AP' }, { credit: 'Reuters', creator: 'Ada Lovelace' }, 'AP'],
    ['the image’s', {}, { credit: 'Reuters', creator: 'Ada Lovelace' }, 'Reuters'],
    [
      'creator and copyright holder',
      {},
      { creator: 'Ada Lovelace', copyrightHolder: 'Reuters' },
      'Ada Lovelace/Reuters',
    ],
    ['the creator alone', {}, { creator: 'Ada Lovelace' }, 'Ada Lovelace'],
    ['the holder alone', { credit: '' }, { credit: '', creator: '', copyrightHolder: 'Reuters' }, 'Reuters'],
    ['one who is both', {}, { creator: 'Ada Lovelace', copyrightHolder: 'Ada Lovelace' }, 'Ada Lovelace'],
    ['nothing where nothing is known', {}, {}, null],
  ])('is %s', async (_, caption, image, creditLine) => {
    const { slug } = await given.article({ captions: [{ image: await given.image(image), role: 'LEAD', ...caption }] })

    expect(await api.query(`{ article(slug: "${slug}") { leadImage { creditLine } } }`)).toEqual({
      article: { leadImage: { creditLine } },
    })
  })
})

describe('The crop of a caption', () => {
  const CROPS = 'query ($id: ID!) { article(id: $id, stage: DRAFT) { captions { crop { x y width height } } } }'
  const crop = { x: 0.1, y: 0.25, width: 0.5, height: 0.75 }

  it('is saved with its article, stays when other things change, and goes when it is left out', async () => {
    const { id: imageId } = await given.image()
    const made = await created(editor, { captions: [{ key: 'a', imageId, crop }] })
    expect(await editor.query(CROPS, { id: made.id })).toEqual({ article: { captions: [{ crop }] } })

    const later = await updated(editor, made, { kicker: 'Later' })
    expect(await editor.query(CROPS, { id: made.id })).toEqual({ article: { captions: [{ crop }] } })

    const key = made.captions[0]?.id
    await updated(editor, later, { captions: [{ key, imageId }] })
    expect(await editor.query(CROPS, { id: made.id })).toEqual({ article: { captions: [{ crop: null }] } })
  })

  it('is in the diff', async () => {
    const { id: imageId } = await given.image()
    const made = await created(editor, { captions: [{ key: 'a', imageId }] })
    await updated(editor, made, { captions: [{ key: made.captions[0]?.id, imageId, crop }] })

    const document =
      'query ($id: ID!) { article(id: $id, stage: DRAFT) { diff(from: 1, to: 2) { changes { path kind before after } } } }'
    expect(await editor.query(document, { id: made.id })).toEqual({
      article: {
        diff: {
          changes: [
            { path: 'captions.0.crop', kind: 'ADDED', before: null, after: 'x 0.1, y 0.25, width 0.5, height 0.75' },
          ],
        },
      },
    })
  })

  it.each([
    [{ x: -0.1, y: 0, width: 1, height: 1 }, ['INVALID input.captions.0.crop.x']],
    [{ x: 1, y: 1, width: 0.1, height: 0.1 }, ['INVALID input.captions.0.crop.x', 'INVALID input.captions.0.crop.y']],
    [{ x: 0, y: 0, width: 0, height: 1 }, ['INVALID input.captions.0.crop.width']],
    [{ x: 0.5, y: 0.5, width: 0.6, height: 0.5 }, ['INVALID input.captions.0.crop.width']],
    [{ x: 0, y: 0.5, width: 1, height: 1 }, ['INVALID input.captions.0.crop.height']],
    [
      { x: 0, y: 0, width: 1e300, height: -1 },
      ['INVALID input.captions.0.crop.width', 'INVALID input.captions.0.crop.height'],
    ],
    [{ x: 0.7, y: 0.1, width: 0.3, height: 0.9 }, []],
  ])('lies within the image: %j', async (part, faults) => {
    const { id: imageId } = await given.image()

    expect(faultsOf(await create(editor, { captions: [{ key: 'a', imageId, crop: part }] }))).toEqual(faults)
  })
})
