// docs/statements/mutations: what a save sends. Written anew by: npx vitest run test/docs/mutation-statements -u
import { describe, expect, it } from 'vitest'
import { readable } from '../../scripts/statements/statement-file.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const api = await testApi(await testDatabase({ seeded: true }))
const editor = api.as('EDITOR')

const CREATE = 'mutation ($input: CreateArticleInput!) { createArticle(input: $input) { article { id version } } }'
const SAVE = 'mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { article { version } } }'

const DRAFT = {
  headline: 'Talks in Cairo Enter a Second Day',
  locale: 'en',
  topics: [{ slug: 'egypt' }],
  body: [{ paragraph: { html: 'The delegation stays.' } }],
}

const HEAD = `-- updateArticle, its statements in the order in which they are sent
-- Written by test/docs/mutation-statements.test.ts.
`

describe('docs/statements/mutations/save-article.sql', () => {
  it('has the statements that a save of an article sends', async () => {
    const { article } = await editor.mutate<{ article: { id: string; version: number } }>(CREATE, { input: DRAFT })

    const statements = await editor.statements(SAVE, { input: { ...article, headline: 'Talks in Cairo End' } })

    const file = [HEAD, ...statements.map(({ text }) => readable(text))].join('\n')
    await expect(file).toMatchFileSnapshot('../../docs/statements/mutations/save-article.sql')
  })
})
