import { randomUUID } from 'node:crypto'
import { type Desk, nextStep } from './route.ts'

export interface Call {
  mutation: string
  input: Record<string, unknown>
  /** By which the call is known in the database */
  key: string
}

interface Thing {
  id: string
  version: number
}

interface Payload {
  article?: Thing | null
  topic?: Thing | null
  userErrors: { code: string; message: string }[]
}

function documentOf(mutation: string): string {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const subject = /Topics?$/.test(mutation) ? 'topic' : 'article'
  return `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${subject} { id version } userErrors { code message } } }`
}

interface Answer {
  data?: Record<string, Payload | null> | null
  errors?: unknown[]
}

const answerOf = (text: string): Answer => JSON.parse(text)

/** Somebody at a desk whose server is killed now and then: what was not answered is sent again, with the same key, until it is. */
export class Writer {
  /** The calls that were answered */
  readonly acknowledged: Call[] = []
  /** What no server should ever have answered */
  readonly wrong: string[] = []
  /** How often a call had to be sent again */
  repeated = 0
  /** What has been sent and not answered yet */
  open: Call | null = null
  readonly #desk: Desk = { article: null, base: null, topic: null, step: 0 }

  /** One call after the other, until the server is gone or `until` says so. */
  async write(url: string, until: () => boolean): Promise<void> {
    while (!until() || this.open) {
      if (this.open) this.repeated += 1
      const call = this.open ?? this.#next()
      this.open = call
      const payload = await this.#send(url, call)
      if (!payload) return
      this.open = null
      this.#note(call, payload)
    }
  }

  #next(): Call {
    const key = randomUUID()
    const { mutation, input } = nextStep(this.#desk, key)
    return { mutation, input: { ...input, idempotencyKey: key }, key }
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

  /** Nobody else writes on these things, so each call raises a version by one: by two it was done twice, by none it was lost. */
  #note(call: Call, { article, topic, userErrors }: Payload): void {
    const { mutation } = call
    for (const { code, message } of userErrors) this.wrong.push(`${mutation}: ${code} ${message}`)
    if (article) this.#desk.article = this.#risen(mutation, this.#desk.article, article)
    if (topic && mutation !== 'createTopic') this.#desk.base = this.#risen(mutation, this.#desk.base, topic)
    else if (topic && this.#desk.base) this.#desk.topic = this.#risen(mutation, null, topic)
    else if (topic) this.#desk.base = this.#risen(mutation, null, topic)
    this.acknowledged.push(call)
  }

  #risen(mutation: string, before: Thing | null, { id, version }: Thing): Thing {
    const expected = before ? before.version + 1 : 1
    if (version !== expected) this.wrong.push(`${mutation} left version ${version}, not ${expected}`)
    return { id, version }
  }
}
