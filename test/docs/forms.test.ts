import { readFileSync } from 'node:fs'
import { buildSchema, isInputObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { documentText, graphqlNamed, moduleNamed } from './snippets.ts'

// The form of docs/editing.md, on every article of the sample newsroom.

const database = await testDatabase({ seeded: true })
const api = await testApi(database)
const editor = api.as('EDITOR')
const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
const markdown = documentText('editing.md')
const FORM = graphqlNamed(markdown, 'Form')
const { inputOf } = await moduleNamed(markdown, 'form.js')

interface Caption {
  id: string
  text: string | null
  altText: string | null
  credit: string | null
  crop: object | null
  role: string
  image: { id: string }
}

interface Read {
  id: string
  version: number
  status: string
  captions: Caption[]
}

const SAVE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) {
  article { version revisions(first: 1) { totalCount } } userErrors { code path message } } }`

const CAPTION = `mutation ($input: UpdateCaptionInput!) { updateCaption(input: $input) {
  article { version } userErrors { code path message } } }`

const { articles } = await editor.query<{ articles: { nodes: (Read & { revisions: { totalCount: number } })[] } }>(`{
  articles(stage: DRAFT, first: 100, where: { OR: [{ status: { not: TRASHED } }, { status: { equals: TRASHED } }] }) {
    nodes { id version status revisions(first: 1) { totalCount } captions { id role text altText credit crop { x y width height } image { id } } } } }`)

const editable = articles.nodes.filter(({ status }) => status !== 'TRASHED')

async function formOf(id: string): Promise<{ captions: { key: string }[] }> {
  if (typeof inputOf !== 'function') throw new Error('form.js exports no function inputOf')
  return inputOf((await editor.query<{ article: unknown }>(FORM, { id })).article)
}

describe('A form that sends back what it read', () => {
  it('finds articles in every state that can be saved, with captions that have texts of their own and captions that have none', () => {
    expect(editable.length).toBeGreaterThan(60)
    expect(new Set(editable.map(({ status }) => status))).toEqual(
      new Set(['DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN']),
    )
    expect(editable.flatMap(({ captions }) => captions).length).toBeGreaterThan(50)
  })

  it('makes no revision and no version of any article of the newsroom, by the own texts of captions', async () => {
    await expectNoChange(database, async () => {
      for (const { id, version, revisions } of editable) {
        const payload = await editor.mutate(SAVE, { input: await formOf(id) })
        expect(payload, id).toEqual({ article: { version, revisions }, userErrors: [] })
      }
    })
  })

  it('makes none by the texts that captions show, either', async () => {
    await expectNoChange(database, async () => {
      for (const { id, version, revisions, captions } of editable) {
        const shown = captions.map(({ id: key, image, ...rest }) => ({ key, imageId: image.id, ...rest }))
        const payload = await editor.mutate(SAVE, { input: { ...(await formOf(id)), captions: shown } })
        expect(payload, id).toEqual({ article: { version, revisions }, userErrors: [] })
      }
    })
  })

  it('makes none one caption at a time, either', async () => {
    await expectNoChange(database, async () => {
      for (const { version, captions } of editable) {
        for (const { image, ...shown } of captions) {
          const payload = await editor.mutate(CAPTION, { input: { version, ...shown, imageId: image.id } })
          expect(payload, shown.id).toEqual({ article: { version }, userErrors: [] })
        }
      }
    })
  })

  it('has every field of the input except those that say how to save', async () => {
    const type = schema.getType('UpdateArticleInput')
    const how = ['note', 'takeOver', 'keepApproval', 'keepAutosave', 'idempotencyKey', 'clientMutationId']
    const names = isInputObjectType(type) ? Object.keys(type.getFields()) : []

    expect(Object.keys(await formOf(editable[0]?.id ?? '')).toSorted()).toEqual(
      names.filter((name) => !how.includes(name)).toSorted(),
    )
  })

  it('leaves a later correction of the image on its way to the article', async () => {
    const inherited = editable.find(({ captions }) => captions.some(({ credit }) => credit === 'Reuters'))
    const caption = inherited?.captions.find(({ credit }) => credit === 'Reuters')
    await editor.mutate(SAVE, { input: await formOf(inherited?.id ?? '') })

    await editor.mutate(
      'mutation ($input: UpdateImageInput!) { updateImage(input: $input) { userErrors { message } } }',
      { input: { id: caption?.image.id, credit: 'Associated Press' } },
    )

    const { node } = await editor.query<{ node: { captions: Caption[] } }>(
      'query ($id: ID!) { node: article(id: $id, stage: DRAFT) { captions { id credit } } }',
      { id: inherited?.id },
    )
    expect(node.captions).toContainEqual({ id: caption?.id, credit: 'Associated Press' })
  })
})
