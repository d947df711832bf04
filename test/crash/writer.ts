import { randomUUID } from 'node:crypto'
import { type DeskClient, nextStep, type Thing } from './route.ts'
import { type Answer, type Payload, send } from './send.ts'

export interface Call {
  mutation: string
  input: Record<string, unknown>
  /** By which the call is known in the database */
  key: string
}

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
  readonly #desk: DeskClient

  readonly #answerOf: (url: string, call: Call) => Promise<Answer | null>

  /** @param step of the route, where it begins */
  constructor(step: number, answerOf = send) {
    this.#answerOf = answerOf
    this.#desk = { article: null, base: null, topic: null, image: null, captions: [], step }
  }

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

  async #send(url: string, call: Call): Promise<Payload | null> {
    const { mutation } = call
    const answer = await this.#answerOf(url, call)
    if (answer?.errors) this.wrong.push(`${mutation}: ${JSON.stringify(answer.errors)}`)
    return answer && (answer.data?.[mutation] ?? { userErrors: [] })
  }

  /** Nobody else writes on these things, so each call raises a version by one: by two it was done twice, by none it was lost. */
  #note(call: Call, payload: Payload): void {
    const { mutation } = call
    const { article, topic, image, userErrors } = payload
    for (const { code, message } of userErrors) this.wrong.push(`${mutation}: ${code} ${message}`)
    if (article) this.#desk.article = this.#risen(mutation, this.#desk.article, article)
    if (topic && mutation !== 'createTopic') this.#desk.base = this.#risen(mutation, this.#desk.base, topic)
    else if (topic && this.#desk.base) this.#desk.topic = this.#risen(mutation, null, topic)
    else if (topic) this.#desk.base = this.#risen(mutation, null, topic)
    if (image) this.#desk.image = this.#risen(mutation, mutation === 'uploadImage' ? null : this.#desk.image, image)
    // No other call has its bytes.
    if (payload.isNew === false) this.wrong.push(`${mutation} of an image that nobody has brought in`)
    this.#noteCaptions(call, payload)
    this.acknowledged.push(call)
  }

  #noteCaptions({ mutation, input }: Call, { caption, removedCaptionId }: Payload): void {
    const { captions } = this.#desk
    if (caption && mutation === 'addCaption') {
      this.#desk.captions = captions.toSpliced(Number(input.position ?? captions.length), 0, caption.id)
    }
    if (mutation === 'reorderCaptions') this.#desk.captions = captions.toReversed()
    if (removedCaptionId) this.#desk.captions = captions.filter((id) => id !== removedCaptionId)
  }

  #risen(mutation: string, before: Thing | null, { id, version }: Thing): Thing {
    const expected = before ? before.version + 1 : 1
    if (version !== expected) this.wrong.push(`${mutation} left version ${version}, not ${expected}`)
    return { id, version }
  }
}
