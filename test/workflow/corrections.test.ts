import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { correctedArticle } from '../helpers/corrected-article.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { act, articleStateOf, entriesOf, eventsOf, faultsOf } from './acting.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR', 'Ruth')
const reporter = api.as('REPORTER', 'Noa')

const ABSENT = 'correction_00000000-0000-4000-8000-000000000000'
const UPDATE = `mutation ($input: UpdateCorrectionInput!) { updateCorrection(input: $input) {
  correction { id kind text changedAt earlier { kind text changedBy { name } } } article { version } userErrors { code path message } } }`
const REMOVE = `mutation ($input: RemoveCorrectionInput!) { removeCorrection(input: $input) {
  removedCorrectionId article { version corrections { text } removedCorrections { id text removedAt } } userErrors { code path message } } }`

interface Corrected {
  correction: { id: string } | null
  article: { version: number } | null
  userErrors: { code: string; path: string[]; message: string }[]
}

async function readersOf(id: string, client: Client = api): Promise<unknown> {
  const { article } = await client.query<{ article: { corrections: object[] } }>(
    'query ($id: ID!) { article(id: $id) { corrections { kind text } } }',
    { id },
  )
  return article.corrections
}

const uuidOf = (id: string) => ({ uuid: id.slice('article_'.length) })

describe('updateCorrection', () => {
  it('changes what readers see at once, and keeps what it said', async () => {
    const input = await correctedArticle(given)
    const text = 'שני שמות היו שגויים'

    const updated = await editor.mutate<Corrected>(UPDATE, { input: { ...input, kind: 'CLARIFICATION', text } })

    expect(updated).toMatchObject({
      correction: {
        id: input.correctionId,
        kind: 'CLARIFICATION',
        text,
        changedAt: expect.any(String),
        earlier: [{ kind: 'CORRECTION', text: 'A name was wrong', changedBy: { name: 'Ruth' } }],
      },
      article: { version: 2 },
      userErrors: [],
    })
    expect(await readersOf(input.id)).toEqual([{ kind: 'CLARIFICATION', text }])
    expect(await entriesOf(database, uuidOf(input.id))).toMatchObject([
      {
        action: 'CORRECTION_UPDATED',
        note: `CORRECTION: A name was wrong -> CLARIFICATION: ${text}`,
        changedPaths: ['corrections'],
      },
    ])
    expect(await eventsOf(database, uuidOf(input.id))).toMatchObject([
      {
        type: 'article.corrected',
        payload: { correction: { text }, previousCorrection: { text: 'A name was wrong' } },
      },
    ])
  })

  it('writes nothing where it says that already', async () => {
    const input = await correctedArticle(given)

    const { userErrors, article } = await expectNoChange(database, () =>
      editor.mutate<Corrected>(UPDATE, { input: { ...input, text: ' A name was wrong ' } }),
    )

    expect(userErrors).toEqual([])
    expect(article).toEqual({ version: 1 })
  })

  it.each([
    ['a text that is empty', { text: ' ' }, 'REQUIRED input.text'],
    ['a text that is too long', { text: 'x'.repeat(2001) }, 'TOO_LONG input.text'],
    ['no kind', { kind: null }, 'REQUIRED input.kind'],
    ['a correction that is absent', { correctionId: ABSENT }, 'NOT_FOUND input.correctionId'],
    ['an id of something else', { correctionId: 'article_1' }, 'NOT_FOUND input.correctionId'],
  ])('refuses %s', async (_, wrong, fault) => {
    const input = { ...(await correctedArticle(given)), ...wrong }

    const payload = await expectNoChange(database, () => editor.mutate<Corrected>(UPDATE, { input }))

    expect(faultsOf(payload)).toEqual([fault])
  })

  it('refuses the correction of another article', async () => {
    const [one, other] = [await correctedArticle(given), await correctedArticle(given)]
    const input = { ...one, correctionId: other.correctionId, text: 'x' }

    const payload = await expectNoChange(database, () => editor.mutate<Corrected>(UPDATE, { input }))

    expect(faultsOf(payload)).toEqual(['NOT_FOUND input.correctionId'])
  })
})

describe('removeCorrection', () => {
  it('takes it from readers at once; the desk and the trail keep it', async () => {
    const input = await correctedArticle(given)

    const removed = await editor.mutate(REMOVE, { input })

    expect(removed).toMatchObject({
      removedCorrectionId: input.correctionId,
      article: {
        version: 2,
        corrections: [],
        removedCorrections: [{ id: input.correctionId, text: 'A name was wrong', removedAt: expect.any(String) }],
      },
      userErrors: [],
    })
    expect(await readersOf(input.id)).toEqual([])
    expect(await api.query('query ($id: ID!) { node(id: $id) { id } }', { id: input.correctionId })).toEqual({
      node: null,
    })
    const found =
      'query ($text: String!) { articles(where: { corrections: { some: { text: { equals: $text } } } }) { totalCount } }'
    const text = `only ${crypto.randomUUID()}`
    const article = await given.article({ corrections: [{ kind: 'UPDATE', text, removedAt: new Date() }] })
    expect(await api.query(found, { text })).toEqual({ articles: { totalCount: 0 } })
    expect((await articleStateOf(editor, article.id)).allowedActions).not.toContain('REMOVE_CORRECTION')
    expect(await entriesOf(database, uuidOf(input.id))).toMatchObject([
      { action: 'CORRECTION_REMOVED', note: 'CORRECTION: A name was wrong' },
    ])
    expect(await eventsOf(database, uuidOf(input.id))).toMatchObject([
      {
        type: 'article.corrected',
        payload: { correction: null, previousCorrection: { kind: 'CORRECTION', text: 'A name was wrong' } },
      },
    ])
  })

  it('is done once, however many ask at the same time', async () => {
    const input = await correctedArticle(given)

    const answers = await Promise.all([1, 2, 3].map(() => editor.mutate<Corrected>(REMOVE, { input })))

    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1)
  })
})

describe('Changing and removing corrections', () => {
  it('is for those who may add them, and allowedActions says so', async () => {
    const input = await correctedArticle(given)
    await database.prisma.article.update({
      where: { id: uuidOf(input.id).uuid },
      data: { createdById: (await reporter.user()).uuid },
    })

    for (const document of [UPDATE.replace(/\n/g, ' '), REMOVE.replace(/\n/g, ' ')]) {
      const errors = await expectNoChange(database, () => reporter.errors(document, { input }))
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
      expect(await api.errors(document, { input })).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    }
    const both = ['UPDATE_CORRECTION', 'REMOVE_CORRECTION']
    expect((await articleStateOf(editor, input.id)).allowedActions).toEqual(expect.arrayContaining(both))
    expect((await articleStateOf(reporter, input.id)).allowedActions).not.toContain('UPDATE_CORRECTION')
  })

  it('says what is possible where there is no correction', async () => {
    const article = await given.article()

    const { userErrors } = await expectNoChange(database, () =>
      act(editor, 'removeCorrection', article, { correctionId: ABSENT }),
    )

    expect(userErrors).toMatchObject([{ code: 'NOT_ALLOWED_IN_STATE' }, { code: 'NOT_FOUND' }])
    expect(userErrors[0]?.message).toContain('addCorrection')
  })

  it('shows readers neither what it said before nor what was removed', async () => {
    const { id } = await correctedArticle(given)

    for (const fields of [
      'corrections { earlier { text } }',
      'corrections { removedAt }',
      'removedCorrections { text }',
    ])
      expect(await api.errors(`query ($id: ID!) { article(id: $id) { ${fields} } }`, { id })).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
  })
})
