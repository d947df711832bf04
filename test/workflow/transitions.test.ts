import { describe, expect, it } from 'vitest'
import type { ArticleAction } from '../../src/generated/graphql.ts'
import { TRANSITIONS } from '../../src/lifecycle/transitions.ts'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { act, articleStateOf, documentOf, type Input } from './acting.ts'
import { articlesIn, type StateName } from './states.ts'

const database = await testDatabase()
const api = await testApi(database)
const articleIn = articlesIn(database)

const AT_WORK = ['UPDATE', 'CHANGE_ADDRESS', 'RESTORE_REVISION', 'LOCK', 'CREATE_PREVIEW'] as const

/** In words: what an editor may do in each state. An admin may also delete what is in the trash. */
const EDITORS: Record<StateName, readonly ArticleAction[]> = {
  draft: [
    ...AT_WORK,
    'SUBMIT_FOR_REVIEW',
    'PUBLISH',
    'SCHEDULE',
    'SET_EMBARGO',
    'TRASH',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'draft in review': [
    ...AT_WORK,
    'RECALL_FROM_REVIEW',
    'REQUEST_CHANGES',
    'APPROVE',
    'PUBLISH',
    'SCHEDULE',
    'SET_EMBARGO',
    'TRASH',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'approved draft': [
    ...AT_WORK,
    'REQUEST_CHANGES',
    'PUBLISH',
    'SCHEDULE',
    'SET_EMBARGO',
    'TRASH',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'draft under embargo': [
    ...AT_WORK,
    'SUBMIT_FOR_REVIEW',
    'SCHEDULE',
    'SET_EMBARGO',
    'TRASH',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'scheduled draft': [
    ...AT_WORK,
    'SUBMIT_FOR_REVIEW',
    'PUBLISH',
    'SCHEDULE',
    'UNSCHEDULE',
    'SET_EMBARGO',
    'TRASH',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'live article': [...AT_WORK, 'SCHEDULE', 'WITHDRAW', 'ADD_CORRECTION', 'SET_PUBLISHED_AT', 'SET_RELATED'],
  'live article to be withdrawn': [
    ...AT_WORK,
    'SCHEDULE',
    'UNSCHEDULE',
    'WITHDRAW',
    'ADD_CORRECTION',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'live article with a change': [
    ...AT_WORK,
    'SUBMIT_FOR_REVIEW',
    'PUBLISH',
    'SCHEDULE',
    'WITHDRAW',
    'ADD_CORRECTION',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'live article with a change in review': [
    ...AT_WORK,
    'RECALL_FROM_REVIEW',
    'REQUEST_CHANGES',
    'APPROVE',
    'PUBLISH',
    'SCHEDULE',
    'WITHDRAW',
    'ADD_CORRECTION',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'withdrawn article': [
    ...AT_WORK,
    'SUBMIT_FOR_REVIEW',
    'PUBLISH',
    'SCHEDULE',
    'SET_EMBARGO',
    'ADD_CORRECTION',
    'TRASH',
    'SET_PUBLISHED_AT',
    'SET_RELATED',
  ],
  'draft in the trash': ['RESTORE_FROM_TRASH'],
  'once live article in the trash': ['RESTORE_FROM_TRASH'],
}

const EVERYWHERE = /./
const NEVER_EDITORIAL = /^draft( in review| under embargo)?$/

/** Of these, a reporter may do these with an article of their own, in the states whose names match. */
const REPORTERS: Partial<Record<ArticleAction, RegExp>> = {
  UPDATE: EVERYWHERE,
  CHANGE_ADDRESS: NEVER_EDITORIAL,
  RESTORE_REVISION: EVERYWHERE,
  LOCK: EVERYWHERE,
  CREATE_PREVIEW: /^(?!draft under embargo)/,
  SUBMIT_FOR_REVIEW: EVERYWHERE,
  RECALL_FROM_REVIEW: EVERYWHERE,
  TRASH: /^draft( under embargo)?$/,
}

const states = Object.entries(EDITORS).flatMap(([state, editors]) =>
  isState(state) ? [{ state, editors, isTrashed: state.endsWith('trash') }] : [],
)

function isState(name: string): name is StateName {
  return name in EDITORS
}

/** What each input has in addition to the article. */
const INPUTS: Partial<Record<ArticleAction, Input>> = {
  SCHEDULE: { unpublishAt: '2099-06-01T00:00:00Z' },
  WITHDRAW: { reason: 'legal' },
  SET_PUBLISHED_AT: { publishedAt: '2016-03-12T09:00:00Z' },
  ADD_CORRECTION: { kind: 'CORRECTION', text: 'It was two.' },
}

/** Those that other tests are about are left out: they write more than where an article stands. */
const ACTIONS: readonly ArticleAction[] = [
  'SUBMIT_FOR_REVIEW',
  'RECALL_FROM_REVIEW',
  'REQUEST_CHANGES',
  'APPROVE',
  'PUBLISH',
  'SCHEDULE',
  'UNSCHEDULE',
  'WITHDRAW',
  'SET_EMBARGO',
  'SET_PUBLISHED_AT',
  'ADD_CORRECTION',
  'TRASH',
  'RESTORE_FROM_TRASH',
  'DELETE',
]

function inputOf(action: ArticleAction, state: StateName): Input {
  const isNew = action === 'SCHEDULE' && !/^live article( to be withdrawn)?$/.test(state)
  return { ...INPUTS[action], ...(isNew && { publishAt: '2099-03-01T00:00:00Z' }) }
}

const sorted = (names: readonly string[]) => [...names].sort()

describe.each(states)('A $state', ({ state, editors, isTrashed }) => {
  const admins: readonly ArticleAction[] = isTrashed ? [...editors, 'DELETE'] : editors

  it('tells each of the desk what they may do', async () => {
    const [reporter, editor, admin] = [api.as('REPORTER'), api.as('EDITOR'), api.as('ADMIN')]
    const own = await articleIn(state, await reporter.user())
    const other = await articleIn(state)
    const reporters = editors.filter((action) => REPORTERS[action]?.test(state))

    expect(sorted((await articleStateOf(editor, other.id)).allowedActions)).toEqual(sorted(editors))
    expect(sorted((await articleStateOf(admin, other.id)).allowedActions)).toEqual(sorted(admins))
    expect(sorted((await articleStateOf(reporter, own.id)).allowedActions)).toEqual(sorted(reporters))
    expect(sorted((await articleStateOf(reporter, other.id)).allowedActions)).toEqual(
      reporters.filter((action) => action === 'CREATE_PREVIEW'),
    )
  })

  it.each(ACTIONS)('is open to %s for exactly those, or says what is possible', async (action) => {
    const admin = api.as('ADMIN')
    const article = await articleIn(state)
    const { mutation } = TRANSITIONS[action]
    const input = inputOf(action, state)
    if (admins.includes(action)) {
      const { userErrors } = await act(admin, mutation, article, input)
      expect(userErrors).toEqual([])
      return
    }

    const { article: answered, userErrors } = await expectNoChange(database, () => act(admin, mutation, article, input))

    expect(answered ?? null).toBeNull()
    expect(userErrors).toMatchObject([{ code: 'NOT_ALLOWED_IN_STATE', path: ['input', 'id'] }])
    for (const possible of admins) expect(userErrors[0]?.message).toContain(TRANSITIONS[possible].mutation)
  })
})

describe('Whoever may not', () => {
  const EDITORIAL = ACTIONS.filter((action) => TRANSITIONS[action].orOwn === undefined)

  it.each(EDITORIAL)('is refused before anything is looked up: a reporter, %s', async (action) => {
    const reporter = api.as('REPORTER')
    const own = await articleIn('draft', await reporter.user())
    const absent = 'article_00000000-0000-4000-8000-000000000000'
    for (const id of [own.id, absent]) {
      const input = { id, version: 1, ...inputOf(action, 'draft') }
      const errors = await expectNoChange(database, () =>
        reporter.errors(documentOf(TRANSITIONS[action].mutation), { input }),
      )

      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
      expect(errors[0]?.message).toBe(
        `This needs the permission ${TRANSITIONS[action].needs}, which the role REPORTER does not have.`,
      )
    }
  })

  it.each(ACTIONS)('is asked to sign in: a reader, %s', async (action) => {
    const { id } = await articleIn('draft')
    const input = { id, version: 1, ...inputOf(action, 'draft') }
    const errors = await expectNoChange(database, () => api.errors(documentOf(TRANSITIONS[action].mutation), { input }))

    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })

  it('is an editor who would delete for ever', async () => {
    const { id } = await articleIn('draft in the trash')
    const errors = await expectNoChange(database, () =>
      api.as('EDITOR').errors(documentOf('deleteArticle'), { input: { id, version: 1 } }),
    )

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  it('is a reporter who would submit what is not theirs', async () => {
    const { id } = await articleIn('draft')
    const errors = await expectNoChange(database, () =>
      api.as('REPORTER').errors(documentOf('submitForReview'), { input: { id, version: 1 } }),
    )

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('Every transition', () => {
  const absent = [
    'article_00000000-0000-4000-8000-000000000000',
    'article_1',
    'nonsense',
    'topic_00000000-0000-4000-8000-000000000000',
  ]

  it.each(ACTIONS)('says that an article is not there: %s', async (action) => {
    for (const id of absent) {
      const { userErrors, conflict } = await act(
        api.as('ADMIN'),
        TRANSITIONS[action].mutation,
        { id },
        inputOf(action, 'draft'),
      )

      expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }])
      expect(conflict).toBeNull()
    }
  })

  it.each(ACTIONS)('refuses a version that has been overtaken, and says by what: %s', async (action) => {
    const article = await articleIn('draft')
    await act(api.as('EDITOR', 'Dana'), 'submitForReview', article)
    const { userErrors, conflict } = await expectNoChange(database, () =>
      act(api.as('ADMIN'), TRANSITIONS[action].mutation, article, inputOf(action, 'draft')),
    )

    expect(userErrors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'version'] }])
    expect(conflict).toEqual({
      currentVersion: 2,
      changedPaths: ['workflowState'],
      changedBy: { name: 'Dana' },
      article: { id: article.id, version: 2 },
    })
  })

  it('gives clientMutationId back, and answers a call that comes again as it did before', async () => {
    const article = await articleIn('draft')
    const input = { idempotencyKey: 'again', clientMutationId: 'c1' }
    const first = await act(api.as('EDITOR'), 'publishArticle', article, input)
    const again = await act(api.as('EDITOR'), 'publishArticle', article, input)

    expect(first).toMatchObject({ clientMutationId: 'c1', article: { version: 2 }, userErrors: [] })
    expect(again).toEqual(first)
  })
})
