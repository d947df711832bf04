import { decodeCursor, encodeCursor } from '../reading/cursor.ts'

/** The order of the list, and the name that its cursors carry. */
export const IN_ORDER = { order: 'position', direction: 'ASC' } as const

const LIST = `Query.changes ${IN_ORDER.order} ${IN_ORDER.direction}`

/** The cursor of an event, wherever events are given to clients. @param position its place in the order of all events */
export function eventCursor(position: number): string {
  return encodeCursor(LIST, [position])
}

/** The position of the event that a cursor names. @throws BAD_USER_INPUT for anything else, naming the `argument` */
export function positionOf(cursor: unknown, argument: string): number {
  return Number(decodeCursor(LIST, ['int8'], argument, cursor)[0])
}
