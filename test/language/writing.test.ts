import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import {
  type AuthorPayload,
  CREATE_AUTHOR,
  CREATE_TOPIC,
  faultsOf,
  type TopicPayload,
  translator,
  UPDATE_AUTHOR,
  UPDATE_TOPIC,
} from './translating.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const { translateTopic, translateAuthor } = translator(editor)

const HE = { locale: 'he', name: 'מצרים', slug: 'egypt-he', description: 'המדינה שעל הנילוס.' }
const create = (input: object) => editor.mutate<TopicPayload>(CREATE_TOPIC, { input })
const update = (input: object) => editor.mutate<TopicPayload>(UPDATE_TOPIC, { input })
const createAuthor = (input: object) => editor.mutate<AuthorPayload>(CREATE_AUTHOR, { input })
const addressed = (path: string) => ({ path, url: `https://daily.example${path}` })

describe('A topic', () => {
  it('is created with translations, each cleaned, with its own address, in the order of locales', async () => {
    const { topic, userErrors } = await create({
      name: 'Egypt of createTopic',
      translations: [
        { ...HE, name: '  מצרים\u0000 '.replace('\u0000', '\u0007') },
        { locale: 'AR', name: 'مصر' },
      ],
    })

    expect(userErrors).toEqual([])
    expect(topic?.translations).toEqual([
      { locale: 'ar', name: 'مصر', slug: 'msr', description: null, ...addressed('/ar/topic/msr') },
      { ...HE, ...addressed('/he/topic/egypt-he') },
    ])
  })

  it('gets the translations of the list and no others; a slug that is omitted stays', async () => {
    const one = await given.topic()
    const first = await translateTopic(one, [
      { locale: 'he', name: 'ירדן', slug: 'jordan-he' },
      { locale: 'fr', name: 'Jordanie' },
    ])
    const second = await translateTopic(first, [
      { locale: 'he', name: 'ממלכת ירדן' },
      { locale: 'de', name: 'Jordanien' },
    ])

    expect(second).toMatchObject({
      version: 3,
      translations: [
        { locale: 'de', slug: 'jordanien' },
        { locale: 'he', name: 'ממלכת ירדן', slug: 'jordan-he' },
      ],
    })
    expect(await translateTopic(second, [])).toMatchObject({ version: 4, translations: [] })
  })

  it('that would be as it is gets no version, no entry and no event', async () => {
    const one = await given.topic()
    const { version } = await translateTopic(one, [{ locale: 'he', name: 'סוריה', slug: 'syria' }])
    const events = await prisma.outboxEvent.count()

    expect(await translateTopic({ ...one, version }, [{ locale: 'he', name: ' סוריה ' }])).toMatchObject({ version })
    expect(await prisma.outboxEvent.count()).toBe(events)
  })

  it('tells in its trail and its event what was translated', async () => {
    const one = await given.topic()
    await translateTopic(one, [{ locale: 'he', name: 'לבנון', slug: 'lebanon-he' }])

    const entry = await prisma.activity.findFirstOrThrow({ where: { subjectId: one.uuid, action: 'SAVED' } })
    expect(entry.changedFields).toMatchObject([
      { field: 'translations', before: null, after: expect.stringContaining('לבנון') },
    ])
    const event = await prisma.outboxEvent.findFirstOrThrow({ orderBy: { id: 'desc' } })
    expect(event).toMatchObject({ type: 'topic.updated', payload: { id: one.id, changedFields: ['translations'] } })
  })

  it.each([
    ['a language that is none', [{ locale: 'nonsense', name: 'x' }], [['INVALID', 'input.translations.0.locale']]],
    [
      'languages that cannot even be looked up',
      [
        { locale: 'a\0b', name: 'x' },
        { locale: 'h', name: 'y' },
      ],
      [
        ['INVALID', 'input.translations.0.locale'],
        ['INVALID', 'input.translations.1.locale'],
      ],
    ],
    ["the site's language", [{ locale: 'en', name: 'x' }], [['INVALID', 'input.translations.0.locale']]],
    [
      'a language twice',
      [
        { locale: 'he', name: 'x' },
        { locale: 'iw', name: 'y' },
      ],
      [['DUPLICATE', 'input.translations.1.locale']],
    ],
    ['an empty name', [{ locale: 'he', name: ' ' }], [['REQUIRED', 'input.translations.0.name']]],
    ['a long name', [{ locale: 'he', name: 'x'.repeat(201) }], [['TOO_LONG', 'input.translations.0.name']]],
    [
      'a long description',
      [{ locale: 'he', name: 'x', description: 'x'.repeat(2001) }],
      [['TOO_LONG', 'input.translations.0.description']],
    ],
    [
      'a slug in other letters',
      [{ locale: 'he', name: 'x', slug: 'מצרים' }],
      [['INVALID', 'input.translations.0.slug']],
    ],
    ['a slug in upper case', [{ locale: 'he', name: 'x', slug: 'Egypt' }], [['INVALID', 'input.translations.0.slug']]],
    ['too many', Array.from({ length: 51 }, () => ({ locale: 'he', name: 'x' })), [['TOO_LONG', 'input.translations']]],
    [
      'all of it at once',
      [
        { locale: 'en', name: '' },
        { locale: 'he', name: 'x', slug: '' },
      ],
      [
        ['REQUIRED', 'input.translations.0.name'],
        ['REQUIRED', 'input.translations.1.slug'],
        ['INVALID', 'input.translations.0.locale'],
      ],
    ],
  ])('is refused %s, and nothing is written', async (_what, translations, faults) => {
    const one = await given.topic()

    expect(faultsOf(await expectNoChange(database, () => update({ id: one.id, version: 1, translations })))).toEqual(
      faults,
    )
    expect(faultsOf(await expectNoChange(database, () => create({ name: 'New', translations })))).toEqual(faults)
  })

  it('cannot take the slug of another in the same language; one is suggested, and the holder named', async () => {
    const [one, other] = [await given.topic(), await given.topic()]
    await translateTopic(one, [{ locale: 'he', name: 'עזה', slug: 'gaza-he' }])
    const input = { id: other.id, version: 1, translations: [{ locale: 'he', name: 'רצועת עזה', slug: 'gaza-he' }] }
    const document = `mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) {
      userErrors { code path details { ... on TakenDetails { value suggestion topic { id } } } } } }`

    const { userErrors } = await expectNoChange(database, () => editor.mutate(document, { input }))

    expect(userErrors).toEqual([
      {
        code: 'TAKEN',
        path: ['input', 'translations', '0', 'slug'],
        details: { value: 'gaza-he', suggestion: 'gaza-he-2', topic: { id: one.id } },
      },
    ])
    expect((await translateTopic(other, [{ locale: 'ar', name: 'غزة', slug: 'gaza-he' }])).translations).toMatchObject([
      { locale: 'ar', slug: 'gaza-he' },
    ])
  })

  it('gets a free slug from its name, never one that redirects', async () => {
    const [one, two, three] = [await given.topic(), await given.topic(), await given.topic({ kind: 'EVENT' })]
    const first = await translateTopic(one, [{ locale: 'de', name: 'Wahl' }])
    await translateTopic(first, [{ locale: 'de', name: 'Wahl', slug: 'die-wahl' }])

    expect((await translateTopic(three, [{ locale: 'de', name: 'Wahl' }])).translations).toMatchObject([
      { slug: 'wahl-2' },
    ])
    expect((await translateTopic(two, [{ locale: 'nl', name: 'Wahl' }])).translations).toMatchObject([{ slug: 'wahl' }])
  })

  it('cannot have the name of another of its kind in the same language', async () => {
    const [one, other] = [await given.topic(), await given.topic()]
    await translateTopic(one, [{ locale: 'he', name: 'עיראק' }])
    const translations = [{ locale: 'he', name: 'עיראק ' }]

    expect(faultsOf(await expectNoChange(database, () => update({ id: other.id, version: 1, translations })))).toEqual([
      ['TAKEN', 'input.translations.0.name'],
    ])
    expect((await update({ id: other.id, version: 1, kind: 'EVENT', translations })).userErrors).toEqual([])
  })

  it('at another version is a conflict, and roles that may not change topics may not translate them', async () => {
    const one = await given.topic()
    const input = { id: one.id, version: 2, translations: [{ locale: 'he', name: 'איראן' }] }

    expect(await expectNoChange(database, () => update(input))).toMatchObject({
      topic: null,
      conflict: { currentVersion: 1 },
      userErrors: [{ code: 'CONFLICT' }],
    })
    const errors = await expectNoChange(database, () =>
      api.as('REPORTER').errors(UPDATE_TOPIC, { input: { ...input, version: 1 } }),
    )
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('An author', () => {
  it('is created and changed with translations', async () => {
    const he = {
      locale: 'he',
      name: "ג'קי חורי",
      slug: 'jack-khoury',
      jobTitle: 'כתב לענייני ערבים',
      bio: 'כותב על העולם הערבי.',
    }
    const { author, userErrors } = await createAuthor({ name: 'Jack Khoury', slug: 'jack', translations: [he] })
    if (!author) throw new Error(JSON.stringify(userErrors))

    expect(author.translations).toEqual([{ ...he, ...addressed('/he/author/jack-khoury') }])
    const changed = await translateAuthor(author, [{ locale: 'he', name: "ג'ק חורי", bio: null }])
    expect(changed.translations).toMatchObject([{ name: "ג'ק חורי", slug: 'jack-khoury', jobTitle: null, bio: null }])
  })

  it.each([
    ["the site's language", [{ locale: 'en', name: 'x' }], [['INVALID', 'input.translations.0.locale']]],
    [
      'a long job title',
      [{ locale: 'he', name: 'x', jobTitle: 'x'.repeat(201) }],
      [['TOO_LONG', 'input.translations.0.jobTitle']],
    ],
    [
      'a long biography',
      [{ locale: 'he', name: 'x', bio: 'x'.repeat(5001) }],
      [['TOO_LONG', 'input.translations.0.bio']],
    ],
    ['a slug that is none', [{ locale: 'he', name: 'x', slug: 'a--b' }], [['INVALID', 'input.translations.0.slug']]],
  ])('is refused %s, and nothing is written', async (_what, translations, faults) => {
    const one = await given.author()
    const input = { id: one.id, version: 1, translations }

    expect(
      faultsOf(await expectNoChange(database, () => editor.mutate<AuthorPayload>(UPDATE_AUTHOR, { input }))),
    ).toEqual(faults)
    expect(faultsOf(await expectNoChange(database, () => createAuthor({ name: 'New', translations })))).toEqual(faults)
  })

  it('cannot take the slug of another in the same language', async () => {
    const [one, other] = [await given.author(), await given.author()]
    await translateAuthor(one, [{ locale: 'he', name: 'דנה', slug: 'dana' }])
    const input = { id: other.id, version: 1, translations: [{ locale: 'he', name: 'דנה כהן', slug: 'dana' }] }

    expect(
      faultsOf(await expectNoChange(database, () => editor.mutate<AuthorPayload>(UPDATE_AUTHOR, { input }))),
    ).toEqual([['TAKEN', 'input.translations.0.slug']])
  })
})

describe('Topics that are merged', () => {
  it('lose no language: names move or stay, descriptions fill what is empty, addresses lead on', async () => {
    const [from, into] = [await given.topic(), await given.topic()]
    await translateTopic(from, [
      { locale: 'he', name: 'ארצות הברית', slug: 'usa-he', description: 'מעצמה.' },
      { locale: 'ar', name: 'أمريكا', slug: 'usa-ar' },
    ])
    await translateTopic(into, [{ locale: 'he', name: 'אמריקה', slug: 'america-he' }])

    const document = `mutation ($input: MergeTopicsInput!) { mergeTopics(input: $input) { topic { translations { locale name slug description } } userErrors { code } } }`
    const { topic } = await editor.mutate(document, { input: { fromId: from.id, intoId: into.id } })

    expect(topic).toEqual({
      translations: [
        { locale: 'ar', name: 'أمريكا', slug: 'usa-ar', description: null },
        { locale: 'he', name: 'אמריקה', slug: 'america-he', description: 'מעצמה.' },
      ],
    })
    const resolve = async (path: string) =>
      (
        await api.query(
          'query ($path: String!) { resolvePath(path: $path) { __typename ... on Redirect { location } ... on Topic { id } } }',
          { path },
        )
      ).resolvePath
    expect(await resolve('/he/topic/usa-he')).toEqual({ __typename: 'Redirect', location: '/he/topic/america-he' })
    expect(await resolve('/ar/topic/usa-ar')).toEqual({ __typename: 'Topic', id: into.id })
    expect(await resolve(`/he/topic/${from.slug}`)).toEqual({
      __typename: 'Redirect',
      location: '/he/topic/america-he',
    })
  })
})
