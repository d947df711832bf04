import type { UserError } from '../../src/generated/graphql.ts'

const TOPIC =
  'id slug name kind description uri version parent { id } curatedTopics { id } articleCount relatedTopics { nodes { id } }'
const CONFLICT = 'conflict { currentVersion changedBy { id } }'
const ERRORS = 'userErrors { code path message } clientMutationId'

export const CREATE = `mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { ${TOPIC} } ${ERRORS} } }`
export const UPDATE = `mutation ($input: UpdateTopicInput!) { updateTopic(input: $input) { topic { ${TOPIC} } ${CONFLICT} ${ERRORS} } }`
export const DELETE = `mutation ($input: DeleteTopicInput!) { deleteTopic(input: $input) { deletedId ${CONFLICT} ${ERRORS} } }`
export const MERGE = `mutation ($input: MergeTopicsInput!) { mergeTopics(input: $input) { topic { ${TOPIC} } ${ERRORS} } }`

export interface Topic {
  id: string
  slug: string
  name: string
  kind: string
  description: string | null
  uri: string | null
  version: number
  parent: { id: string } | null
  curatedTopics: { id: string }[]
  articleCount: number
  relatedTopics: { nodes: { id: string }[] }
}

export interface Payload {
  topic?: Topic | null
  deletedId?: string | null
  conflict?: { currentVersion: number; changedBy: { id: string } | null } | null
  userErrors: UserError[]
  clientMutationId: string | null
}

/** What was refused, without the words of it. */
export const faultsOf = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, path.join('.')])
