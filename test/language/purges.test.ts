import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { entityTag, kindTag, listTag, searchTag, slugTag } from '../helpers/tags.ts'
import { eventsAfter, sorted } from '../outbox/purges.ts'
import { translator } from './translating.ts'

// What a change of a translation purges, and that what readers had before depends on it.

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const { translateTopic, translateAuthor } = translator(editor)

const purges = async (work: () => Promise<unknown>) =>
  (await eventsAfter(database, work)).map(({ type, tags, paths }) => ({
    type,
    tags: sorted(tags),
    paths: sorted(paths),
  }))

describe('A translation', () => {
  it('that is new purges its topic, the addresses in all languages, and search where the topic has articles', async () => {
    const one = await given.topic({ slug: 'tagged' })
    const first = await translateTopic(one, [{ locale: 'he', name: 'תג', slug: 'tag-he' }])
    await given.article({ locale: 'he', topics: [one] })

    expect(
      await purges(() =>
        translateTopic(first, [
          { locale: 'he', name: 'תג', slug: 'tag-he' },
          { locale: 'fr', name: 'Étiquette', slug: 'tag-fr' },
        ]),
      ),
    ).toEqual([
      {
        type: 'topic.updated',
        tags: sorted([
          entityTag('Topic', one.uuid),
          kindTag('Topic'),
          listTag('topics'),
          slugTag('Topic', 'tag-fr'),
          searchTag(),
          searchTag('he'),
        ]),
        paths: ['/fr/topic/tag-fr', '/he/topic/tag-he', '/topic/tagged'],
      },
    ])
  })

  it('that gets another slug purges the old address and the new one', async () => {
    const one = await given.author({ slug: 'noa' })
    const first = await translateAuthor(one, [{ locale: 'he', name: 'נועה', slug: 'noa-1' }])

    const [event] = await purges(() => translateAuthor(first, [{ locale: 'he', name: 'נועה', slug: 'noa-2' }]))

    expect(event?.tags).toEqual(expect.arrayContaining([slugTag('Author', 'noa-1'), slugTag('Author', 'noa-2')]))
    expect(event?.paths).toEqual(['/author/noa', '/he/author/noa-1', '/he/author/noa-2'])
  })

  it('has its page purged with its topic, also when that is deleted', async () => {
    const one = await given.topic({ slug: 'whole' })
    await translateTopic(one, [{ locale: 'he', name: 'שלם', slug: 'whole-he' }])
    const change = `mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) { userErrors { code } } }`
    const remove = `mutation ($input: DeleteTopicInput!) { deleteTopic(input: $input) { userErrors { code } } }`

    const [changed] = await purges(() => editor.mutate(change, { input: { id: one.id, version: 2, description: 'x' } }))
    const [deleted] = await purges(() => editor.mutate(remove, { input: { id: one.id } }))

    for (const event of [changed, deleted]) expect(event?.paths).toEqual(['/he/topic/whole-he', '/topic/whole'])
    expect(deleted?.tags).toContain(slugTag('Topic', 'whole-he'))
  })
})

describe('What was cached', () => {
  /** The response of the cache of the process, which must change with the translation. */
  async function changes(document: string, work: () => Promise<unknown>) {
    const before = await api.query(document)
    expect(await api.query(document)).toEqual(before)
    await work()
    return [before, await api.query(document)]
  }

  it('changes with a name, a byline, an address that was not there, and a suggestion', async () => {
    const [topic, author] = [await given.topic({ slug: 'cached' }), await given.author({ name: 'Cached Author' })]
    const article = await given.article({ locale: 'he', topics: [topic], credits: [{ author }] })

    const [none, found] = await changes(
      '{ topic(slug: "cached-he", locale: "he") { localizedName(locale: "he") } }',
      () => translateTopic(topic, [{ locale: 'he', name: 'שמור', slug: 'cached-he' }]),
    )
    expect([none, found]).toEqual([{ topic: null }, { topic: { localizedName: 'שמור' } }])
    const path = '{ resolvePath(path: "/he/topic/cached") { ... on Redirect { location } } }'
    const [old, led] = await changes(path, () =>
      translateTopic({ ...topic, version: 2 }, [{ locale: 'he', name: 'שמור', slug: 'cached-2' }]),
    )
    expect([old, led]).toEqual([
      { resolvePath: { location: '/he/topic/cached-he' } },
      { resolvePath: { location: '/he/topic/cached-2' } },
    ])
    const [byline, translated] = await changes(`{ article(slug: "${article.slug}") { byline } }`, () =>
      translateAuthor(author, [{ locale: 'he', name: 'מחבר שמור' }]),
    )
    expect([byline, translated]).toEqual([
      { article: { byline: 'מאת Cached Author' } },
      { article: { byline: 'מאת מחבר שמור' } },
    ])
    const [nobody, somebody] = await changes('{ suggest(query: "סופר") { ... on Author { id } } }', () =>
      translateAuthor({ ...author, version: 2 }, [{ locale: 'he', name: 'סופר שמור' }]),
    )
    expect([nobody, somebody]).toEqual([{ suggest: [] }, { suggest: [{ id: author.id }] }])
  })
})
