import { type ExecutionResult, execute, GraphQLError } from 'graphql'
import { codeOf, type ErrorCode } from '../errors/errors.ts'
import { pauseAfter } from '../lib/backoff.ts'
import type { Audience } from '../reading/audience.ts'
import { readWhole } from '../reading/executor.ts'
import type { Plans } from '../reading/plans.ts'
import type { Reader } from '../reading/reader.ts'
import { type AskedChanges, articleKeys, shownChange, variablesOf } from './asked-changes.ts'
import type { Change } from './change.ts'
import type { ChangeSource, LiveEvent } from './change-source.ts'
import type { ChangeStream } from './change-stream.ts'

/** A subscription that gets changes. */
export interface Subscriber {
  readonly stream: ChangeStream
  /** Gets changes after this position */
  after: number
  /** Called when the client does not read its changes */
  onSlow(): void
  /** Changes that came while older ones are being read for it; null when it has those */
  held: SentChange[] | null
}

/** A change as subscribers get it. */
export interface SentChange {
  readonly position: number
  readonly result: ExecutionResult
}

/** What a group works with. */
export interface GroupOptions<Event extends LiveEvent> {
  readonly asked: AskedChanges
  readonly source: ChangeSource<Event>
  readonly audience: Audience
  readonly plans: Plans
  readonly readerFor: (audience: Audience) => Reader
  /** Runs few at a time */
  readonly limit: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Checks again what the subscribers may see, and ends the subscriptions of those who may not. @throws if that cannot be checked */
  readonly checkRights: () => Promise<void>
}

const ATTEMPTS = 4
const RETRIES = { firstMs: 100, longestMs: 1000 }

/** Subscribers that ask for the same with the same rights: what they get is read once for all of them. */
export class LiveGroup<Event extends LiveEvent> {
  readonly subscribers = new Set<Subscriber>()
  readonly #options: GroupOptions<Event>
  #work: Promise<void> = Promise.resolve()

  constructor(options: GroupOptions<Event>) {
    this.#options = options
  }

  /** Events of the source, in their order. */
  take(events: readonly Event[]): void {
    this.#work = this.#work.then(() => this.#sendAll(events))
  }

  /** The changes that these events are for the subscribers; null if there are more than `most`. */
  async readAll(events: readonly Event[], most: number): Promise<SentChange[] | null> {
    const sent: SentChange[] = []
    for (const event of events) {
      const change = await this.#options.source.changeOf(event)
      const result = change && (await this.read(change))
      if (!result) continue
      if (sent.length === most) return null
      sent.push({ position: event.position, result })
    }
    return sent
  }

  /** The result of a change that has no article. */
  async withoutArticle(change: Change): Promise<ExecutionResult> {
    return (await this.read(change)) ?? { data: null }
  }

  async #sendAll(events: readonly Event[]): Promise<void> {
    try {
      for (const event of events) {
        if (this.subscribers.size === 0) return
        const change = await this.#options.source.changeOf(event)
        if (change) await this.#send(change)
      }
    } catch (error) {
      for (const { stream } of [...this.subscribers]) stream.fail(error)
    }
  }

  async #send(change: Change): Promise<void> {
    const result = await this.read(change)
    await this.#options.checkRights()
    if (!result) return
    for (const subscriber of [...this.subscribers]) {
      if (subscriber.after >= change.position) continue
      if (subscriber.held) subscriber.held.push({ position: change.position, result })
      else give(subscriber, result)
    }
  }

  /** The result of a change; null if the subscribers may not see its article now. */
  async read(change: Change): Promise<ExecutionResult | null> {
    for (let failures = 1; ; failures++) {
      try {
        return await this.#options.limit(() => this.#readOnce(change))
      } catch (error) {
        if (failures === ATTEMPTS || !isPassing(error)) throw error
        await new Promise((resolve) => setTimeout(resolve, pauseAfter(failures, RETRIES)))
      }
    }
  }

  async #readOnce(change: Change): Promise<ExecutionResult | null> {
    const { asked, source } = this.#options
    const { data, errors } = await this.#readFields(change)
    const failure = errors?.find(isPassing)
    if (failure) throw failure
    if (change.articleId !== null && !source.sendsGone && isGone(asked, data)) return null
    const { responseKey } = asked
    return {
      data: data && { [responseKey]: shownChange(asked, source.name, change, data) },
      ...(errors && { errors: errors.map((error) => below(error, responseKey)) }),
    }
  }

  async #readFields(change: Change): Promise<ExecutionResult> {
    const { asked, audience, plans, readerFor, source } = this.#options
    if (!asked.read) return { data: {} }
    const variables = variablesOf(asked.read, change, source.shown)
    const reader = readerFor(audience)
    const data = await readWhole({ ...asked.read, variables }, plans, reader)
    if (data) return { data }
    const { schema, document } = asked.read
    return execute({ schema, document, variableValues: { ...variables }, contextValue: { reader } })
  }
}

/** Errors that can be over in a moment. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'INTERNAL_SERVER_ERROR'])

const isPassing = (error: unknown): boolean => PASSING.has(codeOf(error))

/** Gives a result to a subscriber that reads. */
export function give({ stream, onSlow }: Subscriber, result: ExecutionResult): void {
  if (!stream.push(result)) onSlow()
}

/** Whether it was there when the event was written, and is not now. */
function isGone(asked: AskedChanges, data: ExecutionResult['data']): boolean {
  const keys = articleKeys(asked)
  return keys.length > 0 && keys.every((key) => (data?.[key] ?? null) === null)
}

function below(error: GraphQLError, responseKey: string): GraphQLError {
  const { message, nodes, originalError, extensions, path = [] } = error
  return new GraphQLError(message, { nodes, originalError, extensions, path: [responseKey, ...path] })
}
