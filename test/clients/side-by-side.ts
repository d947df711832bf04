import { documentText, graphqlNamed } from '../docs/snippets.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

// What the clients' caches are tried on: an article that is live with one text and has a draft with another, over HTTP. The operations are
// those of docs/clients.md.

export const clients = documentText('clients.md')
export const SIDE_BY_SIDE = graphqlNamed(clients, 'SideBySideQuery')
export const SAVE = graphqlNamed(clients, 'SaveMutation')
export const LISTS = graphqlNamed(clients, 'ListsQuery')

export async function newsroom() {
  const database = await testDatabase()
  const api = await testApi(database)
  const given = givenIn(database)
  const { token } = await api.as('EDITOR').user()
  const url = `${await api.app.listen({ host: '127.0.0.1', port: 0 })}/graphql`
  const image = await given.image({ description: 'The image’s own' })
  const caption = (text: string) => ({ id: CAPTION, image, role: 'LEAD' as const, text })

  /** Live with its first revision; the second is a draft. Its caption is the same one in both. */
  async function article() {
    const made = await given.article({ headline: 'Live', captions: [caption('Live caption')] })
    await given.revision(made, { headline: 'Draft', captions: [caption('Draft caption')] })
    return made
  }

  return { article, given, image, url, headers: { authorization: `Bearer ${token}` } }
}

const CAPTION = '01890000-0000-7000-8000-000000000001'

/** What both sides show, as the client's cache has it. */
export const BOTH = {
  live: { stage: 'PUBLISHED', headline: 'Live', leadImage: { text: 'Live caption' } },
  draft: {
    stage: 'DRAFT',
    headline: 'Draft',
    version: 1,
    leadImage: { text: 'Draft caption' },
    revision: { captions: [{ text: 'Live caption' }] },
  },
}

/** The same after a save of the draft's headline and of its caption. */
export const BOTH_SAVED = {
  live: BOTH.live,
  draft: { ...BOTH.draft, headline: 'Saved', version: 2, leadImage: { text: 'Saved caption' } },
}

export const saved = ({ id }: { id: string }, imageId: string) => ({
  input: {
    id,
    version: 1,
    headline: 'Saved',
    captions: [{ key: `caption_${CAPTION}`, imageId, role: 'LEAD', text: 'Saved caption' }],
  },
})
