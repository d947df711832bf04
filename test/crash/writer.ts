import { randomUUID } from 'node:crypto'

interface Call {
  mutation: string
  input: Record<string, unknown>
  key: string
}

interface Payload {
  article?: { id: string; version: number; status: string } | null
  topic?: { id: string } | null
  userErrors: { code: string; message: string }[]
}

const SHOWN: Readonly<Record<string, string>> = { createTopic: 'topic { id }' }
const ARTICLE = 'article { id version status }'

function documentOf(mutation: string): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  return `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${SHOWN[mutation] ?? ARTICLE} userErrors { code message } } }`
}

/** What a writer does with its article, over and over; the first makes it. Each call is known in the database by its key. */
const ROUTE: readonly ((key: string) => { mutation: string; input: Record<string, unknown> })[] = [
  (key) => ({ mutation: 'updateArticle', input: { headline: `Saved ${key}`, topics: [{ slug: 'egypt' }], note: key } }),
  (key) => ({ mutation: 'submitForReview', input: { note: key } }),
  (key) => ({ mutation: 'publishArticle', input: { note: key } }),
  (key) => ({
    mutation: 'updateArticle',
    input: { standfirst: `Saved ${key}`, topics: [{ slug: 'hamas' }, { slug: 'egypt' }], note: key },
  }),
  (key) => ({ mutation: 'createTopic', input: { name: key } }),
  (key) => ({ mutation: 'publishArticle', input: { note: key } }),
  (key) => ({ mutation: 'addCorrection', input: { kind: 'UPDATE', text: key } }),
  (key) => ({ mutation: 'withdrawArticle', input: { reason: key } }),
  (key) => ({ mutation: 'updateArticle', input: { body: [{ paragraph: { html: key } }], note: key } }),
]

interface Answer {
  data?: Record<string, Payload | null> | null
  errors?: unknown[]
}

const answerOf = (text: string): Answer => JSON.parse(text)

/** Somebody at a desk whose server is killed now and then: what was not answered is sent again, with the same key, until it is. */
export class Writer {
  /** Keys of the calls that were answered, with the mutation */
  readonly acknowledged = new Map<string, string>()
  /** What no server should ever have answered */
  readonly wrong: string[] = []
  /** How often a call had to be sent again */
  repeated = 0
  #article: { id: string; version: number } | null = null
  #open: Call | null = null
  #step = 0

  get isWaiting(): boolean {
    return this.#open !== null
  }

  /** One call after the other, until the server is gone or `until` says so. */
  async write(url: string, until: () => boolean): Promise<void> {
    while (!until() || this.#open) {
      if (this.#open) this.repeated += 1
      const call = this.#open ?? this.#next()
      this.#open = call
      const payload = await this.#send(url, call)
      if (!payload) return
      this.#open = null
      this.#note(call, payload)
    }
  }

  #next(): Call {
    const key = randomUUID()
    if (!this.#article) {
      return { mutation: 'createArticle', input: { headline: `Made ${key}`, locale: 'en', idempotencyKey: key }, key }
    }
    const step = ROUTE[this.#step % ROUTE.length]
    if (!step) throw new Error('an empty route')
    this.#step += 1
    const { mutation, input } = step(key)
    const place = mutation === 'createTopic' ? {} : this.#article
    return { mutation, input: { ...place, ...input, idempotencyKey: key }, key }
  }

  async #send(url: string, { mutation, input }: Call): Promise<Payload | null> {
    const body = JSON.stringify({ query: documentOf(mutation), variables: { input } })
    const headers = { 'content-type': 'application/json', authorization: 'Bearer dev-editor' }
    try {
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
      const { data, errors } = answerOf(await response.text())
      if (errors) this.wrong.push(`${mutation}: ${JSON.stringify(errors)}`)
      return data?.[mutation] ?? { userErrors: [] }
    } catch {
      // The connection broke: whether it was done is not known, which is what the key is for.
      return null
    }
  }

  #note({ mutation, key }: Call, { article, userErrors }: Payload): void {
    for (const { code, message } of userErrors) this.wrong.push(`${mutation}: ${code} ${message}`)
    const expected = this.#article ? this.#article.version + 1 : 1
    if (article && article.version !== expected) {
      this.wrong.push(`${mutation} left version ${article.version}, not ${expected}`)
    }
    if (article) this.#article = { id: article.id, version: article.version }
    this.acknowledged.set(key, mutation)
  }
}
