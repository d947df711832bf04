import { badUserInput } from '../errors/errors.ts'
import type { Source } from './change.ts'

const LETTERS = { articles: 'a', desk: 'd' } as const satisfies Record<Source, string>

const CURSOR = /^([ad])(\d{1,15})$/

/** A place in the order of changes. Opaque to clients. */
export function changeCursor(source: Source, position: number): string {
  return Buffer.from(`${LETTERS[source]}${position}`).toString('base64url')
}

/** The position that a cursor names. @throws BAD_USER_INPUT */
export function positionAfter(source: Source, cursor: unknown): number | null {
  if (cursor === undefined || cursor === null) return null
  const [, letter, position] = CURSOR.exec(Buffer.from(String(cursor), 'base64url').toString()) ?? []
  if (letter !== LETTERS[source] || position === undefined)
    throw badUserInput('This is not a cursor of these changes. Send the `cursor` of the last change that you got.', {
      argument: 'after',
      allowed: 'the `cursor` of a change of the same subscription',
    })
  return Number(position)
}
