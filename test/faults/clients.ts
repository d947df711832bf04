import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

/** One request of a client, and what came back. */
export interface Outcome {
  readonly at: number
  /** null: the connection was refused or broke */
  readonly status: number | null
  readonly ms: number
  readonly isGood: boolean
  /** Why this is no answer that a client may get; null if it is one */
  readonly wrong: string | null
}

export interface Client {
  readonly outcomes: Outcome[]
  stop(): Promise<void>
}

/** How long a client waits: longer than every limit of the server. */
const PATIENCE_MS = 20_000

/** Words that are no business of a client. */
const INTERNALS = /SELECT |INSERT |UPDATE "|node_modules|\.ts:\d|\/src\/|ECONN|pg_|prisma|Prisma|password/

interface Answer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { message: string; extensions: { code: string } }[]
}

export interface Response {
  readonly status: number | null
  readonly headers: Headers
  readonly answer: Answer
  readonly text: string
}

export async function ask(url: string, body: object, token?: string): Promise<Response> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, answer: JSON.parse(text), text }
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') throw new Error('no answer came')
    return { status: null, headers: new Headers(), answer: {}, text: '' }
  }
}

/** Whether it was saved, and only its result could not be read. */
export function isCarriedOut({ errors = [] }: Answer): boolean {
  return errors.length > 0 && errors.every(({ message }) => message.includes('was carried out'))
}

/** What is wrong with an answer: it has data without errors, or it is a 503 that says when to ask again and that no cache may store. */
export function faultOf({ status, headers, answer, text }: Response): string | null {
  if (status === null) return null
  const internals = INTERNALS.exec(text)
  if (internals && answer.errors) return `names internals ("${internals[0]}"): ${text}`
  if (status === 200 && !answer.errors) return null
  if (isCarriedOut(answer)) return null
  const codes = answer.errors?.map(({ extensions }) => extensions.code).join()
  if (status !== 503 || codes?.replaceAll(/UNAVAILABLE|,/g, '') !== '') return `${status} ${text}`
  if (!headers.get('retry-after')) return '503 without Retry-After'
  if (!headers.get('cache-control')?.includes('no-store')) return '503 that a cache may store'
  return null
}

function repeat(every: number, once: () => Promise<Omit<Outcome, 'at' | 'ms'>>): Client {
  const outcomes: Outcome[] = []
  let isOver = false
  const done = (async () => {
    while (!isOver) {
      const at = performance.now()
      const result = await once().catch((error) => ({ status: null, isGood: false, wrong: String(error) }))
      outcomes.push({ at, ms: performance.now() - at, ...result })
      await wait(every)
    }
  })()
  return {
    outcomes,
    async stop() {
      isOver = true
      await done
    },
  }
}

const FRONT = /* GraphQL */ `query Front ($first: Int!) {
  articles(first: $first) { nodes { headline topics { topic { name } } } }
}`

/** Asks for a page again and again. The server must not cache it, or nothing would be seen of the database. */
export function reader(url: () => string): Client {
  return repeat(50, async () => {
    const response = await ask(url(), { query: FRONT, variables: { first: 5 } })
    const wrong = faultOf(response)
    return { status: response.status, isGood: wrong === null && response.status === 200, wrong }
  })
}

/** Asks /healthz or /readyz. */
export function probe(url: () => string, path: string): Client {
  return repeat(100, async () => {
    const status = await fetch(`${url()}${path}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
      (response) => response.status,
      (error) => {
        if (error instanceof Error && error.name === 'TimeoutError') throw error
        return null
      },
    )
    return { status, isGood: status === 200, wrong: null }
  })
}

const CREATE = /* GraphQL */ `mutation ($input: CreateArticleInput!) {
  createArticle(input: $input) { article { id version } userErrors { code message } }
}`
const SAVE = /* GraphQL */ `mutation ($input: UpdateArticleInput!) {
  updateArticle(input: $input) { article { id version } userErrors { code message } }
}`
const VERSION = 'query ($id: ID!) { article(id: $id, stage: DRAFT) { version } }'

interface Saved {
  readonly article: { readonly id: string; readonly version: number } | null
  readonly userErrors: readonly { readonly code: string; readonly message: string }[]
}

export interface Editor extends Client {
  /** The headlines of the saves that were acknowledged */
  readonly acknowledged: readonly string[]
  /** Of those that were not: each may have been saved once, or not at all */
  readonly unanswered: readonly string[]
}

function payloadOf(answer: Answer, field: string): Saved | null {
  const payload: Partial<Saved> | null = Object(answer.data ?? {})[field] ?? null
  return payload && { article: payload.article ?? null, userErrors: payload.userErrors ?? [] }
}

/**
 * Saves an article again and again, each time with another headline. With keys, a save that was not acknowledged is sent again as it was. Without,
 * the editor looks which version there is now and goes on.
 */
export async function editor(url: () => string, withKeys: boolean): Promise<Editor> {
  const acknowledged: string[] = []
  const unanswered: string[] = []
  const made = await ask(
    url(),
    { query: CREATE, variables: { input: { headline: 'New', locale: 'en' } } },
    'dev-editor',
  )
  const article = payloadOf(made.answer, 'createArticle')?.article
  if (!article) throw new Error(`no article was made: ${made.text}`)
  const { id } = article
  let version: number | null = article.version
  let open: { headline: string; input: object } | null = null

  const look = async () => {
    const response = await ask(url(), { query: VERSION, variables: { id } }, 'dev-editor')
    const found: { version?: number } = Object(response.answer.data?.article ?? {})
    version = found.version ?? null
    return { status: response.status, isGood: false, wrong: faultOf(response) }
  }
  const save = async () => {
    if (version === null) {
      const looked = await look()
      if (version === null) return looked
    }
    const headline = randomUUID()
    const key = withKeys ? { idempotencyKey: headline } : {}
    open ??= { headline, input: { id, version, headline, ...key } }
    const response = await ask(url(), { query: SAVE, variables: { input: open.input } }, 'dev-editor')
    const wrong = faultOf(response)
    const payload = payloadOf(response.answer, 'updateArticle')
    const refusal = payload?.userErrors.map(({ code, message }) => `${code} ${message}`).join()
    // What was not answered before may have been saved after the editor looked.
    if (!withKeys && payload?.userErrors.every(({ code }) => code === 'CONFLICT') && refusal) {
      open = null
      version = null
      return { status: response.status, isGood: false, wrong: null }
    }
    if (refusal) return { status: response.status, isGood: false, wrong: `a save was refused: ${refusal}` }
    if (payload?.article) {
      acknowledged.push(open.headline)
      version = payload.article.version
      open = null
    } else if (!withKeys) {
      const saves = isCarriedOut(response.answer) ? acknowledged : unanswered
      saves.push(open.headline)
      open = null
      version = null
    }
    const isGood = wrong === null && response.status === 200 && !response.answer.errors
    return { status: response.status, isGood, wrong }
  }

  const client = repeat(50, save)
  return { ...client, acknowledged, unanswered }
}
