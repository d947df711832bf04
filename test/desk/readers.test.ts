import { readFileSync } from 'node:fs'
import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { isForbidden } from '../reading-api/crawl.ts'

// What schema.graphql says is FORBIDDEN to readers, each asked for by one.

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)
const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

const NOTE = 'quaggadesknote'

/** How a reader gets to a thing of each type that has fields of the desk's. */
const WAYS: Record<string, (inner: string) => string> = {
  Article: (inner) => `article(slug: "shown") { beside: slug ${inner} }`,
  Site: (inner) => `site { beside: defaultLocale ${inner} }`,
  Topic: (inner) => `topic(slug: "shown") { beside: slug ${inner} }`,
  Author: (inner) => `author(slug: "shown") { beside: slug ${inner} }`,
  Caption: (inner) => `article(slug: "shown") { beside: slug leadImage { ${inner} } }`,
  Correction: (inner) => `article(slug: "shown") { beside: slug corrections { ${inner} } }`,
  Image: (inner) => `article(slug: "shown") { beside: slug leadImage { image { ${inner} } } }`,
  Front: (inner) => `front(slug: "shown") { beside: slug ${inner} }`,
  FrontSlot: (inner) => `front(slug: "shown") { beside: slug slots { ${inner} } }`,
  ImageUse: (inner) => `article(slug: "shown") { beside: slug leadImage { image { uses { nodes { ${inner} } } } } }`,
}

/** What stands beside the field, where it is no slug. */
const BESIDE: Record<string, string> = { Site: 'en' }

let article: Given
let hidden: Given

beforeAll(async () => {
  const topic = await given.topic({ slug: 'shown' })
  const author = await given.author({ slug: 'shown' })
  article = await given.article({
    slug: 'shown',
    headline: 'Shown',
    topics: [topic],
    credits: [{ author }],
    captions: [{ image: await given.image(), role: 'LEAD' }],
    corrections: [{ kind: 'CORRECTION', text: 'A name was wrong' }],
  })
  await given.front({ slug: 'shown', isLive: true })
  await given.revision(article, { headline: NOTE })
  hidden = await given.article({ slug: 'hidden', status: 'DRAFT', headline: NOTE, topics: [topic] })
  await prisma.article.updateMany({ data: { editorNote: NOTE, workflowState: 'IN_REVIEW' } })
})

function forbiddenFields(type: GraphQLNamedType | undefined | null): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) ? Object.values(type.getFields()).filter(isForbidden) : []
}

function asked({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const required = args.filter(isRequiredArgument).map((argument) => `${argument.name}: 1`)
  const given = required.length > 0 ? `(${required.join(', ')})` : ''
  return `${name}${given}${isLeafType(getNamedType(type)) ? '' : ' { __typename }'}`
}

const fields = Object.keys(WAYS).flatMap((type) =>
  forbiddenFields(schema.getType(type)).map((field): [string, string, string] => [type, field.name, asked(field)]),
)

describe('A field of the desk', () => {
  it('stands on types that these tests know a way to', () => {
    const all = Object.values(schema.getTypeMap()).filter((type) => forbiddenFields(type).length > 0)
    expect(all.map(({ name }) => name).sort()).toEqual([...Object.keys(WAYS), 'AccessToken', 'Query', 'User'].sort())
    expect(fields.length).toBeGreaterThan(25)
  })

  it.each(fields)(
    '%s.%s is null and FORBIDDEN to a reader, and what stands beside it is read',
    async (type, name, field) => {
      const { data, errors } = await api.ask<Record<string, { beside: string }>>(`{ it: ${WAYS[type]?.(field)} }`)

      expect(errors).toEqual([
        expect.objectContaining({ path: expect.arrayContaining(['it', name]), extensions: { code: 'FORBIDDEN' } }),
      ])
      expect(errors?.[0]?.path?.at(-1)).toBe(name)
      expect(data?.it?.beside).toBe(BESIDE[type] ?? 'shown')
      expect(JSON.stringify(data)).not.toContain(NOTE)
    },
  )

  it('is refused at each place of a list', async () => {
    const { data, errors } = await api.ask('{ articles { nodes { headline version } } }')

    expect(data).toEqual({ articles: { nodes: [{ headline: 'Shown', version: null }] } })
    expect(errors?.map(({ path }) => path)).toEqual([['articles', 'nodes', 0, 'version']])
  })

  it('tells nothing of what is hidden: where there is nothing, nothing is refused', async () => {
    expect(
      await api.query('{ article(slug: "hidden") { version } other: article(slug: "absent") { version } }'),
    ).toEqual({
      article: null,
      other: null,
    })
  })

  it('is read by whoever may', async () => {
    const all = fields.filter(([type]) => type === 'Article').map(([, , field]) => field)

    const { article: read } = await api
      .as('REPORTER')
      .query<{ article: object }>(`{ article(slug: "shown") { ${all.join(' ')} } }`)

    expect(read).toMatchObject({
      version: 1,
      workflowState: 'IN_REVIEW',
      editorNote: NOTE,
      hasUnpublishedChanges: true,
    })
  })

  it('is refused within one role’s plan, not within another’s for the same document', async () => {
    const document = '{ article(slug: "shown") { editorNote } }'
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await api.as('REPORTER').query(document)).toEqual({ article: { editorNote: NOTE } })
      expect((await api.ask(document)).data).toEqual({ article: { editorNote: null } })
    }
  })

  it('status is public: of what readers see it is always PUBLISHED', async () => {
    expect(await api.query('{ articles { nodes { status } } }')).toEqual({
      articles: { nodes: [{ status: 'PUBLISHED' }] },
    })
  })
})

/** The parts of an input type that are not for readers, each with a value. */
function forbiddenParts(input: string): [string, string][] {
  const type = schema.getType(input)
  if (!isInputObjectType(type)) throw new Error(`no input ${input}`)
  return Object.values(type.getFields())
    .filter(isForbidden)
    .map((part): [string, string] => {
      const filter = getNamedType(part.type)
      if (!isInputObjectType(filter)) return [part.name, filter.name === 'Boolean' ? 'true' : 'ASC']
      const operand = getNamedType(filter.getFields().in?.type ?? filter)
      const value = isEnumType(operand) ? 'DRAFT' : operand.name === 'DateTime' ? '"2020-01-01T00:00:00Z"' : '"x"'
      return [part.name, `{ in: [${value}] }`]
    })
}

const lists = (args: string) => [`articles(${args})`, `topic(slug: "shown") { articles(${args})`]

async function expectForbidden(list: string): Promise<void> {
  const closing = list.includes('{ articles') ? '}' : ''
  const { data, errors } = await api.ask(`{ ${list} { totalCount nodes { id } } ${closing} }`)
  expect(
    errors?.map(({ extensions }) => extensions?.code),
    list,
  ).toEqual(['FORBIDDEN'])
  expect(JSON.stringify(data ?? null)).not.toContain('totalCount')
}

describe('A condition or an order of the desk', () => {
  it.each(forbiddenParts('ArticleWhereInput'))('by %s is FORBIDDEN to a reader, however deep', async (name, value) => {
    for (const where of [`{ ${name}: ${value} }`, `{ OR: [{ NOT: [{ ${name}: ${value} }] }] }`])
      for (const list of lists(`where: ${where}`)) await expectForbidden(list)
  })

  it.each(forbiddenParts('ArticleOrderByInput'))('%s is FORBIDDEN to a reader', async (name) => {
    for (const list of lists(`orderBy: { ${name}: DESC }`)) await expectForbidden(list)
  })

  it('is there for the desk, on readers’ lists too', async () => {
    const document =
      '{ articles(where: { workflowState: { equals: IN_REVIEW } }, orderBy: { createdAt: ASC }) { totalCount } }'
    expect(await api.as('REPORTER').query(document)).toEqual({ articles: { totalCount: 1 } })
  })
})

describe('Stage DRAFT', () => {
  it('is FORBIDDEN to a reader, whether there is something or not', async () => {
    for (const root of [
      'article(slug: "hidden", stage: DRAFT) { headline }',
      'article(slug: "absent", stage: DRAFT) { headline }',
      `article(id: "${hidden.id}", stage: DRAFT) { headline }`,
    ])
      expect(await api.ask(`{ ${root} }`)).toMatchObject({
        data: { article: null },
        errors: [{ path: ['article'], extensions: { code: 'FORBIDDEN' } }],
      })
    await expectForbidden('articles(stage: DRAFT)')
  })

  it('given by a variable is refused and allowed as written out', async () => {
    const document = 'query ($stage: Stage!) { articles(stage: $stage) { totalCount } }'
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await api.query(document, { stage: 'PUBLISHED' })).toEqual({ articles: { totalCount: 1 } })
      expect((await api.errors(document, { stage: 'DRAFT' })).map(({ extensions }) => extensions?.code)).toEqual([
        'FORBIDDEN',
      ])
      expect(await api.as('REPORTER').query(document, { stage: 'DRAFT' })).toEqual({ articles: { totalCount: 2 } })
      expect(await api.as('EDITOR').query(document, { stage: 'PUBLISHED' })).toEqual({ articles: { totalCount: 1 } })
    }
  })
})

describe('The desk’s ids', () => {
  it('lead readers nowhere, and the desk to the thing', async () => {
    const { uuid: actor } = await api.as('ADMIN').user()
    const link = await given.previewLink(article)
    const revision = await prisma.revision.findFirstOrThrow({ where: { articleId: article.uuid } })
    const activity = await prisma.activity.create({
      data: { subjectType: 'Article', subjectId: article.uuid, actorId: actor, action: 'SAVED' },
    })
    const token = await prisma.accessToken.findFirstOrThrow({ where: { userId: actor } })
    const webhook = await given.webhook()
    const ids = {
      Revision: `revision_${revision.id}`,
      Activity: `activity_${activity.id}`,
      PreviewLink: link.id,
      SiteRedirect: (await given.redirect()).id,
      User: `user_${actor}`,
      AccessToken: `accesstoken_${token.id}`,
      Webhook: webhook.id,
      WebhookDelivery: (await given.delivery(webhook)).id,
      Viewer: `viewer_${actor}`,
    }
    const document =
      'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { __typename id } node(id: $id) { __typename } }'
    const read = (client: Pick<typeof api, 'query'>, type: keyof typeof ids) =>
      client.query<{ nodes: unknown[]; node: unknown }>(document, { ids: Object.values(ids), id: ids[type] })
    const found = (types: string[]) =>
      Object.entries(ids).map(([type, id]) => (types.includes(type) ? { __typename: type, id } : null))

    expect(await read(api, 'Revision')).toEqual({ nodes: found([]), node: null })
    const reporters = ['Revision', 'Activity', 'PreviewLink', 'SiteRedirect', 'User']
    expect(await read(api.as('REPORTER'), 'Revision')).toEqual({
      nodes: found(reporters),
      node: { __typename: 'Revision' },
    })
    expect(await read(api.as('ADMIN'), 'Viewer')).toEqual({
      nodes: found(Object.keys(ids)),
      node: { __typename: 'Viewer' },
    })
  })

  it('make no part of what is sent for readers', async () => {
    const sent = await api.statements(
      `{ node(id: "x") { id ... on Revision { headline } } nodes(ids: ["x"]) { id }
        articles { nodes { headline status updatedAt relatedArticles { nodes { id } } } } images { nodes { id } } viewer { name } }`,
    )
    expect(sent).toHaveLength(4)
    for (const { text } of sent)
      expect(text).not.toMatch(
        /latest_revision_id|preview_link|redirect|user_account|activity|access_token|coalesce\("?t\d+"?\."?published_at|created_at\)/,
      )
  })
})
