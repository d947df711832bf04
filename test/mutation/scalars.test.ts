import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')
await editor.user()

interface Refused {
  userErrors: { code: string; path: string[]; message: string; details: { value?: string } | null }[]
}

const ERRORS = 'userErrors { code path message details { ... on FormatDetails { value } } }'

const places = ({ userErrors }: Refused) => userErrors.map(({ code, path }) => `${code} ${path.join('.')}`)

const CREATE = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) { ${ERRORS} } }`

describe('A value of an input that is not written as it must be', () => {
  it('is reported at its place, together with all other errors of the input', async () => {
    const input = {
      headline: 'x'.repeat(301),
      locale: 'klingon!',
      embargoedUntil: 'tomorrow',
      slug: 'No Slug',
    }

    const refused = await expectNoChange(database, () => editor.mutate<Refused>(CREATE, { input }))

    expect(places(refused).sort()).toEqual([
      'INVALID input.embargoedUntil',
      'INVALID input.locale',
      'INVALID input.slug',
      'TOO_LONG input.headline',
    ])
  })

  it('is reported in the same way if the document has it', async () => {
    const document = `mutation { createArticle(input: { headline: "A storm", locale: "?", embargoedUntil: "soon" }) { ${ERRORS} } }`

    const refused = await expectNoChange(database, () => editor.mutate<Refused>(document))

    expect(places(refused).sort()).toEqual(['INVALID input.embargoedUntil', 'INVALID input.locale'])
  })

  it('is reported for a variable inside the input', async () => {
    const { id } = await given.article({ status: 'DRAFT' })
    const document = `mutation ($id: ID!, $until: DateTime) {
      setEmbargo(input: { id: $id, version: 1, embargoedUntil: $until }) { ${ERRORS} } }`

    const refused = await expectNoChange(database, () => editor.mutate<Refused>(document, { id, until: 'מחר' }))

    expect(places(refused)).toEqual(['INVALID input.embargoedUntil'])
    expect(refused.userErrors[0]?.details).toEqual({ value: 'מחר' })
  })

  it('is no reason to tell a reader more than that they must sign in', async () => {
    const input = { headline: 'A storm', locale: 'en', embargoedUntil: 'tomorrow' }

    expect(await api.errors(CREATE, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })

  it.each(['importImage', 'createAuthor'])('is reported by %s for an address', async (mutation) => {
    const inputs = {
      importImage: { url: 'a picture' },
      createAuthor: { name: 'Noa', links: [{ label: 'x', url: '/me' }] },
    }
    const input = new Map<string, object>(Object.entries(inputs)).get(mutation)
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${ERRORS} } }`

    const refused = await expectNoChange(database, () => editor.mutate<Refused>(document, { input }))

    expect(places(refused)).toEqual([mutation === 'importImage' ? 'INVALID input.url' : 'INVALID input.links.0.url'])
  })

  it('is repeated in the message with no more than 100 characters', async () => {
    const input = { headline: 'A storm', locale: 'en', embargoedUntil: 'x'.repeat(9000) }

    const { userErrors } = await editor.mutate<Refused>(CREATE, { input })

    expect(userErrors[0]?.message.length).toBeLessThan(300)
  })

  it('is BAD_USER_INPUT in a filter, where nothing else can be answered', async () => {
    const errors = await editor.errors(
      '{ articles(stage: DRAFT, where: { createdAt: { gt: "yesterday" } }) { totalCount } }',
    )

    expect(errors).toMatchObject([{ path: ['articles'], extensions: { code: 'BAD_USER_INPUT' } }])
  })

  it('is an error of the request if its JSON is of another kind', async () => {
    const input = { headline: 'A storm', locale: 'en', embargoedUntil: 5 }

    expect(await editor.errors(CREATE, { input })).toMatchObject([
      { message: expect.stringContaining('input.embargoedUntil'), extensions: { code: 'BAD_USER_INPUT' } },
    ])
  })
})

describe('A date', () => {
  it.each([
    ['2098-11-28T10:00Z', '2098-11-28T10:00:00.000Z'],
    ['2098-11-28T12:00+02:00', '2098-11-28T10:00:00.000Z'],
    ['2098-11-28T12:00:30+0200', '2098-11-28T10:00:30.000Z'],
    ['2098-11-28T12:00+02', '2098-11-28T10:00:00.000Z'],
    ['2098-11-28 05:30:00-04:30', '2098-11-28T10:00:00.000Z'],
    ['2098-11-28t10:00:00.5z', '2098-11-28T10:00:00.500Z'],
    ['2098-11-28T10:00:00.123456789Z', '2098-11-28T10:00:00.123Z'],
    ['2096-02-29T00:00Z', '2096-02-29T00:00:00.000Z'],
  ])('is taken as people and programs write it: %s', async (embargoedUntil, stored) => {
    const document = `mutation ($input: CreateArticleInput!) { createArticle(input: $input) {
      article { embargoedUntil } userErrors { message } } }`

    expect(await editor.mutate(document, { input: { headline: 'A storm', locale: 'en', embargoedUntil } })).toEqual({
      article: { embargoedUntil: stored },
      userErrors: [],
    })
  })

  it.each([
    ['2098-11-28', 'has no time and no offset from UTC'],
    ['2098-11-28T10:00', 'has no offset from UTC'],
    ['2098-11-28 10:00:00', 'has no offset from UTC'],
    ['2098-02-30T10:00Z', 'is not a date'],
    ['2098-13-01T10:00Z', 'is not a date'],
    ['2098-11-28T25:00Z', 'is not a date'],
    ['2098-11-28T10:00+99:00', 'is not a date'],
    ['28.11.2098 10:00', 'is not a date'],
    ['', 'is not a date'],
  ])('is refused with what it lacks: %j', async (embargoedUntil, why) => {
    const input = { headline: 'A storm', locale: 'en', embargoedUntil }

    const refused = await expectNoChange(database, () => editor.mutate<Refused>(CREATE, { input }))

    expect(places(refused)).toEqual(['INVALID input.embargoedUntil'])
    expect(refused.userErrors[0]?.message).toContain(why)
    expect(refused.userErrors[0]?.message).toContain('"2026-11-28T10:00Z"')
  })
})

describe('An embargo that is over', () => {
  it.each(['2020-01-01T00:00Z', '0001-01-01T00:00Z'])('is refused by createArticle: %s', async (embargoedUntil) => {
    const input = { headline: '', locale: 'en', embargoedUntil }

    const refused = await expectNoChange(database, () => editor.mutate<Refused>(CREATE, { input }))

    expect(places(refused)).toContain('INVALID input.embargoedUntil')
  })
})
