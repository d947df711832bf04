import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { onPostgresql, testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { act, acted, eventsOf } from '../workflow/acting.ts'
import { create, created, faultsOf, type Input, type Saved, update, updated, uuidOf } from './saving.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')
const reporter = api.as('REPORTER')

const inStory = (of: Pick<Saved, 'id'>, locale: string, input: Input = {}) =>
  created(editor, { locale, translationOf: of.id, headline: `Story in ${locale}`, ...input })
const publish = (article: { id: string; version: number }) => acted(editor, 'publishArticle', article)

type Client = Pick<typeof api, 'query'>

interface Translation {
  locale: string
  article: { id: string; status: string; headline: string }
}

async function translationsOf(client: Client, { id }: { id: string }, stage = 'DRAFT'): Promise<string[]> {
  const { article } = await client.query<{ article: { translations: Translation[] } | null }>(
    `query ($id: ID!, $stage: Stage!) { article(id: $id, stage: $stage) { translations { locale article { id status headline } } } }`,
    { id, stage },
  )
  return (article?.translations ?? []).map(
    ({ locale, article: { status, headline } }) => `${locale} ${status} ${headline}`,
  )
}

async function siblingsOf(client: Client, ids: string[], stage: string): Promise<string[]> {
  const { articles } = await client.query<{ articles: { nodes: { id: string }[] } }>(
    'query ($ids: [ID!]!, $stage: Stage!) { articles(where: { translationOf: { in: $ids } }, stage: $stage) { nodes { id } } }',
    { ids, stage },
  )
  return articles.nodes.map(({ id }) => id).toSorted()
}

/** The events that tell an article of its translations, without what every event has. */
async function toldOf({ id }: { id: string }): Promise<unknown[]> {
  const events = await eventsOf(database, { uuid: uuidOf(id) })
  return events.flatMap(({ type, payload }) => (type === 'article.translated' ? [payload.translation] : []))
}

describe('The translations of an article', () => {
  it('that are drafts, scheduled or withdrawn are shown to the desk with their status, by their latest texts', async () => {
    const original = await created(editor, { locale: 'en' })
    const french = await inStory(original, 'fr')
    await updated(editor, french, { headline: 'Le pont' })
    const hebrew = await publish(await inStory(original, 'he', { headline: 'הגשר' }))
    await acted(editor, 'withdrawArticle', hebrew, { reason: 'A mistake' })
    await acted(editor, 'scheduleArticle', await inStory(original, 'de'), { publishAt: '2099-01-01T00:00:00Z' })
    await acted(editor, 'trashArticle', await inStory(original, 'es'))

    const all = ['de SCHEDULED Story in de', 'fr DRAFT Le pont', 'he WITHDRAWN הגשר']
    expect(await translationsOf(reporter, original)).toEqual(all)
    expect(await siblingsOf(editor, [original.id], 'DRAFT')).toHaveLength(3)
  })

  it('are in the answer of a mutation as the desk sees them', async () => {
    const original = await created(editor, { locale: 'en' })

    expect((await inStory(original, 'fr')).translations).toEqual([{ locale: 'en' }])
  })

  it('are shown to readers, and with a preview link, only if they are live', async () => {
    const original = await publish(await created(editor, { locale: 'en' }))
    await inStory(original, 'fr')
    const live = await publish(await inStory(original, 'he'))
    const { token } = await given.previewLink({ uuid: uuidOf(original.id) })

    for (const client of [api, editor])
      expect(await translationsOf(client, original, 'PUBLISHED')).toEqual(['he PUBLISHED Story in he'])
    expect(await siblingsOf(api, [original.id], 'PUBLISHED')).toEqual([live.id])
    const preview = await api.query(
      'query ($id: ID!, $token: String!) { article(id: $id, stage: DRAFT, previewToken: $token) { translations { locale } } }',
      { id: original.id, token },
    )
    expect(preview).toEqual({ article: { translations: [{ locale: 'he' }] } })
  })

  it('are not found by readers through an article that they may not see', async () => {
    const original = await created(editor, { locale: 'en' })
    await publish(await inStory(original, 'fr'))

    expect(await siblingsOf(api, [original.id], 'PUBLISHED')).toEqual([])
  })

  it('of an article that has none, or of none, are an empty list', async () => {
    const alone = await created(editor)

    expect(await translationsOf(editor, alone)).toEqual([])
    expect(await siblingsOf(editor, [alone.id, 'topic_x', 'nonsense'], 'DRAFT')).toEqual([])
  })
})

describe('A language that a story has already', () => {
  const taken = (locale: string, { id, headline }: Pick<Saved, 'id' | 'headline'>) =>
    `The story already has an article in ${locale}, "${headline}" (${id}). Choose another language, or send \`translationOf: null\` to make this a separate story.`

  it('is TAKEN by an article that the refusal names: on creating, joining and changing the language', async () => {
    const original = await created(editor, { locale: 'en' })
    const french = await inStory(original, 'fr', { headline: 'Le pont' })
    const other = await created(editor, { locale: 'fr' })
    const german = await inStory(original, 'de')
    const refusals: [string, () => ReturnType<typeof create>][] = [
      ['TAKEN input.translationOf', () => create(reporter, { locale: 'fr', translationOf: original.id })],
      ['TAKEN input.translationOf', () => update(editor, other, { translationOf: original.id })],
      ['TAKEN input.locale', () => update(editor, german, { locale: 'fr' })],
    ]

    for (const [fault, refused] of refusals) {
      const payload = await expectNoChange(database, refused)
      expect(faultsOf(payload)).toEqual([fault])
      expect(payload.userErrors[0]?.message).toBe(taken('fr', french))
    }
  })

  it('is TAKEN by an article that the refusal names, for one that is to come out of the trash', async () => {
    const original = await created(editor, { locale: 'en' })
    const first = await acted(editor, 'trashArticle', await inStory(original, 'fr'))
    const second = await inStory(original, 'fr', { headline: 'La place' })

    const payload = await expectNoChange(database, () => act(editor, 'restoreFromTrash', first))

    expect(payload.userErrors).toMatchObject([
      {
        code: 'TAKEN',
        path: ['input', 'id'],
        message: `Its story now has another article in fr, "La place" (${second.id}). Send \`translationOf: null\` for that one, or move it to the trash; then restore this one.`,
      },
    ])
  })

  it('is TAKEN by name even when ten come at once', async () => {
    const original = await created(editor, { locale: 'en' })

    const payloads = await Promise.all(
      Array.from({ length: 10 }, () => create(editor, { locale: 'he', translationOf: original.id })),
    )

    const winner = payloads.flatMap(({ article }) => article ?? [])
    expect(winner).toHaveLength(1)
    const messages = new Set(payloads.flatMap(({ userErrors }) => userErrors.map(({ message }) => message)))
    expect([...messages]).toEqual(winner.map((article) => taken('he', article)))
  })
})

describe('The live translations of an article', () => {
  async function story() {
    const original = await publish(await created(editor, { locale: 'en' }))
    const draft = await inStory(original, 'fr')
    const hebrew = await inStory(original, 'he')
    return { original, draft, hebrew }
  }

  const told = ({ id, slug, locale }: Saved, revisionId: unknown = expect.any(String)) => ({
    id,
    slug,
    locale,
    revisionId,
  })

  it('are told when it goes live and when it is withdrawn, and not when it is published again', async () => {
    const { original, draft, hebrew } = await story()

    let live = await publish(hebrew)
    expect(await toldOf(original)).toEqual([told(hebrew)])
    live = await publish(await updated(editor, live, { kicker: 'New' }))
    await acted(editor, 'withdrawArticle', live, { reason: 'A mistake' })

    expect(await toldOf(original)).toEqual([told(hebrew), told(hebrew, null)])
    expect([await toldOf(draft), await toldOf(hebrew)]).toEqual([[], []])
  })

  it('are told when it moves, and leaves the story for another', async () => {
    const { original, hebrew } = await story()
    const live = await publish(hebrew)
    const other = await publish(await created(editor, { locale: 'en' }))

    const moved = await updated(editor, live, { slug: 'moved-translation' })
    await updated(editor, moved, { translationOf: other.id })

    expect(await toldOf(original)).toEqual([told(hebrew), told(moved), told(moved)])
    expect(await toldOf(other)).toEqual([told(moved)])
  })

  it('are told by an event with what every event of an article has', async () => {
    const { original, hebrew } = await story()
    await publish(hebrew)

    const events = await eventsOf(database, { uuid: uuidOf(original.id) })

    expect(events.at(-1)).toMatchObject({
      type: 'article.translated',
      payload: { id: original.id, version: original.version, locale: 'en', publishedAt: expect.any(String) },
    })
  })

  it('are told nothing by a change that is refused or changes nothing for them', async () => {
    const { original, hebrew } = await story()
    const live = await publish(hebrew)
    const before = await toldOf(original)

    await update(editor, { ...live, version: 1 }, { slug: 'stale' })
    await updated(editor, live, { headline: 'כותרת אחרת', editorNote: 'Checked' })

    expect(await toldOf(original)).toEqual(before)
  })

  it.runIf(onPostgresql)('of two that go live at once, at least the later one is told of the other', async () => {
    for (let round = 0; round < 3; round++) {
      const original = await created(editor, { locale: 'en' })
      const hebrew = await inStory(original, 'he')

      await Promise.all([publish(original), publish(hebrew)])

      expect((await toldOf(original)).length + (await toldOf(hebrew)).length).toBeGreaterThanOrEqual(1)
    }
  })
})
