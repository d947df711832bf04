import { type ExecutionResult, type GraphQLFieldResolver, graphql } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseEnv } from '../../src/config/env.ts'
import { trigramsOf } from '../../src/database/capabilities.ts'
import { audienceOf } from '../../src/identity/audience-of.ts'
import { imageAddresses } from '../../src/media/serving/image-addresses.ts'
import { mediaSecret } from '../../src/media/serving/secret.load.ts'
import { signerOf } from '../../src/media/serving/signature.ts'
import { Plans } from '../../src/reading/plans.ts'
import { Reader } from '../../src/reading/reader.ts'
import { executableSchema } from '../../src/schema.ts'
import { shapesOf } from '../../src/shapes.ts'
import type { Role } from '../../src/viewer/viewer.ts'
import { SITE_URL } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { type StaffMember, staffOf } from '../helpers/staff.ts'

// How the payload of any mutation is read: the mutations themselves are stood in for by what they hand over.

const database = await testDatabase()
const given = givenIn(database)
const staff = staffOf(database)
const { site } = parseEnv({ SITE_URL })
const addresses = imageAddresses(site, signerOf(await mediaSecret(database)))
const plans = new Plans(shapesOf(site, await trigramsOf(database), addresses))

let article: Given
let other: Given
let editor: StaffMember

beforeAll(async () => {
  editor = await staff('EDITOR')
  article = await given.article({ slug: 'one', headline: 'Live one' })
  await given.revision(article, { headline: 'Draft one' })
  other = await given.article({ slug: 'two', status: 'DRAFT', headline: 'Draft two' })
})

/** Executes a mutation whose answers are these, by the mutations' names: a value, or what gives it. */
async function mutate(document: string, answers: Record<string, object>, role: Role = 'EDITOR') {
  const schema = executableSchema(plans)
  for (const [name, answer] of Object.entries(answers)) {
    const field = schema.getMutationType()?.getFields()[name]
    const resolve: GraphQLFieldResolver<unknown, unknown> = async () => ({
      userErrors: [],
      clientMutationId: null,
      ...answer,
    })
    if (field) field.resolve = resolve
  }
  const { uuid: id, name, email } = await staff(role)
  const reader = new Reader(database, plans, audienceOf({ id, name, email, role }))
  const result: ExecutionResult = await graphql({ schema, source: document, contextValue: { reader } })
  return { result: JSON.parse(JSON.stringify(result)), statements: reader.statements }
}

const INPUT = 'input: { id: "x", version: 1 }'

describe('A payload', () => {
  it('shows a thing as the desk has it, under whatever names it is asked for, by one statement', async () => {
    const document = `mutation { done: updateArticle(${INPUT}) {
      clientMutationId userErrors { code } it: article { __typename words: headline version topics { rel } ...More }
    } } fragment More on Article { headline status shareLinks(channels: [COPY]) { channel } }`

    const { result, statements } = await mutate(document, {
      updateArticle: { article: { id: article.uuid }, clientMutationId: 'c' },
    })

    expect(result).toEqual({
      data: {
        done: {
          clientMutationId: 'c',
          userErrors: [],
          it: {
            __typename: 'Article',
            words: 'Draft one',
            version: 1,
            topics: [],
            headline: 'Draft one',
            status: 'PUBLISHED',
            shareLinks: [{ channel: 'COPY' }],
          },
        },
      },
    })
    expect(statements).toBe(1)
  })

  it('of a refusal has nulls and reasons, and reads nothing', async () => {
    const userErrors = [{ code: 'CONFLICT', path: ['input', 'version'], message: 'It is at version 2.' }]

    const { result, statements } = await mutate(
      `mutation { updateArticle(${INPUT}) { article { id } conflict { currentVersion } userErrors { code path message } } }`,
      { updateArticle: { userErrors } },
    )

    expect(result).toEqual({ data: { updateArticle: { article: null, conflict: null, userErrors } } })
    expect(statements).toBe(0)
  })

  it('shows things within what a mutation itself says', async () => {
    const { result, statements } = await mutate(
      `mutation { updateArticle(${INPUT}) {
        article { id } conflict { currentVersion changedPaths changedBy { name role } article { headline lock { isMine } } }
      } }`,
      {
        updateArticle: {
          article: null,
          conflict: {
            currentVersion: 7,
            changedPaths: ['headline'],
            changedBy: { id: editor.uuid },
            article: { id: article.uuid },
          },
        },
      },
    )

    expect(result).toEqual({
      data: {
        updateArticle: {
          article: null,
          conflict: {
            currentVersion: 7,
            changedPaths: ['headline'],
            changedBy: { name: editor.name, role: 'EDITOR' },
            article: { headline: 'Draft one', lock: null },
          },
        },
      },
    })
    expect(statements).toBe(2)
  })

  it('of many results reads them by one statement, each in its place', async () => {
    const results = [
      { articleId: other.id, article: { id: other.uuid }, userErrors: [] },
      { articleId: 'x', article: null, userErrors: [{ code: 'NOT_FOUND', path: ['input'], message: 'None.' }] },
      { articleId: article.id, article: { id: article.uuid }, userErrors: [] },
      { articleId: article.id, article: { id: article.uuid }, userErrors: [] },
    ]

    const { result, statements } = await mutate(
      'mutation { bulkUpdateArticles(input: { items: [] }) { results { articleId article { headline allowedActions } userErrors { code } } } }',
      { bulkUpdateArticles: { results } },
    )

    expect(result.data.bulkUpdateArticles.results).toMatchObject([
      { articleId: other.id, article: { headline: 'Draft two' }, userErrors: [] },
      { articleId: 'x', article: null, userErrors: [{ code: 'NOT_FOUND' }] },
      { articleId: article.id, article: { headline: 'Draft one' } },
      { articleId: article.id, article: { headline: 'Draft one' } },
    ])
    expect(statements).toBe(1)
  })

  it('shows what is told once, though nobody keeps it', async () => {
    const link = await given.previewLink(article)
    const told = { id: link.uuid, token: link.token, url: 'https://daily.example/preview' }

    const { result } = await mutate(
      `mutation { createPreviewLink(input: { articleId: "x" }) { previewLink { id t: token token url expiresAt } } }`,
      { createPreviewLink: { previewLink: told } },
    )

    expect(result.data.createPreviewLink.previewLink).toEqual({
      id: link.id,
      t: link.token,
      token: link.token,
      url: 'https://daily.example/preview',
      expiresAt: '2099-01-01T00:00:00.000Z',
    })
  })

  it('shows a lock by its article', async () => {
    const hold = { articleId: other.uuid, holderId: editor.uuid, expiresAt: new Date(Date.now() + 60_000) }
    await database.prisma.articleLock.create({ data: hold })

    const { result } = await mutate(
      'mutation { lockArticle(input: { id: "x" }) { lock { isMine holder { name } } article { lock { isMine } } } }',
      { lockArticle: { lock: { id: other.uuid }, article: { id: other.uuid } } },
    )

    expect(result.data.lockArticle).toEqual({
      lock: { isMine: true, holder: { name: editor.name } },
      article: { lock: { isMine: true } },
    })
  })

  it('has null and FORBIDDEN where something is not for the caller, and the rest of it', async () => {
    const { result } = await mutate(
      `mutation { updateUser(input: { id: "x" }) { user { name accessTokens { name } } } updateArticle(${INPUT}) { article { headline } } }`,
      { updateUser: { user: { id: editor.uuid } }, updateArticle: { article: { id: article.uuid } } },
      'REPORTER',
    )

    expect(result.data).toEqual({
      updateUser: { user: { name: editor.name, accessTokens: null } },
      updateArticle: { article: { headline: 'Draft one' } },
    })
    expect(result.errors).toMatchObject([
      { path: ['updateUser', 'user', 'accessTokens'], extensions: { code: 'FORBIDDEN' } },
    ])
  })

  it('tells two places apart that share a fragment', async () => {
    const { result } = await mutate(
      `mutation { a: updateArticle(${INPUT}) { ...Done } b: updateArticle(${INPUT}) { ...Done article { version } } }
      fragment Done on UpdateArticlePayload { article { headline } }`,
      { updateArticle: { article: { id: article.uuid } } },
    )

    expect(result).toEqual({
      data: { a: { article: { headline: 'Draft one' } }, b: { article: { headline: 'Draft one', version: 1 } } },
    })
  })

  it('shows each step of several as it was after that step', async () => {
    const headlines: string[] = []
    const schema = executableSchema(plans)
    const field = schema.getMutationType()?.getFields().updateArticle
    if (!field) throw new Error('no updateArticle')
    field.resolve = async () => {
      headlines.push(`Step ${headlines.length + 1}`)
      await given.revision(other, { headline: headlines.at(-1) ?? '' })
      return { article: { id: other.uuid }, userErrors: [] }
    }
    const { uuid: id, name, email, role } = editor
    const reader = new Reader(database, plans, audienceOf({ id, name, email, role }))

    const { data } = await graphql({
      schema,
      source: `mutation { a: updateArticle(${INPUT}) { article { headline } } b: updateArticle(${INPUT}) { article { headline } } }`,
      contextValue: { reader },
    })

    expect(data).toEqual({ a: { article: { headline: 'Step 1' } }, b: { article: { headline: 'Step 2' } } })
  })
})
