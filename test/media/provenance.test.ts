import { describe, expect, it } from 'vitest'
import { DIGITAL_SOURCES, digitalSourceOf, digitalSourceUri } from '../../src/contract/digital-sources.ts'
import { type ImageWords, xmpOfWords } from '../../src/media/rendering/image-words.ts'
import { testApi } from '../helpers/api.ts'
import { temporaryFolder, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { newImage } from './sample-images.ts'
import { upload } from './uploading.ts'

// Where an image comes from: test/media/image-words.test.ts looks into the files of all formats.

const database = await testDatabase()
const api = await testApi(database, { variables: { MEDIA_DIR: await temporaryFolder() } })
const given = givenIn(database)
const editor = api.as('EDITOR')

describe('An image whose credit changes', () => {
  it('has another address, where its file has the new credit', async () => {
    const { image } = await upload(api.app, (await editor.user()).token, await newImage(), { credit: 'Old credit' })
    await given.author({ imageId: image?.id.replace('image_', '') ?? null })
    const pathOf = async () => {
      const { image: read } = await api.query<{ image: { url: string } }>(
        'query ($id: ID!) { image(id: $id) { url } }',
        { id: image?.id },
      )
      return new URL(read.url).pathname
    }
    const before = await pathOf()
    expect((await api.app.inject(before)).rawPayload.includes('Old credit')).toBe(true)

    await editor.mutate(
      'mutation ($id: ID!) { updateImage(input: { id: $id, credit: "New credit" }) { userErrors { code } } }',
      { id: image?.id },
    )

    const { rawPayload, statusCode } = await api.app.inject(await pathOf())
    expect(await pathOf()).not.toBe(before)
    expect(statusCode).toBe(200)
    expect(['Old credit', 'New credit'].map((words) => rawPayload.includes(words))).toEqual([false, true])
  })
})

describe('The filter digitalSource', () => {
  it('finds images by how they were made', async () => {
    const image = await given.image({ digitalSource: 'SCREEN_CAPTURE' })
    await given.image({ digitalSource: 'DIGITAL_CAPTURE' })
    await given.image()

    expect(
      await api
        .as('REPORTER')
        .query('{ images(where: { digitalSource: { in: [SCREEN_CAPTURE, PRINT] } }) { nodes { id digitalSource } } }'),
    ).toEqual({ images: { nodes: [{ id: image.id, digitalSource: 'SCREEN_CAPTURE' }] } })
  })
})

describe('The vocabulary of digital sources', () => {
  it('is read as it is written, and as other programs write it', () => {
    for (const [name, written] of Object.entries(DIGITAL_SOURCES)) {
      const source = digitalSourceOf(written)
      expect(source).toBe(name)
      if (source) expect(digitalSourceOf(digitalSourceUri(source))).toBe(name)
    }
    expect(digitalSourceOf('https://cv.iptc.org/newscodes/digitalSourceType/TrainedAlgorithmicMedia/')).toBe(
      'TRAINED_ALGORITHMIC_MEDIA',
    )
    expect(digitalSourceOf('digsrctype:minorHumanEdits')).toBe('HUMAN_EDITS')
    expect(digitalSourceOf('http://elsewhere.example/digitalCapture')).toBeNull()
    expect(digitalSourceOf('')).toBeNull()
  })
})

describe('Words in XMP', () => {
  it('are well-formed whatever they consist of', () => {
    const words: ImageWords = {
      ...{
        version: '00000000',
        credit: 'a\u0000\u001f<b>&\ud800',
        creator: ']]>',
        copyrightNotice: '\ufffe',
        webStatement: null,
        digitalSource: null,
      },
    }

    expect(xmpOfWords(words)).toContain('<photoshop:Credit>a  &lt;b&gt;&amp;\ufffd</photoshop:Credit>')
    expect(xmpOfWords(words)).toContain(']]&gt;')
  })
})
