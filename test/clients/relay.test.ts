import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile, project } from './relay-project.ts'

// Relay's compiler checks what others do not: connections, PageInfo, Node, and queries that it makes itself out of fragments.

const FRONT = /* GraphQL */ `
  query FrontQuery($count: Int = 20, $cursor: String) {
    ...Front_articles
  }
`

const FRONT_ARTICLES = /* GraphQL */ `
  fragment Front_articles on Query @refetchable(queryName: "FrontPaginationQuery") {
    articles(first: $count, after: $cursor, orderBy: { publishedAt: DESC }) @connection(key: "Front_articles") {
      edges { node { id ...Teaser_article } }
    }
  }
`

const TEASER = /* GraphQL */ `
  fragment Teaser_article on Article @refetchable(queryName: "TeaserRefetchQuery") {
    headline
    byline
    relatedTopics(first: 3) { edges { score node { name } } }
  }
`

const TOPIC = /* GraphQL */ `
  fragment Topic_articles on Topic @refetchable(queryName: "TopicArticlesPaginationQuery") @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    articles(first: $count, after: $cursor) @connection(key: "Topic_articles") { edges { node { id slug } } totalCount }
  }
`

const ALL = /* GraphQL */ `
  query AllQuery($q: String!, $id: ID!, $path: String!) {
    node(id: $id) { __typename ...Topic_articles @alias ... on Image { uses(last: 5) @connection(key: "All_uses") { edges { node { article { slug } } } } } }
    search(query: $q, first: 10) @connection(key: "All_search") { edges { rank headline node { id } } }
    topics(first: 10) @connection(key: "All_topics") { edges { node { children(first: 5) { edges { node { name } } } } } }
    resolvePath(path: $path) { __typename ... on Redirect { location } ... on Addressable { url } }
  }
`

describe('Relay’s compiler', () => {
  it('takes the schema, with connections and fragments that can be fetched again', async () => {
    const folder = await project({
      Front: FRONT,
      Front_articles: FRONT_ARTICLES,
      Teaser: TEASER,
      Topic: TOPIC,
      All: ALL,
    })

    await compile(folder)

    const made = (await readdir(join(folder, 'made'))).toSorted()
    expect(made).toEqual(
      [
        'AllQuery',
        'FrontPaginationQuery',
        'FrontQuery',
        'Front_articles',
        'TeaserRefetchQuery',
        'Teaser_article',
        'TopicArticlesPaginationQuery',
        'Topic_articles',
      ]
        .map((name) => `${name}.graphql.ts`)
        .toSorted(),
    )
    const pagination = await readFile(join(folder, 'made', 'FrontPaginationQuery.graphql.ts'), 'utf8')
    expect(pagination).toMatch(/hasNextPage[\s\S]*endCursor|endCursor[\s\S]*hasNextPage/)
    // A fragment on a Node is fetched again through node(id:).
    expect(await readFile(join(folder, 'made', 'TeaserRefetchQuery.graphql.ts'), 'utf8')).toMatch(/node\(\s*id: \$id/)
  })

  it('refuses what the schema does not have', async () => {
    const folder = await project({
      Wrong: 'query WrongQuery { articles(first: 1) { edges { node { subeditorNote } } } }',
    })

    await expect(compile(folder)).rejects.toMatchObject({ stderr: expect.stringContaining('subeditorNote') })
  })
})
