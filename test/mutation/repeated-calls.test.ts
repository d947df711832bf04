import { describe, expect, it } from 'vitest'
import { type Json, testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { startImageServer } from '../media/image-server.ts'
import { PREFLIGHT, post, uploadParts } from '../media/uploading.ts'
import { type MutationName, type SuccessfulCall, successfulCalls } from './successful-calls.ts'

const { network, port } = await startImageServer()
const database = await testDatabase()
const api = await testApi(database, { network })
const given = givenIn(database)
const calls = successfulCalls(given, api, `http://pictures.test:${port}/good`)

const OF_REVISION = 'revision { number headline }'
const OF_ARTICLE =
  'article { id version headline slug status workflowState scheduledFor embargoedUntil updatedAt captions { id text } }'
const SAVED = `${OF_REVISION} ${OF_ARTICLE}`
const CAPTION = `caption { id text altText } ${SAVED}`
const TOPIC = 'topic { id version name slug }'
const AUTHOR = 'author { id version name slug }'
const IMAGE = 'image { id version altText }'

/** What each mutation tells of what it made: of everything that has a version. */
const ANSWERS = {
  createArticle: ['article', SAVED],
  updateArticle: ['article', SAVED],
  submitForReview: ['article', OF_ARTICLE],
  requestChanges: ['article', OF_ARTICLE],
  approveArticle: ['article', OF_ARTICLE],
  publishArticle: ['article', OF_ARTICLE],
  scheduleArticle: ['article', OF_ARTICLE],
  unscheduleArticle: ['article', OF_ARTICLE],
  withdrawArticle: ['article', OF_ARTICLE],
  setEmbargo: ['article', OF_ARTICLE],
  setPublishedAt: ['article', OF_ARTICLE],
  addCorrection: ['article', `${OF_ARTICLE} correction { id text }`],
  trashArticle: ['article', OF_ARTICLE],
  restoreFromTrash: ['article', OF_ARTICLE],
  restoreRevision: ['article', SAVED],
  setRelatedArticles: ['article', OF_ARTICLE],
  lockArticle: ['article', `${OF_ARTICLE} lock { isMine }`],
  unlockArticle: ['article', OF_ARTICLE],
  discardAutosave: ['article', `${OF_ARTICLE} wasDiscarded`],
  addCaption: ['article', CAPTION],
  updateCaption: ['article', CAPTION],
  removeCaption: ['article', `removedCaptionId ${SAVED}`],
  reorderCaptions: ['article', SAVED],
  createTopic: ['topic', TOPIC],
  updateTopic: ['topic', TOPIC],
  mergeTopics: ['topic', TOPIC],
  createAuthor: ['author', AUTHOR],
  updateAuthor: ['author', AUTHOR],
  uploadImage: ['image', IMAGE],
  importImage: ['image', IMAGE],
  updateImage: ['image', IMAGE],
} as const satisfies Partial<Record<MutationName, readonly [Table, string]>>

type Table = 'article' | 'author' | 'image' | 'topic'

interface Answer extends Json {
  version: number
  currentVersion: number
  userErrors: { code: string; path: string[]; message: string }[]
}

/** What somebody else changes after the call: with a text of their own, where it is an article. */
async function changeByAnother(table: Table, uuid: string): Promise<void> {
  if (table === 'article') {
    const article = await database.prisma.article.findUniqueOrThrow({ where: { id: uuid } })
    await given.revision({ id: `article_${uuid}`, uuid, slug: article.slug }, { headline: 'What a colleague wrote' })
  }
  const column = { article: 'editor_note', author: 'name', image: 'alt_text', topic: 'name' }[table]
  await database.query({
    text: `UPDATE ${table} SET version = version + 1, ${column} = 'A colleague''s' WHERE id = $1::uuid`,
    parameters: [uuid],
  })
}

async function remove(table: Table, uuid: string): Promise<void> {
  await database.query({ text: `DELETE FROM ${table} WHERE id = $1::uuid`, parameters: [uuid] })
}

/** Sends a call that can be sent again. */
async function callOf(mutation: keyof typeof ANSWERS) {
  const [table, selection] = ANSWERS[mutation]
  const { input, as = 'EDITOR', file }: SuccessfulCall = calls[mutation]
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) {
    version currentVersion ${selection} userErrors { code path message } } }`
  const sent = { ...(await input()), idempotencyKey: crypto.randomUUID() }
  const bytes = await file?.()

  async function send(): Promise<Answer> {
    if (!bytes) return api.as(as).mutate<Answer>(document, { input: sent })
    const { token } = await api.as(as).user()
    const response = await post(api.app, uploadParts(bytes, sent, document), {
      ...PREFLIGHT,
      authorization: `Bearer ${token}`,
    })
    const { data } = response.json<{ data: Record<string, Answer> }>()
    const payload = data[mutation]
    if (!payload) throw new Error('an answer without data')
    return payload
  }
  return { table, send }
}

const uuidIn = (answer: Json, table: Table): string => JSON.stringify(answer[table]).match(/[0-9a-f-]{36}/)?.[0] ?? ''

const isName = (name: string): name is keyof typeof ANSWERS => name in ANSWERS

const names = Object.keys(ANSWERS).filter(isName)

describe('A call that is repeated with its idempotency key', () => {
  it.each(names)('tells what it made, and not what others have made of it since: %s', async (mutation) => {
    const { table, send } = await callOf(mutation)
    const first = await send()
    expect(first.userErrors).toEqual([])
    expect(first).toMatchObject({ currentVersion: first.version, [table]: { version: first.version } })
    await changeByAnother(table, uuidIn(first, table))

    const again = await expectNoChange(database, send)

    expect(again).toEqual({ ...first, currentVersion: first.version + 1 })
  })

  it.each([
    ...['createArticle', 'updateArticle', 'publishArticle', 'lockArticle', 'addCaption', 'addCorrection'],
    ...['createTopic', 'mergeTopics', 'createAuthor', 'uploadImage'],
  ])('says that what it made has been deleted, and does not answer null: %s', async (mutation) => {
    const { table, send } = await callOf(isName(mutation) ? mutation : 'createArticle')
    await remove(table, uuidIn(await send(), table))

    const again = await send()

    expect(again).toMatchObject({ version: null, currentVersion: null, [table]: null })
    expect(again.userErrors).toEqual([
      {
        code: 'NOT_FOUND',
        path: ['input', 'idempotencyKey'],
        message: expect.stringMatching(/^This call was made before and succeeded, but .* has been deleted/),
      },
    ])
  })

  it('says that its lock has ended, also where a colleague holds one since', async () => {
    const { send } = await callOf('lockArticle')
    const uuid = uuidIn(await send(), 'article')
    const { uuid: colleague } = await api.as('EDITOR', 'Ruth').user()
    await database.prisma.articleLock.update({ where: { articleId: uuid }, data: { holderId: colleague } })

    const { userErrors } = await send()

    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', message: expect.stringContaining('the lock has ended') }])
  })
})
