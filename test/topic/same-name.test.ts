import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

const CREATE_TOPIC = `mutation ($input: CreateTopicInput!) { createTopic(input: $input) {
  topic { id name slug kind } userErrors { code path message } } }`
const UPDATE_TOPIC = `mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) {
  topic { id name version } userErrors { code path message } } }`
const MERGE = `mutation ($input: MergeTopicsInput!) { mergeTopics(input: $input) { topic { id } userErrors { code } } }`
const CREATE_AUTHOR = `mutation ($input: CreateAuthorInput!) { createAuthor(input: $input) {
  author { id slug } warnings { code path message } userErrors { code path } } }`
const UPDATE_AUTHOR = `mutation ($input: UpdateAuthorInput!) { updateAuthor(input: $input) {
  author { id version } warnings { code path message } userErrors { code path } } }`

interface Payload {
  topic?: { id: string; name: string; slug?: string; version?: number } | null
  author?: { id: string; slug?: string; version?: number } | null
  warnings?: { code: string; path: string[]; message: string }[]
  userErrors: { code: string; path: string[]; message: string }[]
}

const createTopic = (input: object) => editor.mutate<Payload>(CREATE_TOPIC, { input })
const updateTopic = (input: object) => editor.mutate<Payload>(UPDATE_TOPIC, { input })
const createAuthor = (input: object) => editor.mutate<Payload>(CREATE_AUTHOR, { input })
const updateAuthor = (input: object) => editor.mutate<Payload>(UPDATE_AUTHOR, { input })

const taken = (field: string, { id, slug, name }: { id: string; slug: string; name: string }) => [
  { code: 'TAKEN', path: ['input', field], message: expect.stringContaining(`"${name}" (${slug}, ${id})`) },
]

describe('A topic with the name of another of its kind', () => {
  it.each([
    ['Egypt', 'Egypt'],
    ['Jordan', 'JORDAN'],
    ['Syria', ' Syria  '],
    ['North Korea', 'north\u00a0 korea'],
    ['Café society', 'CAFÉ Society'.normalize('NFD')],
    ['Straße', 'STRASSE'],
    ['פיקוד הצפון', 'פיקוד  הצפון\u200f'],
    ['O’Brien inquiry', "O'Brien Inquiry"],
  ])('is not made: %s is there, %s is TAKEN by it', async (name, again) => {
    const there = await given.topic({ name, kind: 'EVENT' })

    const { topic, userErrors } = await expectNoChange(database, () => createTopic({ name: again, kind: 'EVENT' }))

    expect(topic).toBeNull()
    expect(userErrors).toEqual(taken('name', there))
  })

  it('is made where it is of another kind, or differs in an accent', async () => {
    await given.topic({ name: 'Cafe', kind: 'PLACE' })

    for (const input of [
      { name: 'Cafe', kind: 'SERIES' },
      { name: 'Café', kind: 'PLACE' },
    ]) {
      expect((await createTopic(input)).userErrors).toEqual([])
    }
  })

  it('is told together with all else that is wrong', async () => {
    const there = await given.topic({ name: 'Yemen' })

    const { userErrors } = await expectNoChange(database, () => createTopic({ name: 'yemen', slug: 'No slug' }))

    expect(userErrors.map(({ code, path }) => `${code} ${path.join('.')}`).sort()).toEqual([
      'INVALID input.slug',
      'TAKEN input.name',
    ])
    expect(userErrors).toEqual(expect.arrayContaining(taken('name', there)))
  })

  it('cannot be got by a change of its name or of its kind', async () => {
    const there = await given.topic({ name: 'Libya', kind: 'PLACE' })
    const tripoli = await given.topic({ name: 'Tripoli', kind: 'PLACE' })
    const series = await given.topic({ name: 'LIBYA', kind: 'SERIES' })

    const renamed = await expectNoChange(database, () => updateTopic({ id: tripoli.id, version: 1, name: 'libya' }))
    const other = await expectNoChange(database, () => updateTopic({ id: series.id, version: 1, kind: 'PLACE' }))

    expect(renamed.userErrors).toEqual(taken('name', there))
    expect(other.userErrors).toEqual(taken('kind', there))
  })

  it('can be spelt otherwise, be changed in all else, and be merged, where two have been there for long', async () => {
    const one = await given.topic({ name: 'Sudan' })
    const other = await given.topic({ name: 'Sudan ' })

    expect((await updateTopic({ id: one.id, version: 1, name: 'SUDAN', description: 'A country' })).userErrors).toEqual(
      [],
    )
    expect((await updateTopic({ id: other.id, version: 1, description: 'Another' })).userErrors).toEqual([])
    const merged = await editor.mutate<Payload>(MERGE, { input: { fromId: other.id, intoId: one.id } })
    expect(merged.userErrors).toEqual([])
    expect((await createTopic({ name: 'Sudan' })).userErrors).toMatchObject([{ code: 'TAKEN' }])
  })

  it('is made once by many at once', async () => {
    const names = ['Tunis', 'TUNIS', 'tunis ', 'Tunis', 'Tu\u00adnis', 'tUNIS']

    const payloads = await Promise.all(names.map((name) => createTopic({ name })))

    const made = payloads.filter(({ topic }) => topic)
    expect(made).toHaveLength(1)
    for (const { topic, userErrors } of payloads) {
      if (topic) expect(userErrors).toEqual([])
      else
        expect(userErrors).toMatchObject([
          { code: 'TAKEN', message: expect.stringContaining(made[0]?.topic?.id ?? '-') },
        ])
    }
  })

  it('is made by one of two that are renamed to it at once', async () => {
    const [one, other] = [await given.topic({ name: 'Rabat one' }), await given.topic({ name: 'Rabat two' })]

    const payloads = await Promise.all(
      [one, other].map(({ id }, index) => updateTopic({ id, version: 1, name: ['Rabat', 'RABAT'][index] })),
    )

    expect(payloads.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(['TAKEN'])
  })
})

describe('An author with the name of another', () => {
  const warned = ({ id, slug, name }: { id: string; slug: string; name: string }) => [
    { code: 'SAME_NAME', path: ['name'], message: expect.stringContaining(`"${name}" (${slug}, ${id})`) },
  ]

  it('is made, since two people can have one name, with a warning that names the other', async () => {
    const there = await given.author({ name: 'Jack Khoury' })

    const { author, warnings, userErrors } = await createAuthor({ name: 'jack  KHOURY' })

    expect(userErrors).toEqual([])
    expect(author?.slug).toBe('jack-khoury')
    expect(warnings).toEqual(warned(there))
  })

  it('is warned of on a change of the name alone', async () => {
    const there = await given.author({ name: 'דנה לוי' })
    const { id } = await given.author({ name: 'דנה' })

    expect((await updateAuthor({ id, version: 1, bio: 'A reporter' })).warnings).toEqual([])
    expect((await updateAuthor({ id, version: 2, name: 'דנה  לוי' })).warnings).toEqual(warned(there))
    expect((await updateAuthor({ id, version: 3, bio: 'A critic' })).warnings).toEqual([])
  })

  it('is warned of to the second of two who make it at once', async () => {
    const payloads = await Promise.all([createAuthor({ name: 'Noa Levi' }), createAuthor({ name: 'NOA LEVI' })])

    expect(payloads.flatMap(({ userErrors }) => userErrors)).toEqual([])
    expect(payloads.flatMap(({ warnings }) => warnings?.map(({ code }) => code))).toEqual(['SAME_NAME'])
  })

  it('has no warnings, and not null, where it is refused', async () => {
    expect(await createAuthor({ name: ' ' })).toMatchObject({ author: null, warnings: [] })
  })
})
