import fc from 'fast-check'
import { graphql } from 'graphql'
import { describe, expect, it } from 'vitest'
import { KHOURY_SLUG } from '../../prisma/seed/content/khoury.ts'
import { idOf } from '../../prisma/seed/identity.ts'
import { parseEnv } from '../../src/config/env.ts'
import { trigramsOf } from '../../src/database/capabilities.ts'
import { audienceOf } from '../../src/identity/audience-of.ts'
import { imageAddresses } from '../../src/media/serving/image-addresses.ts'
import { mediaSecret } from '../../src/media/serving/secret.load.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { type Audience, READERS } from '../../src/reading/audience.ts'
import { Plans } from '../../src/reading/plans.ts'
import { Reader } from '../../src/reading/reader.ts'
import { executableSchema } from '../../src/schema.ts'
import { shapesOf } from '../../src/shapes.ts'
import { contractOf } from '../contract/operations.ts'
import { type Client, SITE_URL, testApi, type Variables } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { queries } from './random-query.ts'

const { operation } = contractOf('reading')

// What the server answers only from the statement's result must be exactly what graphql-js makes of it.

const database = await testDatabase({ seeded: true })
const limits = {
  MAX_TOKENS: '100000',
  MAX_FIELDS: '100000',
  MAX_NODES: '100000000',
  MAX_COST: '1000000000',
  MAX_COST_READERS: '1000000000',
  MAX_ALIASES: '10000',
  MAX_DIRECTIVES: '1000',
  MAX_DEPTH: '50',
}
const api = await testApi(database, { variables: limits })

const { site } = parseEnv({ SITE_URL })
const addresses = imageAddresses(site, signerOf(await mediaSecret(database)))
const plans = new Plans(shapesOf(site, await trigramsOf(database), addresses))
const schema = executableSchema(plans)

const admin = api.as('ADMIN')

const byGraphqlJs = (source: string, variableValues: Variables, audience: Audience) =>
  graphql({ schema, source, variableValues, contextValue: { reader: new Reader(database, plans, audience) } })

async function expectSame(
  document: string,
  variables: Variables = {},
  client: Client = api,
  audience: Audience = READERS,
): Promise<void> {
  const [ours, theirs] = [await client.ask(document, variables), await byGraphqlJs(document, variables, audience)]

  expect(theirs.errors, document).toBeUndefined()
  expect(JSON.stringify(ours.data, null, 1), document).toBe(JSON.stringify(theirs.data, null, 1))
}

describe('Both ways of answering give the same', () => {
  it.each([
    ['ArticlePage', { slug: KHOURY_SLUG }],
    ['ArticlePage', { slug: 'harbour-bridge-stays-closed-until-spring' }],
    ['ArticlePage', { slug: 'cairo-trams-in-the-old-harbour-museum' }],
    ['ArticlePage', { slug: 'no-such-article' }],
    ['FrontPage', {}],
    ['Filtered', {}],
    ['TopicPage', { slug: 'egypt' }],
    ['AuthorPage', { slug: 'jack-khoury' }],
    ['AuthorPage', { slug: 'callum-breck' }],
    ['Search', { query: 'bridge OR Cairo' }],
    ['ResolvePath', { path: `/article/${KHOURY_SLUG}` }],
    ['ResolvePath', { path: '/topic/harbour-fair' }],
    ['ResolvePath', { path: '/article/ferry-sold-dingowithdrawn' }],
    ['ResolvePath', { path: '/nowhere' }],
    [
      'Nodes',
      {
        ids: ['topic', 'article', 'x'].map(
          (kind) => `${kind}_${idOf(kind, kind === 'topic' ? 'egypt' : `en/${KHOURY_SLUG}`)}`,
        ),
      },
    ],
    ['Lists', {}],
  ])('for %s %j', async (name, variables) => {
    await expectSame(operation(name), variables)
  })

  it('for fields merged from several places, flags, and names that objects have already', async () => {
    await expectSame(
      /* GraphQL */ `
        query ($yes: Boolean = true) {
          __typename
          b: article(slug: "who-owns-the-beach") { constructor: slug toString: headline ...A topics { rel } }
          b: article(slug: "who-owns-the-beach") { ... on Node { id } ... on Addressable @include(if: $yes) { path } topics { topic { name } rel } }
          list: articles(first: 2) { z: totalCount edges { n: node { id } } a: nodes { id } edges { cursor n: node { slug } } pageInfo { ... { hasNextPage } e: endCursor } pageInfo { endCursor } }
        }
        fragment A on Article { slug @skip(if: $yes) t: __typename credits { author { __typename } } }
      `,
    )
  })

  it('for more fields of one row than a function of PostgreSQL takes', async () => {
    const many = Array.from(
      { length: 130 },
      (_, index) => `f${index}: ${['headline', 'slug', 'wordCount', 'byline', 'publishedAt'][index % 5]}`,
    )

    await expectSame(`{ articles(first: 3) { nodes { ${many.join(' ')} } } }`)
    await expectSame(
      `{ articles(first: 3) { nodes { ${many
        .map((field) => field.replace(/:.*/, ': shareLinks { url } '))
        .slice(0, 60)
        .join(' ')} } } }`,
    )
  })

  it('for addresses that were not written as browsers write them', async () => {
    const { id } = await database.prisma.author.findUniqueOrThrow({ where: { slug: 'hugo-valmont' } })
    for (const [position, url] of [
      'https://EXAMPLE.org',
      'https://example.org/é?q=a b',
      'mailto:hugo@example.org',
    ].entries()) {
      await database.prisma.authorLink.create({ data: { authorId: id, position, label: url, url } })
    }

    await expectSame('{ author(slug: "hugo-valmont") { links { label url } } }')
  })

  it('for whatever else can be asked by whoever may ask for everything', async () => {
    const { uuid: id, name, email, role } = await admin.user()
    const audience = audienceOf({ id, name, email, role })

    await fc.assert(
      fc.asyncProperty(queries(schema), (document) => expectSame(document, {}, admin, audience)),
      { numRuns: 60, seed: 20160312 },
    )
  })
})
