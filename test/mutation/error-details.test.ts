import { readFileSync } from 'node:fs'
import { buildSchema, isUnionType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { type Json, testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { lock } from '../lock/locking.ts'
import { startImageServer } from '../media/image-server.ts'
import { type RefusedCall, refusedCalls } from './refused-calls.ts'

const { network, port } = await startImageServer()
const database = await testDatabase()
const api = await testApi(database, { network })
const given = givenIn(database)

const calls = refusedCalls(given, api, `http://pictures.test:${port}`)

/** All types in one selection: no two of them have a field of the same name that cannot be selected together. */
const DETAILS = `details { __typename
  ... on LimitDetails { limit actual unit }
  ... on RangeDetails { number min minIncluded max maxIncluded }
  ... on TimeDetails { time earliest latest }
  ... on FormatDetails { value examples }
  ... on ChoiceDetails { allowed }
  ... on MissingDetails { ids }
  ... on FileDetails { format allowedFormats width height maxPixels maxSide httpStatus }
  ... on ImageRightsDetails { position role image { id } withheld rightsExpireAt }
  ... on TakenDetails { value suggestion article { id } author { id } topic { id } user { id } }
  ... on MergedDetails { topic { id } }
  ... on VersionDetails { sentVersion currentVersion }
  ... on LockDetails { holder { name } expiresAt canTakeOver }
  ... on StateDetails { status workflowState allowedActions }
  ... on UnfinishedDetails { path reason }
  ... on UsesDetails { liveArticles scheduledArticles draftArticles pastArticles authors topics blocks }
}`

interface Refused {
  userErrors: { code: string; path: string[]; message: string; details: Json | null }[]
}

function documentOf(mutation: string): string {
  const input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  return `mutation ($input: ${input}!) { ${mutation}(input: $input) { userErrors { code path message ${DETAILS} } } }`
}

async function refuse({ mutation, as = 'EDITOR', input }: RefusedCall): Promise<Refused['userErrors'][number]> {
  const sent = await input()
  const client = api.as(as)
  await client.user()
  const { userErrors } = await expectNoChange(database, () =>
    client.mutate<Refused>(documentOf(mutation), { input: sent }),
  )
  const [error] = userErrors
  if (!error) throw new Error(`${mutation} was not refused`)
  return error
}

describe('The details of a user error', () => {
  it.each(Object.entries(calls))('have the values of its message: %s', async (_name, call) => {
    const { code, message, details } = await refuse(call)

    expect({ code, details }).toEqual({ code: call.code, details: call.details({}) })
    // People count from 1.
    const said = JSON.stringify([details, Number(details?.position) + 1])
    const numbers = message.match(/\d[\d.,:TZ-]*\d|\d/g) ?? []
    expect(numbers.filter((number) => !said.includes(number.replaceAll(',', '')))).toEqual([])
  })

  it('are tested for every type that they can have', () => {
    const union = buildSchema(readFileSync('schema.graphql', 'utf8')).getType('UserErrorDetails')
    const types = isUnionType(union) ? union.getTypes().map(({ name }) => name) : []

    expect(new Set(Object.values(calls).map(({ details }) => details({}).__typename))).toEqual(new Set(types))
  })

  it('are null for a message without a value', async () => {
    const { userErrors } = await api.as('EDITOR').mutate<Refused>(documentOf('createAuthor'), { input: { name: '  ' } })

    expect(userErrors).toMatchObject([{ code: 'REQUIRED', path: ['input', 'name'], details: null }])
  })

  it('tell a reporter that they cannot take over the lock of a colleague', async () => {
    const reporter = api.as('REPORTER')
    const { article } = await reporter.mutate<{ article: { id: string } }>(
      'mutation { createArticle(input: { headline: "כותרת", locale: "he" }) { article { id } } }',
    )
    await lock(api.as('EDITOR', 'Tomer'), article.id)

    const { userErrors } = await reporter.mutate<Refused>(documentOf('lockArticle'), { input: { id: article.id } })

    expect(userErrors).toMatchObject([{ code: 'LOCKED', details: { holder: { name: 'Tomer' }, canTakeOver: false } }])
  })

  it('name the article in the language that a story already has', async () => {
    const { id } = await given.article({ status: 'DRAFT', locale: 'he' })
    const other = await given.article({ status: 'DRAFT', locale: 'fr' })
    await api
      .as('EDITOR')
      .mutate('mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) { userErrors { code } } }', {
        input: { id: other.id, version: 1, translationOf: id },
      })

    const { userErrors } = await api.as('EDITOR').mutate<Refused>(documentOf('createArticle'), {
      input: { headline: 'Encore', locale: 'fr', translationOf: id },
    })

    expect(userErrors).toMatchObject([
      { code: 'TAKEN', path: ['input', 'translationOf'], details: { value: 'fr', article: { id: other.id } } },
    ])
  })

  it('say that it is an article in the trash that has the slug, and name it', async () => {
    const { id } = await given.article({ status: 'TRASHED', slug: 'old-storm' })

    const { userErrors } = await api.as('EDITOR').mutate<Refused>(documentOf('createArticle'), {
      input: { headline: 'Storm', locale: 'en', slug: 'old-storm' },
    })

    expect(userErrors).toMatchObject([
      {
        code: 'TAKEN',
        message: expect.stringContaining('in the trash'),
        details: { suggestion: 'old-storm-2', article: { id } },
      },
    ])
  })

  it('refuse a page of too many objects in what they name before anything is written', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    const document = `mutation ($input: PublishArticleInput!) { publishArticle(input: $input) { article { status }
      userErrors { details { ... on TakenDetails { article { revisions(first: 500) { nodes { id } } } } } } } }`

    const errors = await api.as('EDITOR').errors(document, { input: { id, version: 1 } })

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    expect((await database.prisma.article.findUnique({ where: { id: id.slice(8) } }))?.status).toBe('DRAFT')
  })
})
