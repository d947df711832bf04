import { expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { translator } from './translating.ts'

const database = await testDatabase()
const api = await testApi(database)
const editor = api.as('EDITOR')
const given = givenIn(database)
const { translateTopic } = translator(editor)

const TRANSLATED = ['he', 'pt', 'pt-BR', 'zh', 'zh-Hant', 'zh-Hant-TW']
const OTHERS = ['he-IL', 'pt-PT', 'zh-Hans', 'zh-Hant-HK', 'zh-TW', 'en', 'fr']

interface Chosen {
  topic: { url: string; localizedName: string; seo: { canonical: string } }
}

it('seo of a topic is in the same language as its url and localizedName, for every language that is asked for', async () => {
  const topic = await given.topic({ slug: 'nearest' })
  await translateTopic(
    topic,
    TRANSLATED.map((locale) => ({ locale, name: `In ${locale}`, slug: `nearest-${locale.toLowerCase()}` })),
  )

  for (const locale of [...TRANSLATED, ...OTHERS]) {
    const { topic: chosen } = await editor.query<Chosen>(
      `query ($id: ID!, $locale: Locale!) {
        topic(id: $id) { url(locale: $locale) localizedName(locale: $locale) seo(locale: $locale) { canonical title } } }`,
      { id: topic.id, locale },
    )
    expect(chosen).toMatchObject({
      seo: { canonical: chosen.url, title: expect.stringContaining(chosen.localizedName) },
    })
  }
})
