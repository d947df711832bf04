import { expect, it } from 'vitest'
import { type ArticleForm, formOfAutosave, mergeArticles } from '../../docs/examples/merge-articles.ts'
import { created, UPDATE, updated } from '../article/saving.ts'
import { autosaved } from '../autosave/autosaving.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { documentText, graphqlNamed, moduleNamed } from './snippets.ts'

// What docs/editing.md says of two people at work, by its own code.

const api = await testApi(await testDatabase())
const noa = api.as('EDITOR', 'Noa')
const eli = api.as('EDITOR', 'Eli')
const markdown = documentText('editing.md')
const FORM = graphqlNamed(markdown, 'Form')
const { inputOf } = await moduleNamed(markdown, 'form.js')
const { saveTogether } = await moduleNamed(markdown, 'save.js')

async function read(id: string): Promise<{ version: number; form: ArticleForm }> {
  if (typeof inputOf !== 'function') throw new Error('form.js exports no function inputOf')
  const { version, ...form } = inputOf((await noa.query<{ article: unknown }>(FORM, { id })).article)
  return { version, form }
}

async function save(id: string, form: { base: ArticleForm; mine: ArticleForm; version: number }): Promise<unknown> {
  if (typeof saveTogether !== 'function') throw new Error('save.js exports no function saveTogether')
  return saveTogether(form, {
    read: () => read(id),
    save: (input: object) => noa.mutate(UPDATE, { input }),
    merge: mergeArticles,
  })
}

const paragraph = (html: string) => ({ paragraph: { html } })

const BODY = [paragraph('Talks began on Monday at noon.'), paragraph('סבב שני בהמשך.')]

it('Two people who change different blocks lose nothing: an autosave, a conflict, a merge and a save', async () => {
  const article = await created(noa, { body: BODY })
  const { version, form: base } = await read(article.id)
  const typed = { ...base, body: [paragraph('Talks began on Tuesday at noon.'), paragraph('סבב שני בהמשך.')] }
  await autosaved(noa, { ...typed, id: article.id, baseVersion: version })
  await updated(eli, article, { headline: 'By Eli', body: [paragraph('New first block.'), ...BODY] })

  // The browser was closed in between.
  const { autosave } = (await noa.query<{ article: { autosave: { fields: string[] } } }>(AUTOSAVE, { id: article.id }))
    .article
  const result = await save(article.id, { base, mine: { ...base, ...formOfAutosave(autosave) }, version })

  expect(result).toMatchObject({ conflicts: [], payload: { article: { version: 3, headline: 'By Eli' } } })
  expect((await read(article.id)).form.body).toEqual([paragraph('New first block.'), ...typed.body])
})

it('Two people who change the same block are shown both texts, and nothing is saved until one decides', async () => {
  const article = await created(noa, { body: BODY })
  const { version, form: base } = await read(article.id)
  const mine = { ...base, body: [paragraph('Talks began on Tuesday at noon.'), ...BODY.slice(1)] }
  await updated(eli, article, { body: [paragraph('Talks began on Sunday at noon.'), ...BODY.slice(1)] })

  expect(await save(article.id, { base, mine, version })).toMatchObject({
    conflicts: [
      {
        path: ['body', 0, 'paragraph', 'html'],
        mine: 'Talks began on Tuesday at noon.',
        theirs: 'Talks began on Sunday at noon.',
      },
    ],
    merged: { version: 2, mine },
  })
  expect((await read(article.id)).version).toBe(2)
})

const AUTOSAVE = `query ($id: ID!) { article(id: $id, stage: DRAFT) { autosave {
  fields headline kicker standfirst dateline slug locale editorNote embargoedUntil translationOf aiUse { kind note }
  seoTitle metaDescription socialTitle socialDescription genre canonicalUrl noIndex
  credits { authorId name role } topics { topicId slug rel }
  captions { key imageId role text altText credit crop { x y width height } }
  body { paragraph { html } heading { level text } list { ordered nestedItems { html level } } } } } }`
