import type { UserError } from '../../src/generated/graphql.ts'
import type { Client } from '../helpers/api.ts'

const ITEMS = 'items { article { id slug } headline kicker standfirst caption { id altText } isPinned }'

const DESK_SLOTS = `slots { name title size allowRepeats ${ITEMS} pins { article { id } until headline kicker standfirst captionKey }
  fill { count locales topics { slug } authors { slug } } }`

const FRONT = `id slug locale name version scheduledFor publishedAt hasUnpublishedChanges liveRevision { number } scheduledRevision { number } ${DESK_SLOTS}`

const REST =
  'version currentVersion conflict { currentVersion changedBy { name } } userErrors { code path message } clientMutationId'

function documentOf(name: string): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const rest = name === 'createFront' ? REST.replace(/conflict \{.*\} \} /, '') : REST
  return `mutation ($input: ${type}!) { ${name}(input: $input) { front { ${FRONT} } ${rest} } }`
}

export interface Item {
  article: { id: string; slug: string }
  headline: string
  kicker: string | null
  standfirst: string | null
  caption: { id: string; altText: string | null } | null
  isPinned: boolean
}

export interface Slot {
  name: string
  title: string | null
  size: string
  items: Item[]
}

export interface Front {
  id: string
  slug: string
  name: string
  version: number
  scheduledFor: string | null
  publishedAt: string | null
  liveRevision: { number: number } | null
  scheduledRevision: { number: number } | null
  slots: Slot[]
}

export interface Payload {
  front: Front | null
  version: number | null
  currentVersion: number | null
  conflict?: { currentVersion: number; changedBy: { name: string } | null } | null
  userErrors: UserError[]
}

/** Sends a mutation of a front. */
export const send = (client: Client, name: string, input: object): Promise<Payload> =>
  client.mutate<Payload>(documentOf(name), { input })

/** As `send`, of a call that must succeed. */
export async function done(client: Client, name: string, input: object): Promise<Front> {
  const { front, userErrors } = await send(client, name, input)
  if (!front) throw new Error(`${name} was refused: ${JSON.stringify(userErrors)}`)
  return front
}

export const DELETE =
  'mutation ($input: DeleteFrontInput!) { deleteFront(input: $input) { deletedId conflict { currentVersion } userErrors { code path message } } }'

export const READ = `query ($slug: String!, $locale: Locale) { front(slug: $slug, locale: $locale) { slug name locale direction
  slots { name title size ${ITEMS} } } }`

/** What readers see in each slot, by the slugs of the articles. */
export async function shownTo(client: Client, slug: string, locale?: string): Promise<Record<string, string[]> | null> {
  const { front } = await client.query<{ front: Front | null }>(READ, { slug, locale })
  return front && slugsIn(front)
}

export const slugsIn = ({ slots }: Pick<Front, 'slots'>): Record<string, string[]> =>
  Object.fromEntries(slots.map(({ name, items }) => [name, items.map(({ article }) => article.slug)]))

/** What was refused, without the words of it. */
export const faultsOf = ({ userErrors }: Pick<Payload, 'userErrors'>) =>
  userErrors.map(({ code, path }) => [code, path.join('.')])
