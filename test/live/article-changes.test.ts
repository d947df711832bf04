import { describe, expect, it } from 'vitest'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { acted } from '../workflow/acting.ts'
import { end, got, liveServer } from './live-server.ts'

const database = await testDatabase()
const variables = { RESPONSE_CACHE_BYTES: '0', MAX_LIVE_CONNECTIONS_ADDRESS: '1000' }
const server = await liveServer(database, { variables })
const editor = server.as('EDITOR')
const given = givenIn(database)

const CHANGES = `subscription ($where: ArticleChangeWhereInput, $after: String) {
  articleChanges(where: $where, after: $after) { cursor at kind changedFields article { headline slug locale } } }`

const follow = (where: object, after?: unknown) => server.listen({ query: CHANGES, variables: { where, after } })

const publish = (article: { id: string; version?: number }) => acted(editor, 'publishArticle', article)

const withdraw = (article: { id: string; version: number }) =>
  acted(editor, 'withdrawArticle', article, { reason: 'A complaint' })

const save = (article: { id: string; version: number }, input: object) =>
  acted(editor, 'updateArticle', article, { ...input })

const draft = (options = {}) => given.article({ status: 'DRAFT', ...options })

describe('articleChanges', () => {
  it('sends readers what they can see of an article: a first publication, a change in Hebrew, a withdrawal', async () => {
    const article = await draft({ headline: 'A bridge' })
    const heard = await follow({ slug: article.slug })

    const saved = await save(await publish(article), { headline: 'גשר' })
    await withdraw(await publish(saved))
    const [published, updated, withdrawn] = await got(heard, 3)

    expect(published).toMatchObject({ kind: 'PUBLISHED', changedFields: [], article: { slug: article.slug } })
    expect(updated).toMatchObject({ kind: 'UPDATED', changedFields: ['headline'], article: { headline: 'גשר' } })
    expect(withdrawn).toEqual({
      ...{ cursor: expect.any(String), at: expect.any(String), kind: 'WITHDRAWN', changedFields: [], article: null },
    })
  })

  it('says nothing of other articles, and nothing of drafts', async () => {
    const [article, other] = [await draft(), await draft()]
    const heard = await follow({ id: article.id })

    await publish(other)
    const live = await publish(article)
    await save(live, { headline: 'Not for readers yet' })
    await withdraw({ id: article.id, version: live.version + 1 })

    expect((await got(heard, 2)).map(({ kind }) => kind)).toEqual(['PUBLISHED', 'WITHDRAWN'])
  })

  it('follows an article to its new slug', async () => {
    const article = await draft()
    const heard = await follow({ slug: article.slug })
    const { version } = await publish(article)

    const moved = await save({ id: article.id, version }, { slug: `${article.slug}-moved` })
    await withdraw(moved)

    const [, renamed, gone] = await got(heard, 3)
    expect(renamed).toMatchObject({
      kind: 'UPDATED',
      changedFields: ['slug'],
      article: { slug: `${article.slug}-moved` },
    })
    expect(gone).toMatchObject({ kind: 'WITHDRAWN', article: null })
  })

  it('follows a topic with all topics below it, also one that an article leaves', async () => {
    const [top, elsewhere] = [await given.topic(), await given.topic()]
    const below = await given.topic({ parent: await given.topic({ parent: top }) })
    const [article, other] = [await draft({ topics: [below] }), await draft({ topics: [elsewhere] })]
    const heard = await follow({ topic: top.slug })

    await publish(other)
    const live = await publish(article)
    const saved = await save(live, { topics: [{ topicId: elsewhere.id }] })
    await publish(await publish(saved).then((at) => save(at, { headline: 'Elsewhere now' })))

    const changes = await got(heard, 2)
    expect(changes[0]).toMatchObject({ kind: 'PUBLISHED', article: { slug: article.slug } })
    expect(changes[1]).toMatchObject({ kind: 'UPDATED', changedFields: expect.arrayContaining(['topics']) })
  })

  it('follows what is corrected and rewritten below a topic and of an author', async () => {
    const [top, writer] = [await given.topic(), await given.author()]
    const below = await given.topic({ parent: top })
    const live = await given.article({ topics: [below], credits: [{ author: writer }] })
    const heard = [await follow({ topic: top.slug }), await follow({ author: writer.slug })]

    const correction = { kind: 'CORRECTION', text: 'The bridge is older.' }
    const { version } = await acted(editor, 'addCorrection', live, correction)
    const body = [{ paragraph: { html: 'Another text.' } }]
    await publish(await save({ id: live.id, version }, { body }))

    for (const one of heard)
      expect((await got(one, 2)).map(({ kind, changedFields }) => [kind, changedFields])).toEqual([
        ['CORRECTED', ['corrections']],
        ['UPDATED', expect.arrayContaining(['body'])],
      ])
  })

  it('gives what was missed after a cursor, none twice', async () => {
    const article = await draft()
    const first = await follow({ slug: article.slug })
    const live = await publish(article)
    const [{ cursor } = {}] = await got(first, 1)
    first.stop()

    const corrected = await acted(editor, 'addCorrection', live, { kind: 'CORRECTION', text: 'It was Tuesday.' })
    const second = await follow({ slug: article.slug }, cursor)
    await withdraw(corrected)

    const changes = await got(second, 2)
    expect(changes.map(({ kind }) => kind)).toEqual(['CORRECTED', 'WITHDRAWN'])
    expect(changes[0]?.changedFields).toEqual(['corrections'])
  })

  it('says RESYNC for a cursor that is older than a day, and for one of another database', async () => {
    const article = await draft()
    const first = await follow({ slug: article.slug })
    const live = await publish(article)
    const [{ cursor } = {}] = await got(first, 1)
    const corrected = await acted(editor, 'addCorrection', live, { kind: 'CORRECTION', text: 'It was Tuesday.' })
    await got(first, 2)
    await database.query({
      text: `update outbox_event set at = now() - interval '25 hours' where article_id = $1::uuid`,
      parameters: [article.uuid],
    })

    const old = await follow({ slug: article.slug }, cursor)
    const foreign = await follow({ slug: article.slug }, Buffer.from('a999999999').toString('base64url'))
    await got(old, 1)
    await got(foreign, 1)
    await withdraw(corrected)

    for (const heard of [old, foreign]) {
      const [resync, withdrawn] = await got(heard, 2)
      expect(resync).toMatchObject({ kind: 'RESYNC', article: null, cursor: expect.any(String) })
      expect(withdrawn).toMatchObject({ kind: 'WITHDRAWN' })
    }
  })

  it('is refused with a cursor of something else, a bad id, and stage DRAFT without the desk', async () => {
    const query = (args: string) => server.listen({ query: `subscription { articleChanges${args} { kind } }` })
    const errors = await Promise.all(
      ['(after: "x")', '(where: { id: "topic_1" })', '(stage: DRAFT)', '(previewToken: "x")'].map(async (args) =>
        end(await query(args)),
      ),
    )

    expect(errors.map((error) => error)).toMatchObject([
      [{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }],
      [{ extensions: { code: 'BAD_USER_INPUT', argument: 'where.id' } }],
      [{ extensions: { code: 'FORBIDDEN' } }],
      [{ extensions: { code: 'BAD_USER_INPUT', argument: 'previewToken' } }],
    ])
  })

  it('reads a change once for all who ask for the same', async () => {
    const article = await draft()
    const heard = []
    for (let count = 0; count < 12; count++) heard.push(await follow({ slug: article.slug }))
    const before = server.statementsSent.length

    const live = await publish(article)
    await Promise.all(heard.map((one) => got(one, 1)))
    await withdraw(live)
    await Promise.all(heard.map((one) => got(one, 2)))

    expect(new Set(heard.map(({ results }) => JSON.stringify(results))).size).toBe(1)
    expect(server.statementsSent.slice(before).filter(readsArticle)).toHaveLength(1)
  })
})

/** Whether a statement reads what the subscription shows of an article, as readers have it. */
function readsArticle({ text }: { text: string }): boolean {
  return text.startsWith('select (select json_build_object') && text.includes('"headline"')
}

describe('a topic that does not exist yet', () => {
  it('is followed from when it does', async () => {
    const slug = `new-${onPostgresql ? 'p' : 'e'}`
    const heard = await follow({ topic: slug })
    const { topic } = await editor.mutate<{ topic: { id: string } }>(
      `mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } userErrors { message } } }`,
      { input: { name: 'New', slug } },
    )

    const article = await draft({ topics: [{ ...topic, uuid: topic.id.replace('topic_', ''), slug }] })
    await publish(article)

    expect(await got(heard, 1)).toMatchObject([{ kind: 'PUBLISHED', article: { slug: article.slug } }])
  })
})
