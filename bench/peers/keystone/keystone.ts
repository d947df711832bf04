import { config, list } from '@keystone-6/core'
import { allowAll } from '@keystone-6/core/access'
import { integer, relationship, select, text, timestamp } from '@keystone-6/core/fields'
import { PrismaPg } from '@prisma/adapter-pg'

const required = { db: { isNullable: false }, validation: { isRequired: true } } as const
const optional = { db: { isNullable: true } } as const
const indexed = { isIndexed: true, ...required } as const
const unique = { isIndexed: 'unique', ...required } as const

/** Statements get their names from their texts, so that PostgreSQL prepares each once. */
const names = new Map<string, string>()

function statementNameGenerator({ sql }: { sql: string }): string {
  const known = names.get(sql)
  if (known !== undefined) return known
  const name = `keystone_${names.size}`
  names.set(sql, name)
  return name
}

export default config({
  db: {
    provider: 'postgresql',
    prismaClientPath: 'generated/prisma',
    prismaSchemaPath: 'generated/schema.prisma',
    idField: { kind: 'uuid' },
    prismaClientOptions: () => ({
      adapter: new PrismaPg(
        { connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE) },
        { schema: 'keystone', statementNameGenerator },
      ),
    }),
  },
  graphql: {
    path: '/graphql',
    schemaPath: 'generated/schema.graphql',
    playground: false,
    apolloConfig: { introspection: false },
  },
  server: {
    extendExpressApp: (app) => {
      app.get('/healthz', (_request, response) => void response.send('ok'))
    },
  },
  types: { path: 'generated/types.ts' },
  ui: { isDisabled: true },
  telemetry: false,
  lists: {
    Article: list({
      access: allowAll,
      fields: {
        slug: text(unique),
        locale: text(required),
        kicker: text(optional),
        headline: text(required),
        standfirst: text(optional),
        bodyText: text(required),
        wordCount: integer(required),
        publishedAt: timestamp(indexed),
        firstPublishedAt: timestamp(required),
        updatedAt: timestamp(required),
        leadImage: relationship({ ref: 'Caption' }),
        captions: relationship({ ref: 'Caption.article', many: true }),
        credits: relationship({ ref: 'Credit.article', many: true }),
        corrections: relationship({ ref: 'Correction.article', many: true }),
        topics: relationship({ ref: 'Topic.articles', many: true }),
      },
    }),
    Author: list({
      access: allowAll,
      fields: {
        slug: text(unique),
        name: text(required),
        jobTitle: text(optional),
        image: relationship({ ref: 'Image' }),
      },
    }),
    Credit: list({
      access: allowAll,
      fields: {
        article: relationship({ ref: 'Article.credits' }),
        role: text(required),
        position: integer(required),
        name: text(required),
        author: relationship({ ref: 'Author' }),
      },
    }),
    Image: list({
      access: allowAll,
      fields: {
        width: integer(required),
        height: integer(required),
        mimeType: text(required),
        altText: text(optional),
        description: text(optional),
        credit: text(optional),
      },
    }),
    Caption: list({
      access: allowAll,
      fields: {
        article: relationship({ ref: 'Article.captions' }),
        role: select({ options: ['LEAD', 'INLINE', 'GALLERY'], type: 'enum', ...required }),
        position: integer(required),
        text: text(optional),
        altText: text(optional),
        credit: text(optional),
        image: relationship({ ref: 'Image' }),
      },
    }),
    Topic: list({
      access: allowAll,
      fields: {
        slug: text(unique),
        name: text(required),
        kind: text(required),
        description: text(optional),
        uri: text(optional),
        parent: relationship({ ref: 'Topic.children' }),
        children: relationship({ ref: 'Topic.parent', many: true }),
        articles: relationship({ ref: 'Article.topics', many: true }),
      },
    }),
    Correction: list({
      access: allowAll,
      fields: {
        article: relationship({ ref: 'Article.corrections' }),
        kind: text(required),
        text: text(required),
        publishedAt: timestamp(required),
      },
    }),
  },
})
