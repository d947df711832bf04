import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import type { Client } from '../helpers/client.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { type Given, givenIn } from '../helpers/given.ts'
import { act, acted, articleStateOf, documentOf, entriesOf, fromNow } from './acting.ts'
import { articlesIn } from './states.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const articleIn = articlesIn(database)
const noa = api.as('REPORTER', 'Noa')
const dan = api.as('REPORTER', 'Dan')
const editor = api.as('EDITOR', 'Ruth')

async function ownDraft(): Promise<Given> {
  return articleIn('draft', await noa.user())
}

function lock(client: Client, { id }: Given): Promise<unknown> {
  return client.mutate('mutation ($id: ID!) { lockArticle(input: { id: $id }) { lock { expiresAt } } }', { id })
}

/** The codes of the top-level errors, where nothing has changed. */
async function refusedTo(client: Client, mutation: string, of: { id: string; version: number }, input: object = {}) {
  const errors = await expectNoChange(database, () =>
    client.errors(documentOf(mutation), { input: { id: of.id, version: of.version, ...input } }),
  )
  return errors.map(({ extensions, message }) => `${extensions?.code}: ${message}`)
}

describe('Slug, language and story of a reporter’s own article', () => {
  const addresses = async () => [
    ['slug', { slug: `elsewhere-${crypto.randomUUID()}` }],
    ['locale', { locale: 'he' }],
    ['translationOf', { translationOf: (await given.article({ locale: 'fr' })).id }],
  ]

  it.each([
    'approved draft',
    'scheduled draft',
    'live article',
    'live article to be withdrawn',
    'withdrawn article',
  ] as const)('cannot be changed by the reporter once it is a %s, and the refusal says what to do', async (state) => {
    const { id } = await articleIn(state, await noa.user())

    for (const [field, input] of await addresses()) {
      const [refusal] = await refusedTo(noa, 'updateArticle', { id, version: 1 }, Object(input))
      expect(refusal, String(field)).toMatch(/^FORBIDDEN: .*PUBLISH_ARTICLES.* Leave slug, .* or ask an editor/)
    }
  })

  it.each(['draft', 'draft in review', 'draft under embargo'] as const)(
    'are the reporter’s to choose while it is a %s',
    async (state) => {
      for (const [field, input] of await addresses()) {
        const article = await articleIn(state, await noa.user())
        expect((await acted(noa, 'updateArticle', article, Object(input))).version, String(field)).toBe(2)
      }
    },
  )

  it('stay what an editor approved, though the reporter sends another text with them', async () => {
    const article = await ownDraft()
    const submitted = await acted(noa, 'submitForReview', article)
    const approved = await acted(editor, 'approveArticle', submitted)

    await refusedTo(noa, 'updateArticle', approved, { headline: 'כותרת אחרת', slug: 'another-place' })

    const saved = await acted(noa, 'updateArticle', approved, { headline: 'כותרת אחרת', slug: article.slug })
    expect(saved).toMatchObject({ headline: 'כותרת אחרת', workflowState: 'DRAFT' })
    expect(saved.allowedActions).toContain('CHANGE_ADDRESS')
  })

  it('can be changed by an editor at any time', async () => {
    for (const state of ['approved draft', 'scheduled draft', 'live article', 'withdrawn article'] as const) {
      const article = await articleIn(state, await noa.user())
      expect((await articleStateOf(noa, article.id)).allowedActions).not.toContain('CHANGE_ADDRESS')
      expect((await articleStateOf(editor, article.id)).allowedActions).toContain('CHANGE_ADDRESS')
      expect((await acted(editor, 'updateArticle', article, { slug: `moved-${crypto.randomUUID()}` })).version).toBe(2)
    }
  })

  it('may be changed by the reporter again when the schedule is cleared', async () => {
    const article = await ownDraft()
    const scheduled = await acted(editor, 'scheduleArticle', article, { publishAt: await fromNow(database, 3600) })
    await refusedTo(noa, 'updateArticle', scheduled, { slug: 'too-early' })

    const cleared = await acted(editor, 'unscheduleArticle', scheduled)

    expect((await acted(noa, 'updateArticle', cleared, { slug: 'in-time' })).version).toBe(cleared.version + 1)
  })
})

describe('recallFromReview', () => {
  it('gives a submission back to its reporter, with the note in the trail', async () => {
    const article = await ownDraft()
    const submitted = await acted(noa, 'submitForReview', article)

    const recalled = await acted(noa, 'recallFromReview', submitted, { note: 'one more source' })

    expect(recalled).toMatchObject({ workflowState: 'DRAFT', version: 3 })
    expect(recalled.allowedActions).toContain('SUBMIT_FOR_REVIEW')
    expect((await entriesOf(database, article)).at(-1)).toMatchObject({
      action: 'RECALLED',
      note: 'one more source',
      changedPaths: ['workflowState'],
    })
  })

  it('waits while an editor works on it, and is not offered', async () => {
    const article = await ownDraft()
    const submitted = await acted(noa, 'submitForReview', article)
    await lock(editor, article)

    const { userErrors } = await expectNoChange(database, () => act(noa, 'recallFromReview', submitted))

    expect(userErrors).toMatchObject([{ code: 'NOT_ALLOWED_IN_STATE', path: ['input', 'id'] }])
    expect((await articleStateOf(noa, article.id)).allowedActions).not.toContain('RECALL_FROM_REVIEW')
    expect((await articleStateOf(editor, article.id)).allowedActions).toContain('RECALL_FROM_REVIEW')
  })

  it('comes too late when an editor has approved it at the same moment', async () => {
    const submitted = await acted(noa, 'submitForReview', await ownDraft())

    const answers = await Promise.all([
      act(noa, 'recallFromReview', submitted),
      act(editor, 'approveArticle', submitted),
    ])

    const done = answers.filter(({ userErrors }) => userErrors.length === 0)
    expect(done).toHaveLength(1)
  })

  it('is not for another reporter', async () => {
    const submitted = await acted(noa, 'submitForReview', await ownDraft())

    expect(await refusedTo(dan, 'recallFromReview', submitted)).toEqual([expect.stringContaining('FORBIDDEN')])
  })
})

describe('A reporter’s own draft', () => {
  it('goes to the trash and comes back', async () => {
    const trashed = await acted(noa, 'trashArticle', await ownDraft())
    expect(trashed).toMatchObject({ status: 'TRASHED', allowedActions: ['RESTORE_FROM_TRASH'] })

    expect(await acted(noa, 'restoreFromTrash', trashed)).toMatchObject({ status: 'DRAFT', trashedAt: null })
  })

  it.each(['draft in review', 'approved draft', 'scheduled draft', 'withdrawn article'] as const)(
    'is not thrown away by the reporter once it is a %s',
    async (state) => {
      const { id } = await articleIn(state, await noa.user())

      const [refusal] = await refusedTo(noa, 'trashArticle', { id, version: 1 })

      expect(refusal).toMatch(/^FORBIDDEN: .*TRASH_ARTICLES.*(Ask an editor|Recall it first)/)
    },
  )

  it('is not thrown away while an editor works on it', async () => {
    const { id } = await ownDraft()
    await lock(editor, { id, uuid: '', slug: '' })

    expect(await refusedTo(noa, 'trashArticle', { id, version: 1 })).toEqual([
      expect.stringContaining('Another user is editing the article'),
    ])
    expect((await articleStateOf(noa, id)).allowedActions).not.toContain('TRASH')
  })

  it('stays in the trash where an editor put it', async () => {
    const own = await acted(noa, 'trashArticle', await ownDraft())
    const restored = await acted(editor, 'restoreFromTrash', own)
    const trashed = await acted(editor, 'trashArticle', restored)

    expect(await refusedTo(noa, 'restoreFromTrash', trashed)).toEqual([expect.stringContaining('Ask an editor')])
    expect((await articleStateOf(noa, own.id)).allowedActions).toEqual([])
  })

  it('is not another reporter’s to throw away or restore', async () => {
    const { id } = await ownDraft()
    expect(await refusedTo(dan, 'trashArticle', { id, version: 1 })).toEqual([expect.stringContaining('FORBIDDEN')])
    const trashed = await acted(noa, 'trashArticle', { id })

    expect(await refusedTo(dan, 'restoreFromTrash', trashed)).toEqual([expect.stringContaining('FORBIDDEN')])
  })
})
