import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { created, updated } from './saving.ts'

const api = await testApi(await testDatabase())
const editor = api.as('EDITOR')

const COMPOSED = 'A résumé'
const DECOMPOSED = COMPOSED.normalize('NFD')

describe('A text in Unicode’s decomposed form', () => {
  it('is stored composed, so that the same words in either form are no change', async () => {
    const html = `<em>${DECOMPOSED}</em> e<span>\u0301</span>`
    const article = await created(editor, { headline: DECOMPOSED, body: [{ paragraph: { html } }] })

    expect(article.headline).toBe(COMPOSED)
    expect(article.bodyHtml.trim()).toBe(`<p><em>${COMPOSED}</em> é</p>`)
    const again = await updated(editor, article, {
      headline: COMPOSED,
      body: [{ paragraph: { html: `<em>${COMPOSED}</em> é` } }],
    })
    expect(again.revisions.totalCount).toBe(1)
  })

  it('is found by a filter in either form', async () => {
    const { slug } = await created(editor, { headline: 'Café Zürich' })
    const document = 'query ($where: ArticleWhereInput) { articles(stage: DRAFT, where: $where) { nodes { slug } } }'
    for (const filter of [
      { equals: 'Café Zürich' },
      { contains: 'Zürich' },
      { in: ['Café Zürich'] },
      { startsWith: 'CAFÉ', mode: 'INSENSITIVE' },
    ]) {
      const text = JSON.stringify(filter)
      for (const form of [text, text.normalize('NFD')])
        expect(await editor.query(document, { where: { headline: JSON.parse(form) } })).toEqual({
          articles: { nodes: [{ slug }] },
        })
    }
  })

  it('keeps what is invisible in it', async () => {
    const headline = 'Soft\u00adware and \u2068bidi\u2069'
    expect((await created(editor, { headline })).headline).toBe(headline)
  })
})
