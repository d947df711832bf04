import type { Limit } from '../contract/limits.ts'
import { tooManyItems } from './common-errors.ts'
import type { Faults } from './faults.ts'
import type { Path } from './user-error.ts'

/** What every mutation's input has; `mutate` reads it. */
export interface CommonInput {
  clientMutationId?: string | null | undefined
  idempotencyKey?: string | null | undefined
}

/** Reads one field of an input: gives what is stored, and notes what is wrong. It is not asked for a field that was left out. */
export type Reader<Sent, Clean = unknown> = (sent: Sent, path: Path, faults: Faults) => Clean

/** For what GraphQL has checked already: a number, a boolean, a value of an enum, an id that is looked up. */
export function asSent<Sent>(sent: Sent): Sent {
  return sent
}

/**
 * A reader for each field of a generated input: a field without one does not compile. `Elsewhere` has the fields that a shared function reads;
 * `mutate` reads those that every input has.
 */
export type InputsOf<Input, Elsewhere = CommonInput> = {
  readonly [Name in Exclude<keyof Input, keyof Elsewhere | keyof CommonInput>]-?: Reader<
    Exclude<Input[Name], undefined>
  >
}

/** What names a row, and the version of it that a change is based on: what the `get…` functions of `*.load.ts` take. */
export interface RowInput {
  readonly id: string
  readonly version?: number | null | undefined
}

/** Reads no more than that. */
export const ROW = { id: asSent, version: asSent }

/** An input as it was read; what was left out is absent. */
export type InputRead<Input, Reads> = {
  [Name in keyof Input as Name extends keyof Reads ? Name : never]: Name extends keyof Reads
    ? Reads[Name] extends typeof asSent
      ? Input[Name]
      : Reads[Name] extends Reader<never, infer Clean>
        ? Clean
        : never
    : never
}

/** Reads an input by its table of readers. */
export function readInput<Input extends object, Reads extends object>(
  input: Input,
  reads: Reads,
  faults: Faults,
  path?: Path,
): InputRead<Input, Reads>
export function readInput(
  input: object,
  reads: Readonly<Record<string, Reader<unknown>>>,
  faults: Faults,
  path: Path = ['input'],
): object {
  const sent: ReadonlyMap<string, unknown> = new Map(Object.entries(input))
  return Object.fromEntries(
    Object.entries(reads).flatMap(([name, read]) => {
      const value = sent.get(name)
      return value === undefined ? [] : [[name, read(value, [...path, name], faults)]]
    }),
  )
}

/** A list whose items are read each by itself; null is empty. Of one that is too long nothing is read. */
export function listOf<Sent, Clean>(
  { most }: Limit,
  read: Reader<Sent, Clean>,
): Reader<readonly Sent[] | null, Clean[]> {
  return (sent, path, faults) => {
    const items = sent ?? []
    if (items.length > most) {
      faults.take(tooManyItems(path, { actual: items.length, limit: most }))
      return []
    }
    return items.map((item, index) => read(item, [...path, index], faults))
  }
}
