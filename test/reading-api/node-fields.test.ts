import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

describe('nodes(ids:)', () => {
  it('takes fields of one name from objects of different types', async () => {
    const [article, topic, image] = [await given.article(), await given.topic({ name: 'מצרים' }), await given.image()]
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) {
      ... on Article { slug headline createdAt publishedAt previewLinks { id } }
      ... on Revision { headline createdAt name }
      ... on Topic { slug name }
      ... on Author { slug name user { id } }
      ... on Image { headline createdAt rightsState }
      ... on Caption { text rightsState }
      ... on Correction { text publishedAt }
      ... on User { name createdAt createdPreviewLinks(first: 1) { totalCount } }
      ... on Viewer { name user { id } }
      ... on AccessToken { name createdAt expiresAt user { id } }
      ... on PreviewLink { createdAt expiresAt }
    } }`

    const { nodes } = await editor.query(document, {
      ids: [article.id, `revision_${article.revisionId}`, topic.id, image.id],
    })

    expect(nodes).toMatchObject([
      { slug: article.slug, createdAt: expect.any(String), previewLinks: [] },
      { createdAt: expect.any(String), name: '' },
      { slug: topic.slug, name: 'מצרים' },
      { headline: '', createdAt: expect.any(String), rightsState: 'USABLE' },
    ])
  })

  it('takes an alias where one name means different things', async () => {
    const [article, topic] = [await given.article(), await given.topic({ kind: 'PLACE' })]
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) {
      ... on Article { url }
      ... on Topic { kind url }
      ... on Correction { correctionKind: kind }
      ... on User { role }
      ... on Caption { captionRole: role url captionImage: image { id } }
      ... on Author { image { id } }
      ... on PreviewLink { previewUrl: url }
    } }`

    const { nodes } = await editor.query(document, { ids: [article.id, topic.id] })

    expect(nodes).toMatchObject([{ url: expect.stringContaining(article.slug) }, { kind: 'PLACE' }])
  })
})
