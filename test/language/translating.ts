import type { UserError } from '../../src/generated/graphql.ts'
import type { Client } from '../helpers/api.ts'

const COMMON = 'id slug name version'
const TRANSLATED = 'locale name slug path url'
const ERRORS = 'conflict { currentVersion } userErrors { code path message }'

const TOPIC = `${COMMON} translations { ${TRANSLATED} description }`
const AUTHOR = `${COMMON} translations { ${TRANSLATED} jobTitle bio }`

export const CREATE_TOPIC = `mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { ${TOPIC} } userErrors { code path message } } }`
export const UPDATE_TOPIC = `mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) { topic { ${TOPIC} } ${ERRORS} } }`
export const CREATE_AUTHOR = `mutation ($input: CreateAuthorInput!) { createAuthor(input: $input) { author { ${AUTHOR} } userErrors { code path message } } }`
export const UPDATE_AUTHOR = `mutation ($input: UpdateAuthorInput!) { updateAuthor(input: $input) { author { ${AUTHOR} } ${ERRORS} } }`

export interface Translation {
  locale: string
  name: string
  slug: string
  path: string
  url: string
  description?: string | null
  jobTitle?: string | null
  bio?: string | null
}

export interface Translated {
  id: string
  slug: string
  name: string
  version: number
  translations: Translation[]
}

export interface TopicPayload {
  topic: Translated | null
  conflict?: { currentVersion: number } | null
  userErrors: UserError[]
}

export interface AuthorPayload {
  author: Translated | null
  conflict?: { currentVersion: number } | null
  userErrors: UserError[]
}

/** What was refused, without the words of it. */
export const faultsOf = ({ userErrors }: { userErrors: UserError[] }) =>
  userErrors.map(({ code, path }) => [code, path.join('.')])

/** What tests change topics and authors with, each with the translations that are given. */
export function translator(editor: Client) {
  async function translateTopic({ id, version = 1 }: { id: string; version?: number }, translations: object[]) {
    const { topic, userErrors } = await editor.mutate<TopicPayload>(UPDATE_TOPIC, {
      input: { id, version, translations },
    })
    if (!topic) throw new Error(JSON.stringify(userErrors))
    return topic
  }
  async function translateAuthor({ id, version = 1 }: { id: string; version?: number }, translations: object[]) {
    const { author, userErrors } = await editor.mutate<AuthorPayload>(UPDATE_AUTHOR, {
      input: { id, version, translations },
    })
    if (!author) throw new Error(JSON.stringify(userErrors))
    return author
  }
  return { translateTopic, translateAuthor }
}
