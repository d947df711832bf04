import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { IDEMPOTENCY_KEY } from '../contract/limits.ts'
import type { Tx } from '../database/database.ts'
import { send } from '../database/sender.ts'
import { characters } from '../lib/text/stored-text.ts'
import type { CommonInput } from './input.ts'
import { detailedError, Refusal, type UserError, userError } from './user-error.ts'

export interface IdempotentCall {
  callerId: string
  key: string
  mutation: string
  /** SHA-256 of the input without clientMutationId and the key itself, hexadecimal */
  inputHash: string
}

function badKey(key: string): UserError {
  const details = {
    __typename: 'LimitDetails',
    unit: 'CHARACTERS',
    actual: characters(key),
    limit: IDEMPOTENCY_KEY.most,
  } as const
  return detailedError('INVALID', ['input', 'idempotencyKey'], details, ({ limit }) => {
    return `An idempotency key has 1 to ${limit} characters; a UUID is a good one.`
  })
}

/** @throws Refusal where the key cannot be one */
export function idempotentCall(mutation: string, input: CommonInput, callerId: string): IdempotentCall | null {
  const { idempotencyKey: key, clientMutationId: _, ...rest } = input
  if (key === null || key === undefined) return null
  if (key.length === 0 || characters(key) > IDEMPOTENCY_KEY.most || key.includes('\0') || !key.isWellFormed()) {
    throw new Refusal([badKey(key)])
  }
  // Coerced input has its fields in the schema's order, so equal inputs are equal text.
  const inputHash = createHash('sha256').update(JSON.stringify(rest)).digest('hex')
  return { callerId, key, mutation, inputHash }
}

/**
 * Claims the key for this transaction; another that holds it is waited for. Null: the call is new, and `keepAnswer` must follow. Otherwise how it
 * was answered.
 * @throws Refusal when the key came with another mutation or input before
 */
export async function claim<Answer extends object>(tx: Tx, call: IdempotentCall): Promise<Partial<Answer> | null> {
  const { callerId, key, mutation, inputHash } = call
  const claimed = await send(
    tx,
    sql`insert into idempotent_call (caller_id, key, mutation, input_hash, answer)
      values (${callerId}::uuid, ${key}, ${mutation}, ${inputHash}, 'null'::jsonb) on conflict do nothing returning key`,
  )
  return claimed.length > 0 ? null : findAnswer(tx, call)
}

/**
 * How the call was answered before; null where it was not.
 * @throws Refusal when the key came with another mutation or input
 */
export async function findAnswer<Answer extends object>(
  tx: Tx,
  { callerId, key, mutation, inputHash }: IdempotentCall,
): Promise<Partial<Answer> | null> {
  const [known] = await send<{ mutation: string; inputHash: string; answer: Partial<Answer> }>(
    tx,
    sql`select mutation, input_hash as "inputHash", answer from idempotent_call where caller_id = ${callerId}::uuid and key = ${key}`,
  )
  if (!known) return null
  if (known.mutation !== mutation || known.inputHash !== inputHash) {
    const message = 'This idempotency key was already used with another input. Use a new key for each call.'
    throw new Refusal([userError('IDEMPOTENCY_KEY_REUSED', ['input', 'idempotencyKey'], message)])
  }
  return known.answer
}

export async function keepAnswer(tx: Tx, { callerId, key }: IdempotentCall, answer: object): Promise<void> {
  await send(
    tx,
    sql`update idempotent_call set answer = ${JSON.stringify(answer)}::jsonb where caller_id = ${callerId}::uuid and key = ${key}`,
  )
}
