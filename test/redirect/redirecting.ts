import type { Client } from '../helpers/api.ts'

const CREATE = /* GraphQL */ `
  mutation ($input: CreateRedirectInput!) {
    createRedirect(input: $input) {
      redirect { id path location permanent source createdAt }
      userErrors { code path message details { __typename ... on TakenDetails { value article { id } topic { id } author { id } } } }
      clientMutationId
    }
  }
`

const DELETE = /* GraphQL */ `
  mutation ($id: ID!) { deleteRedirect(input: { id: $id }) { deletedId userErrors { code path message } clientMutationId } }
`

interface UserError {
  code: string
  path: string[]
  message: string
}

export interface Created {
  redirect: { id: string; path: string; location: string | null; permanent: boolean; source: string } | null
  userErrors: UserError[]
}

export const create = (client: Client, input: object) => client.mutate<Created>(CREATE, { input })

export const drop = (client: Client, id: string) =>
  client.mutate<{ deletedId: string | null; userErrors: UserError[] }>(DELETE, { id })

const RESOLVE = /* GraphQL */ `
  query ($path: String!) {
    resolvePath(path: $path) { __typename ... on Node { id } ... on Redirect { location permanent } ... on Gone { since } }
  }
`

/** What readers get at a path. */
export async function resolvedBy(client: Client, path: string): Promise<unknown> {
  return (await client.query<{ resolvePath: unknown }>(RESOLVE, { path })).resolvePath
}

export const to = (location: string, permanent = true) => ({ __typename: 'Redirect', location, permanent })
