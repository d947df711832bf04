import { expect, it } from 'vitest'
import { type Changes, changesDesk } from '../changes/changes-desk.ts'
import { testDatabase } from '../helpers/database.ts'
import { acted } from '../workflow/acting.ts'
import { contractOf } from './operations.ts'

const { operation } = contractOf('events')
const { api, editor, given } = await changesDesk(await testDatabase())

it('Changes gives what happened after a cursor, to readers and to the desk', async () => {
  const ask = (after: string | null) => api.query<{ changes: Changes }>(operation('Changes'), { after })
  const { changes: first } = await ask(null)
  const article = await given.article({ status: 'DRAFT', slug: 'a-bridge' })
  await acted(editor, 'publishArticle', article)

  const { changes } = await ask(first.pageInfo.endCursor)

  expect(changes.nodes).toMatchObject([
    {
      type: 'ARTICLE_PUBLISHED',
      subject: { __typename: 'Article', slug: 'a-bridge' },
      subjectId: article.id,
      paths: ['/article/a-bridge'],
    },
  ])
  expect(changes.pageInfo).toEqual({ hasNextPage: false, endCursor: changes.nodes[0]?.cursor })
  expect(await editor.query(operation('Changes'), { after: changes.pageInfo.endCursor })).toMatchObject({
    changes: { nodes: [] },
  })
  expect((await api.errors(operation('Changes'), { after: 'x' })).map(({ extensions }) => extensions?.code)).toEqual([
    'BAD_USER_INPUT',
  ])
})
