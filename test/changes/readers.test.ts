import { readFileSync } from 'node:fs'
import { buildSchema, isObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { FIELDS_OF_DESK, readersPayload } from '../../src/changes/readers-payload.ts'
import { EVENTS, type EventName } from '../../src/outbox/events.ts'
import { testDatabase } from '../helpers/database.ts'
import { isForbidden } from '../reading-api/crawl.ts'
import { acted } from '../workflow/acting.ts'
import { changesDesk, named, type ShownEvent } from './changes-desk.ts'

// What readers and the desk get of events, and what becomes of what they are about.

const database = await testDatabase()
const { prisma } = database
const { api, changes, changesOfDesk, now, editor, given, done } = await changesDesk(database, {
  SLUG_SCRIPT: 'unicode',
})

/** What readers and the desk get of what is done. */
async function told(
  work: () => Promise<unknown>,
): Promise<{ readers: readonly ShownEvent[]; desk: readonly ShownEvent[] }> {
  const after = await now()
  await work()
  const [ofReaders, ofDesk] = [await changes({ first: 100, after }), await changesOfDesk({ first: 100, after })]
  return { readers: named(ofReaders.nodes), desk: named(ofDesk.nodes) }
}

const typesOf = (events: readonly ShownEvent[]) => events.map(({ type }) => type)

const publish = (article: { id: string; version?: number }) => acted(editor, 'publishArticle', article)

describe('Readers get no event of what is not published', () => {
  it('of drafts, and of what is done with them', async () => {
    const secret = 'quagga'
    const article = await given.article({ status: 'DRAFT', slug: secret, headline: secret })

    const { readers, desk } = await told(async () => {
      await acted(editor, 'updateArticle', article, { headline: `${secret} again` })
      await acted(editor, 'addCorrection', await withdrawn(secret), { kind: 'CORRECTION', text: secret })
      await done('createRedirect', { path: `/2016/${secret}`, targetId: article.id })
    })

    expect(JSON.stringify(readers.filter(({ subjectId }) => subjectId === article.id))).toBe('[]')
    expect(typesOf(readers)).not.toContain('REDIRECT_CREATED')
    expect(typesOf(desk)).toContain('REDIRECT_CREATED')

    const published = await told(() => publish({ ...article, version: 2 }))
    expect(published.readers.find(({ type }) => type === 'ARTICLE_PUBLISHED')?.paths).toContain(`/2016/${secret}`)
  })

  async function withdrawn(slug: string) {
    const article = await given.article({ slug: `${slug}-withdrawn`, headline: slug })
    const { version } = await acted(editor, 'withdrawArticle', article, { reason: slug })
    return { ...article, version }
  }

  it('by the addresses that an article had only as a draft', async () => {
    const article = await given.article({ status: 'DRAFT', slug: 'secret-deal' })
    const { version } = await acted(editor, 'updateArticle', article, { slug: 'a-deal' })

    const { readers, desk } = await told(() => publish({ ...article, version }))

    expect(readers[0]?.paths).toEqual(['/article/a-deal'])
    expect(desk[0]?.paths).toContain('/article/a-deal')
    expect(JSON.stringify(readers)).not.toContain('secret')
  })

  it('of images that no page shows, until one does', async () => {
    const image = await given.image()
    const article = await given.article({ status: 'DRAFT', captions: [{ image, role: 'LEAD' }] })
    const change = (credit: string, version: number) => done('updateImage', { id: image.id, version, credit })

    const hidden = await told(() => change('AP', 1))
    expect(typesOf(hidden.desk)).toEqual(['IMAGE_UPDATED'])
    expect(hidden.readers).toEqual([])

    await publish(article)
    const { readers } = await told(() => change('Reuters', 2))
    expect(readers).toMatchObject([
      {
        type: 'IMAGE_UPDATED',
        subject: { __typename: 'Image' },
        subjectId: image.id,
        payload: { id: image.id, file: expect.any(String), changedFields: ['credit'] },
      },
    ])
    expect(Object.keys(readers[0]?.payload ?? {}).sort()).toEqual(['changedFields', 'file', 'id'])

    const withheld = await told(() =>
      done('updateImage', { id: image.id, version: 3, withheld: true, withheldReason: 'a lawsuit' }),
    )
    expect(withheld.readers).toMatchObject([{ type: 'IMAGE_UPDATED', subject: null, subjectId: image.id }])
    expect(JSON.stringify(withheld.readers)).not.toMatch(/withheldReason|lawsuit/)
    expect(JSON.stringify(withheld.desk)).toContain('withheldReason')
  })

  it('of images that come and go in the library', async () => {
    const image = await given.image()
    const { readers, desk } = await told(() => done('deleteImage', { id: image.id, version: 1 }))

    expect(typesOf(desk)).toEqual(['IMAGE_DELETED'])
    expect(readers).toEqual([])
  })

  it('of an author of whom only the desk sees what changed', async () => {
    const author = await given.author()
    const user = await prisma.user.create({ data: { name: 'Noa', role: 'REPORTER' } })
    const admin = api.as('ADMIN')
    const after = await now()

    const { userErrors } = await admin.mutate<{ userErrors: object[] }>(
      'mutation ($input: UpdateAuthorInput!) { updateAuthor(input: $input) { userErrors { message } } }',
      { input: { id: author.id, version: 1, userId: `user_${user.id}` } },
    )

    expect(userErrors).toEqual([])
    expect(typesOf(named((await changesOfDesk({ first: 9, after })).nodes))).toEqual(['AUTHOR_UPDATED'])
    expect(named((await changes({ first: 9, after })).nodes)).toEqual([])
    const { readers } = await told(() => done('updateAuthor', { id: author.id, version: 2, name: 'Noa Levi' }))
    expect(readers).toMatchObject([{ type: 'AUTHOR_UPDATED', payload: { changedFields: ['name'] } }])
  })
})

describe('A withdrawn article', () => {
  it('has its event, and is no subject for readers: not of earlier events either', async () => {
    const article = await given.article({ status: 'DRAFT', slug: 'a-ferry' })
    const { readers, desk } = await told(async () => {
      const { version } = await publish(article)
      await acted(editor, 'withdrawArticle', { ...article, version }, { reason: 'A complaint' })
    })

    expect(typesOf(readers)).toEqual(['ARTICLE_PUBLISHED', 'ARTICLE_WITHDRAWN'])
    expect(readers.map(({ subject, subjectId }) => [subject, subjectId])).toEqual([
      [null, article.id],
      [null, article.id],
    ])
    expect(readers[1]?.paths).toEqual(['/article/a-ferry'])
    expect(JSON.stringify(readers)).not.toContain('complaint')
    expect(desk.map(({ subject }) => subject)).toEqual([
      { __typename: 'Article', slug: 'a-ferry' },
      { __typename: 'Article', slug: 'a-ferry' },
    ])
  })

  it('and its corrections say readers nothing more', async () => {
    const article = await given.article()
    const { readers, desk } = await told(() =>
      acted(editor, 'addCorrection', article, { kind: 'CORRECTION', text: 'A name was wrong' }),
    )

    expect(readers[0]?.payload.correction).toEqual({ kind: 'CORRECTION', publishedAt: expect.any(String) })
    expect(JSON.stringify(desk)).toContain('A name was wrong')
  })
})

describe('An article, topic or author that moves', () => {
  it('has its old and its new address, in any letters', async () => {
    const article = await given.article({ locale: 'he', slug: 'גשר-ישן' })

    const { readers } = await told(() => acted(editor, 'updateArticle', article, { slug: 'גשר-חדש' }))

    expect(readers).toMatchObject([
      {
        type: 'ARTICLE_UPDATED',
        subject: { slug: 'גשר-חדש' },
        payload: { slug: 'גשר-חדש', previousSlug: 'גשר-ישן', changedFields: ['slug'] },
      },
    ])
    expect(readers[0]?.paths).toEqual(
      expect.arrayContaining(['גשר-חדש', 'גשר-ישן'].map((slug) => `/he/article/${encodeURIComponent(slug)}`)),
    )
  })

  it('and of a merged topic the one that stays is the subject', async () => {
    const [from, into] = [await given.topic({ slug: 'the-nile' }), await given.topic({ slug: 'nile' })]
    const article = await given.article({ topics: [from] })

    const { readers } = await told(() => done('mergeTopics', { fromId: from.id, intoId: into.id }))

    const merged = readers.find(({ type }) => type === 'TOPIC_MERGED')
    expect(merged).toMatchObject({
      subject: { __typename: 'Topic', slug: 'nile' },
      subjectId: from.id,
      payload: { id: from.id, slug: 'the-nile', into: { id: into.id, slug: 'nile' } },
    })
    expect(merged?.paths).toContain('/topic/the-nile')
    expect(readers).toContainEqual(expect.objectContaining({ type: 'ARTICLE_UPDATED', subjectId: article.id }))
  })

  it('and what was deleted is none, with its id', async () => {
    const topic = await given.topic({ slug: 'gone' })
    const { readers, desk } = await told(() => done('deleteTopic', { id: topic.id, version: 1 }))

    for (const events of [readers, desk])
      expect(events).toMatchObject([
        { type: 'TOPIC_DELETED', subject: null, subjectId: topic.id, paths: ['/topic/gone'] },
      ])
  })
})

describe('The desk gets what happened, as it was written', () => {
  it('with each subject that it may see', async () => {
    const front = await given.front({ slug: 'home' })
    const version = await given.siteVersion()
    const rename = () =>
      api
        .as('ADMIN')
        .mutate(
          'mutation ($input: UpdateSiteSettingsInput!) { updateSiteSettings(input: $input) { userErrors { message } } }',
          {
            input: { version, name: 'The Daily' },
          },
        )
    const { desk, readers } = await told(async () => {
      await done('publishFront', { id: front.id, version: 1 })
      await done('createRedirect', { path: '/2016/about', location: '/about' })
      await rename()
    })

    expect(desk.map(({ type, subject }) => [type, subject?.__typename])).toEqual([
      ['FRONT_PUBLISHED', 'Front'],
      ['REDIRECT_CREATED', 'SiteRedirect'],
      ['SITE_UPDATED', undefined],
    ])
    expect(readers.map(({ type, subject }) => [type, subject?.__typename])).toEqual([
      ['FRONT_PUBLISHED', 'Front'],
      ['REDIRECT_CREATED', undefined],
      ['SITE_UPDATED', undefined],
    ])
    expect(JSON.stringify(desk)).toContain('version')
    expect(JSON.stringify(readers)).not.toContain('version')
  })
})

describe('The table of events', () => {
  const names = Object.keys(EVENTS).filter((name): name is EventName => name in EVENTS)
  const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'

  it.each(names)('decides as the database does whether readers get %s', async (name) => {
    const { readers, subject } = EVENTS[name]
    const ofDesk = Object.entries(FIELDS_OF_DESK[subject] ?? {}).flatMap(([field, other]) =>
      other === null ? [field] : [],
    )
    const isShown = async (changedFields: readonly string[], tag: string) => {
      const [row] = await prisma.$queryRaw<{ shown: boolean }[]>`SELECT event_for_readers(${name},
        ${JSON.stringify({ id: `x_${uuid}`, changedFields })}::jsonb, ARRAY[purge_tag('i', ${tag})]) AS shown`
      return row?.shown
    }

    const fieldsSay = { ALWAYS: true, OF_PUBLIC_FIELDS: false, OF_SHOWN_IMAGES: false, NEVER: false }[readers]
    // No event has these among its fields.
    const neverSent = ['version', 'activity', 'followerCount']
    for (const field of ofDesk.filter((one) => !neverSent.includes(one)))
      expect(await isShown([field], 'another'), field).toBe(fieldsSay)
    expect(await isShown(['name'], 'another')).toBe(readers === 'ALWAYS' || readers === 'OF_PUBLIC_FIELDS')
    expect(await isShown(['name', ...ofDesk], uuid)).toBe(readers !== 'NEVER')
  })

  it('knows the fields that only the desk reads', () => {
    const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
    for (const subject of new Set(names.map((name) => EVENTS[name].subject))) {
      const type = schema.getType(subject)
      const fields = isObjectType(type) ? Object.values(type.getFields()).filter(isForbidden) : []
      // No event of these says which fields changed.
      if (
        !names.some(
          (name) => EVENTS[name].subject === subject && EVENTS[name].payload.some((one) => one === 'changedFields'),
        )
      )
        continue
      expect(Object.keys(FIELDS_OF_DESK[subject] ?? {}).sort(), subject).toEqual(fields.map(({ name }) => name).sort())
    }
  })

  it('gives readers only fields that it names', () => {
    const payload = {
      id: 'article_x',
      slug: null,
      secret: 1,
      version: 2,
      toString: 3,
      changedFields: ['headline', 'editorNote', 1],
      translation: { id: 'x', revisionId: 'y' },
    }

    expect(readersPayload('article.updated', payload)).toEqual({
      id: 'article_x',
      slug: null,
      changedFields: ['headline', 1],
      translation: { id: 'x' },
    })
    expect(readersPayload('topic.updated', { changedFields: ['curatedTopics', 'relatedTopics', 'name'] })).toEqual({
      changedFields: ['relatedTopics', 'name'],
    })
  })
})
