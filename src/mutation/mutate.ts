import type { Database, Tx } from '../database/database.ts'
import { isOutdatedPlan } from '../database/faults/outdated-plan.ts'
import { isDeadlock, whyUnavailableAgain } from '../database/faults/unavailable.ts'
import type { Sender } from '../database/sender.ts'
import { isOvertaken, type Violation, violationOf } from '../database/violation.ts'
import type { Warning } from '../generated/graphql.ts'
import { authorize, type Permission, type Viewer } from '../viewer/viewer.ts'
import { claim, findAnswer, type IdempotentCall, idempotentCall, keepAnswer } from './idempotency.write.ts'
import type { CommonInput } from './input.ts'
import { answeredAgain } from './repeated-call.ts'
import { type Conflict, Refusal, type UserError } from './user-error.ts'

/** What the services of one request work with. */
export interface MutationContext {
  readonly database: Database
  readonly viewer: Viewer | null
  /** Learns the codes of what is refused, for the log */
  readonly onRefusal?: (codes: readonly string[]) => void
}

export type Mutation<Input extends CommonInput, Answer extends object> = MutationOptions<Input, Answer> & Work<Answer>

interface MutationOptions<Input extends CommonInput, Answer extends object> {
  readonly name: string
  readonly input: Input
  /** Asked before anything is looked at */
  readonly needs: Permission
  /**
   * What takes long and changes nothing in the database: done before the transaction, and not at all where the call has been answered before.
   * @throws Refusal
   */
  readonly before?: () => Promise<void>
  /** Says in the caller's words what the database refused; runs after the transaction is undone. Null: a fault of ours. */
  readonly explain?: (violation: Violation) => Promise<Refusal | null>
  /** Parts of the answer that are shown once and never kept: secrets. */
  readonly shownOnce?: readonly (keyof Answer & string)[]
}

/**
 * Everything that the mutation does; may run again from the start, e.g. after a deadlock. Its answer is the payload without what all payloads have, and
 * plain JSON: it is kept for calls that come again with the same idempotency key.
 * @throws Refusal
 */
type Work<Answer extends object> =
  | {
      /** In one transaction */
      readonly work: (tx: Tx, viewer: Viewer) => Promise<Answer>
      readonly oneStatement?: never
    }
  | {
      /** For what writes by one statement, after all that it reads: that is a transaction by itself, and needs none around it */
      readonly oneStatement: (sender: Sender, viewer: Viewer) => Promise<Answer>
      readonly work?: never
    }

interface Common {
  clientMutationId: string | null
  userErrors: UserError[]
  conflict: Conflict | null
  warnings: Warning[]
}

/** What was done, or why nothing was: then without the answer's parts, which are null in every payload. */
export type Outcome<Answer extends object> = Common | (Common & Partial<Answer>)

const ATTEMPTS = 5

/**
 * Runs a mutation: all of it or nothing, once for an idempotency key however often it comes.
 * @throws UNAUTHENTICATED, FORBIDDEN
 */
export async function mutate<Input extends CommonInput, Answer extends object>(
  { database, viewer, onRefusal }: MutationContext,
  mutation: Mutation<Input, Answer>,
): Promise<Outcome<Answer>> {
  const { name, input, needs } = mutation
  authorize(viewer, needs)
  const clientMutationId = input.clientMutationId ?? null
  try {
    const call = idempotentCall(name, input, viewer.id)
    const known = mutation.before && call && (await database.transaction((tx) => knownAnswer<Answer>(tx, call, viewer)))
    if (!known) await mutation.before?.()
    const answer = known ?? (await attempt(() => answerOf(database, mutation, call, viewer), mutation))
    return { conflict: null, warnings: [], ...answer, clientMutationId, userErrors: [] }
  } catch (error) {
    // Also of what is looked up outside the transaction.
    if (!(error instanceof Refusal)) throw whyUnavailableAgain(error)
    onRefusal?.(error.userErrors.map(({ code }) => code))
    return { clientMutationId, userErrors: [...error.userErrors], conflict: error.conflict, warnings: [] }
  }
}

/** A mutation that needs no account: what its input has, e.g. the token of a link, says what may be done. */
export interface OpenMutation<Input extends CommonInput, Answer extends object> {
  readonly name: string
  readonly input: Input
  /** A uuid by which calls with one idempotency key are of one caller */
  readonly callerId: string
  readonly shownOnce?: readonly (keyof Answer & string)[]
  /** As the work of a `Mutation` */
  readonly work: (tx: Tx) => Promise<Answer>
}

/** The same as `mutate` for everybody. */
export async function mutateOpenly<Input extends CommonInput, Answer extends object>(
  { database, onRefusal }: Pick<MutationContext, 'database' | 'onRefusal'>,
  { name, input, callerId, work, shownOnce = [] }: OpenMutation<Input, Answer>,
): Promise<Outcome<Answer>> {
  const clientMutationId = input.clientMutationId ?? null
  try {
    const call = idempotentCall(name, input, callerId)
    const once = () => database.transaction((tx) => answerOnce(tx, { call, callerId, shownOnce, work: () => work(tx) }))
    const answer = await attempt(once, {})
    return { conflict: null, warnings: [], ...answer, clientMutationId, userErrors: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw whyUnavailableAgain(error)
    onRefusal?.(error.userErrors.map(({ code }) => code))
    return { clientMutationId, userErrors: [...error.userErrors], conflict: error.conflict, warnings: [] }
  }
}

function answerOf<Input extends CommonInput, Answer extends object>(
  database: Database,
  { work, oneStatement, shownOnce = [] }: Mutation<Input, Answer>,
  call: IdempotentCall | null,
  viewer: Viewer,
): Promise<Partial<Answer>> {
  if (oneStatement && !call) return oneStatement(database, viewer)
  const within = work ?? oneStatement
  return database.transaction((tx) =>
    answerOnce(tx, { call, callerId: viewer.id, shownOnce, work: () => within(tx, viewer) }),
  )
}

interface Once<Answer> {
  /** Null where the call has no idempotency key */
  readonly call: IdempotentCall | null
  readonly callerId: string
  readonly shownOnce: readonly string[]
  readonly work: () => Promise<Answer>
}

async function answerOnce<Answer extends object>(
  tx: Tx,
  { call, callerId, shownOnce, work }: Once<Answer>,
): Promise<Partial<Answer>> {
  const known = call && (await claim<Answer>(tx, call))
  if (known) return answeredAgain(tx, known, callerId)
  const answer = await work()
  if (call) await keepAnswer(tx, call, withoutSecrets(answer, shownOnce))
  return answer
}

async function knownAnswer<Answer extends object>(
  tx: Tx,
  call: IdempotentCall,
  viewer: Viewer,
): Promise<Partial<Answer> | null> {
  const known = await findAnswer<Answer>(tx, call)
  return known && answeredAgain(tx, known, viewer.id)
}

/** Another transaction was in the way, or a migration. */
const mayWorkAgain = (error: unknown): boolean => isDeadlock(error) || isOvertaken(error) || isOutdatedPlan(error)

async function attempt<Answer extends object>(
  run: () => Promise<Partial<Answer>>,
  { explain }: Pick<MutationOptions<CommonInput, Answer>, 'explain'>,
): Promise<Partial<Answer>> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await run()
    } catch (error) {
      if (mayWorkAgain(error) && attempts < ATTEMPTS) continue
      const violation = violationOf(error)
      const refusal = violation && explain ? await explain(violation) : null
      throw refusal ?? error
    }
  }
}

function withoutSecrets(answer: object, secrets: readonly string[]): object {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !secrets.includes(name)))
}
