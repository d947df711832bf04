import type { AttackedServer } from './attacked-server.ts'
import { codesIn } from './invariants.ts'
import { operation } from './send.ts'

const fields = (count: number, field: string): string =>
  `{ ${Array.from({ length: count }, (_each, index) => `f${index}: ${field}`).join(' ')} }`

/** Operations that grow: the number is of what costs. */
const GROWING: readonly ((number: number) => string)[] = [
  (number) => fields(number, 'search(query: "a the harbour", first: 100) { totalCount edges { headline snippet } }'),
  (number) =>
    fields(number, 'articles(first: 1, where: { headline: { contains: "a", mode: INSENSITIVE } }) { totalCount }'),
  (number) =>
    `{ articles(first: ${number}) { nodes { relatedArticles(first: 20) { nodes { headline } } relatedTopics { nodes { name } } } } }`,
  (number) =>
    `{ articles(where: { OR: [${'{ credits: { some: { name: { contains: "e" } } } } '.repeat(number)}] }) { totalCount } }`,
  (number) =>
    `{ articles(first: ${number}) { nodes { bodyHtml body { __typename } captions { image { url(width: 640) } } } } }`,
]

/** More than any limit allows. */
const MOST = 100

/** The dearest operations that the limits of readers allow, one of each kind. */
export async function dearestOperations(server: AttackedServer): Promise<string[]> {
  const documents: string[] = []
  for (const growing of GROWING) documents.push(growing(await largestAllowed(server, growing)))
  return documents
}

async function largestAllowed(server: AttackedServer, growing: (number: number) => string): Promise<number> {
  let allowed = 0
  let refused = MOST + 1
  while (refused - allowed > 1) {
    const number = Math.floor((allowed + refused) / 2)
    const { status, body } = await server.send(server.newAddress(), operation(growing(number)))
    if (status === 200 && codesIn(body).length === 0) allowed = number
    else refused = number
  }
  if (allowed === 0) throw new Error(`refused: ${growing(1)}`)
  return allowed
}
