import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { propertyOf } from '../lib/property.ts'
import type { Audience } from '../reading/audience.ts'
import { readWhole } from '../reading/executor.ts'
import { uuidOf } from '../reading/global-id.ts'
import type { Plans } from '../reading/plans.ts'
import type { Reader } from '../reading/reader.ts'

/** Finds what subscriptions name, as queries find it. */
export interface Lookups {
  /** @returns the uuid; null if there is none that the audience may see */
  article(audience: Audience, named: ArticleName): Promise<string | null>
  topic(slug: string): Promise<string | null>
  author(slug: string): Promise<string | null>
}

export interface ArticleName {
  /** The global id */
  readonly id?: string | null
  readonly slug?: string | null
  readonly locale?: string | null
  readonly stage: 'PUBLISHED' | 'DRAFT'
  readonly previewToken: string | null
}

interface Options {
  readonly schema: GraphQLSchema
  readonly plans: Plans
  readonly readerFor: (audience: Audience) => Reader
  readonly readers: Audience
}

const ARTICLE_BY_ID = lookup(
  'query ($id: ID!, $stage: Stage!, $previewToken: String) { found: article(id: $id, stage: $stage, previewToken: $previewToken) { id } }',
)
const ARTICLE_BY_SLUG = lookup(
  'query ($slug: String!, $stage: Stage!, $previewToken: String) { found: article(slug: $slug, stage: $stage, previewToken: $previewToken) { id } }',
)
const ARTICLE_IN_LOCALE = lookup(
  'query ($slug: String!, $locale: Locale!, $stage: Stage!, $previewToken: String) { found: article(slug: $slug, locale: $locale, stage: $stage, previewToken: $previewToken) { id } }',
)
const TOPIC = lookup('query ($slug: String!) { found: topic(slug: $slug) { id } }')
const AUTHOR = lookup('query ($slug: String!) { found: author(slug: $slug) { id } }')

interface Lookup {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

function lookup(text: string): Lookup {
  const document = parse(text)
  const [operation] = document.definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('not an operation')
  return { document, operation }
}

export function lookups({ schema, plans, readerFor, readers }: Options): Lookups {
  async function find(
    type: string,
    asked: Lookup,
    audience: Audience,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<string | null> {
    const data = await readWhole({ schema, ...asked, variables }, plans, readerFor(audience))
    if (!data) throw new Error('a lookup of ours was not read')
    return uuidOf(type, propertyOf(data.found, 'id'))
  }

  return {
    article(audience, { id, slug, locale, stage, previewToken }) {
      const shown = { stage, previewToken }
      if (id) return find('Article', ARTICLE_BY_ID, audience, { id, ...shown })
      if (locale) return find('Article', ARTICLE_IN_LOCALE, audience, { slug, locale, ...shown })
      return find('Article', ARTICLE_BY_SLUG, audience, { slug, ...shown })
    },
    topic: (slug) => find('Topic', TOPIC, readers, { slug }),
    author: (slug) => find('Author', AUTHOR, readers, { slug }),
  }
}
