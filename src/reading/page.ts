import { PAGE } from '../contract/limits.ts'
import { badUserInput } from '../errors/errors.ts'
import type { Argument } from './argument.ts'
import type { Selection } from './plan.ts'

const MAX_PAGE_SIZE = PAGE.most
const DEFAULT_PAGE_SIZE = 20

/** Which page of a list is asked for. */
export interface Page {
  readonly size: number
  /** Counted from the end: the rows are read backwards and turned round. */
  readonly isBackward: boolean
  readonly after: Argument | null
  readonly before: Argument | null
}

const allowed = `1 to ${MAX_PAGE_SIZE}`

function pageSize(name: string, argument: Argument): number {
  const { value } = argument
  if (typeof value !== 'number' || value < 1 || value > MAX_PAGE_SIZE) {
    throw badUserInput(`\`${name}\` must be ${allowed}, and is ${String(value)}.`, { argument: name, allowed })
  }
  return value
}

/** Reads first, after, last, before. Throws BAD_USER_INPUT for sizes out of range and for `first` together with `last`. */
export function pageOf(selection: Selection): Page {
  const first = selection.argument('first')
  const last = selection.argument('last')
  const after = selection.argument('after')
  const before = selection.argument('before')
  if (first.isGiven && last.isGiven) {
    throw badUserInput('`first` and `last` cannot be combined. Send only one of them.', {
      argument: 'last',
      allowed: '`first` or `last`, not both',
    })
  }
  const size = first.isGiven ? pageSize('first', first) : last.isGiven ? pageSize('last', last) : DEFAULT_PAGE_SIZE
  return { size, isBackward: last.isGiven, after: after.isGiven ? after : null, before: before.isGiven ? before : null }
}
