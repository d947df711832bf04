import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase({ seeded: true })
const api = await testApi(database)
const given = givenIn(database)

interface Payload {
  article: { version: number }
  userErrors: object[]
}

const PAYLOAD = '{ article { version status } userErrors { code message } }'
const mutation = (name: string, type: string) => `mutation ($input: ${type}!) { ${name}(input: $input) ${PAYLOAD} }`

const FAR = '2099-01-01T00:00:00Z'

const STEPS: readonly [string, string, object][] = [
  ['updateArticle', 'UpdateArticleInput', { headline: 'After the clock was set back' }],
  ['submitForReview', 'SubmitForReviewInput', {}],
  ['publishArticle', 'PublishArticleInput', {}],
  ['addCorrection', 'AddCorrectionInput', { kind: 'UPDATE', text: 'A word' }],
  ['updateArticle', 'UpdateArticleInput', { standfirst: 'Once more' }],
  ['publishArticle', 'PublishArticleInput', { redate: true }],
  ['withdrawArticle', 'WithdrawArticleInput', { reason: 'Set back' }],
  ['publishArticle', 'PublishArticleInput', {}],
  ['withdrawArticle', 'WithdrawArticleInput', { reason: 'Set back' }],
  ['scheduleArticle', 'ScheduleArticleInput', { publishAt: FAR }],
  ['unscheduleArticle', 'UnscheduleArticleInput', {}],
  ['trashArticle', 'TrashArticleInput', {}],
]

/** Moves every time in the database an hour into the future: the same as a clock that is set back by an hour. */
async function setBack(): Promise<void> {
  await database.prisma.$executeRawUnsafe(`DO $$
    DECLARE moved record;
    BEGIN
      SET LOCAL session_replication_role = replica;
      FOR moved IN SELECT table_name, string_agg(format('%1$I = %1$I + interval ''1 hour''', column_name), ', ') AS changes
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'
          AND is_generated = 'NEVER'
        GROUP BY 1
      LOOP EXECUTE format('UPDATE %I SET %s', moved.table_name, moved.changes); END LOOP;
    END $$`)
}

describe('A database whose clock is set back by an hour', () => {
  it('takes every step of the workflow of an article that was published before', async () => {
    const { id } = await given.article({ status: 'PUBLISHED' })
    const editor = api.as('EDITOR')
    let version = 1
    await setBack()

    for (const [name, type, input] of STEPS) {
      const payload = await editor.mutate<Payload>(mutation(name, type), { input: { id, version, ...input } })
      expect(payload, name).toMatchObject({ userErrors: [] })
      version = payload.article.version
    }
  })
})
