import type { UserError } from '../../src/generated/graphql.ts'

const AUTHOR = 'id slug name jobTitle bio version image { id } user { id } links { label url } articleCount'
const CONFLICT = 'conflict { currentVersion changedBy { id } }'
const ERRORS = 'userErrors { code path message } clientMutationId'

export const CREATE = `mutation ($input: CreateAuthorInput!) { createAuthor(input: $input) { author { ${AUTHOR} } ${ERRORS} } }`
export const UPDATE = `mutation ($input: UpdateAuthorInput!) { updateAuthor(input: $input) { author { ${AUTHOR} } ${CONFLICT} ${ERRORS} } }`
export const DELETE = `mutation ($input: DeleteAuthorInput!) { deleteAuthor(input: $input) { deletedId ${CONFLICT} ${ERRORS} } }`

export interface Payload {
  author?: {
    id: string
    slug: string
    name: string
    jobTitle: string | null
    bio: string | null
    version: number
    image: { id: string } | null
    user: { id: string } | null
    links: { label: string; url: string }[]
    articleCount: number
  } | null
  deletedId?: string | null
  conflict?: { currentVersion: number; changedBy: { id: string } | null } | null
  userErrors: UserError[]
  clientMutationId: string | null
}

/** What was refused, without the words of it. */
export const faultsOf = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, path.join('.')])
