import type { Database } from '../database/database.ts'
import { inSpan, isTraced } from '../tracing/tracing.ts'
import { NO_SUBJECTS, type Run, Slot, type Subjects } from './argument.ts'
import { type Audience, READERS } from './audience.ts'
import type { JsonObject } from './object.ts'
import type { OwnPlans, Plan, Plans, PlanTags, StatementField } from './plans.ts'
import { TagSet } from './tags/tag-set.ts'

/** Rows of one plan that are asked for at the same time, to be read at once. */
interface Batch {
  readonly subjects: Map<string, JsonObject | undefined>
  readonly rows: Promise<unknown>
}

type Published = Pick<Database, 'query'>

/** Reads what one request asks for. */
export class Reader {
  /** SQL statements sent for this request so far. */
  statements = 0
  /** Whether anything read has an error in the place of a value. */
  hasRefusals = false
  /** What everything depends on that was read by plans with tags */
  readonly tags = new TagSet()
  /** Whether nothing but what was read here is in the response */
  isWhole = false
  readonly #database: Database
  readonly #published: Published
  readonly #plans: Plans
  readonly #audience: Audience
  readonly #read = new Map<string, Promise<unknown>>()
  readonly #batches = new Map<Plan, Batch>()
  readonly #ownPlans: OwnPlans = new Map()
  #isPrivate: boolean
  #isCurrent = false

  /** @param published where to read what every reader may see */
  constructor(database: Database, plans: Plans, audience: Audience = READERS, published: Published = database) {
    this.#database = database
    this.#published = published
    this.#plans = plans
    this.#audience = audience
    this.#isPrivate = audience.id !== null
  }

  /** What the response depends on; null if not all of it was read with tags. */
  get dependencies(): { tags: readonly string[]; validUntil: number } | null {
    if (!this.isWhole || !this.#audience.isTagged || this.#isCurrent) return null
    const { tags } = this
    return {
      // Most answers are neither cached nor passed on to a CDN.
      get tags() {
        return tags.list()
      },
      validUntil: tags.validUntil,
    }
  }

  /** Whether the response shows everything that was committed before, so that no cache may store it. */
  get isCurrent(): boolean {
    return this.#isCurrent
  }

  /** Whether the response is only for this person, so that no cache may store it. */
  get isPrivate(): boolean {
    return this.#isPrivate
  }

  /**
   * The response of a root field, with everything below it, by one statement. Asked again for the same response key it gives the same.
   * Throws BAD_USER_INPUT, located at the field, for arguments that cannot be served.
   */
  read(root: StatementField): Promise<unknown> {
    const place = root.keys.join('.')
    const known = this.#read.get(place)
    if (known) return known
    const reading = isTraced() ? inSpan(nameOf(root), {}, () => this.#readRoot(root)) : this.#readRoot(root)
    this.#read.set(place, reading)
    return reading
  }

  async #readRoot(root: StatementField): Promise<unknown> {
    const send = () => this.#send(root, () => this.#plans.ofRoot(root, this.#audience))
    const { edition } = this.#plans
    try {
      return await send()
    } catch (error) {
      if (!(await this.#plans.isOutdated(edition, error))) throw error
      return send()
    }
  }

  /**
   * Reads what is selected below `field` from the row of `type` with this key, as it is now or, if `given`, as it was then; null if there is none.
   * Values that one field requests inside a list are read by one statement.
   */
  async readBack(field: StatementField, type: string, key: string, given?: JsonObject): Promise<unknown> {
    const plan = this.#plans.ofSubjects(field, type, this.#audience, given !== undefined, this.#ownPlans)
    const batch = this.#batches.get(plan) ?? this.#openBatch(field, plan)
    batch.subjects.set(key, given)
    const rows = await batch.rows
    return rows instanceof Map ? (rows.get(key) ?? null) : null
  }

  /**
   * Refuses what `readBack` would refuse of this selection, and reads nothing.
   * @throws BAD_USER_INPUT
   */
  checkReadBack(field: StatementField, type: string): void {
    const plan = this.#plans.ofSubjects(field, type, this.#audience, false, this.#ownPlans)
    parametersOf(plan, this.#runOf(plan, field, NO_SUBJECTS))
  }

  #openBatch(field: StatementField, plan: Plan): Batch {
    const subjects: Batch['subjects'] = new Map()
    // graphql-js calls the resolvers of a list's items one after another before it waits for any.
    const rows = Promise.resolve().then(() => {
      this.#batches.delete(plan)
      const given = [...subjects.values()].filter((row) => row !== undefined)
      return this.#send(field, () => plan, { keys: [...subjects.keys()], rows: given })
    })
    const batch = { subjects, rows }
    this.#batches.set(plan, batch)
    return batch
  }

  async #send(field: StatementField, planOf: () => Plan, subjects: Subjects = NO_SUBJECTS): Promise<unknown> {
    const plan = planOf()
    this.#isPrivate ||= plan.isPrivate
    this.#isCurrent ||= plan.isCurrent
    this.hasRefusals ||= plan.hasRefusals
    const run = this.#runOf(plan, field, subjects)
    if (plan.tags) this.#addTags(plan.tags, run)
    if (plan.columns.length === 0) return plan.finish?.([], run) ?? null
    const parameters = parametersOf(plan, run)
    const since = performance.now()
    this.statements += 1
    const [row] = await (plan.isPrivate || plan.isCurrent ? this.#database : this.#published).query({
      text: plan.text,
      parameters,
      ...(plan.isRepeated && { name: plan.name }),
    })
    const values = plan.tags ? this.#untagged(row, since) : plan.columns.map((column) => row?.[column] ?? null)
    return plan.finish ? plan.finish(values, run) : values[0]
  }

  #addTags({ of }: PlanTags, run: Run): void {
    for (const tag of of) {
      if (typeof tag === 'string') this.tags.add(tag)
      else for (const each of tag(run)) this.tags.add(each)
    }
  }

  /** The values of a statement whose columns are JSON as text, in the order of the columns. */
  #untagged(row: Readonly<Record<string, unknown>> | undefined, since: number): unknown[] {
    return Object.values(row ?? {}).map((text) =>
      typeof text === 'string' ? JSON.parse(this.tags.takeFrom(text, since)) : null,
    )
  }

  #runOf({ sources }: Plan, { variableValues }: StatementField, subjects: Subjects): Run {
    return { arguments: sources.map((source) => source.values(variableValues)), audience: this.#audience, subjects }
  }
}

function nameOf({ parentType, fieldNodes }: StatementField): string {
  return `${parentType.name}.${fieldNodes[0]?.name.value}`
}

function parametersOf({ parameters }: Plan, run: Run): unknown[] {
  return parameters.map((parameter) => (parameter instanceof Slot ? parameter.read(run) : parameter))
}
