import { v5 as named, v4 as random } from 'uuid'
import type { EventType } from '../generated/graphql.ts'
import { EVENT_TYPES } from '../outbox/event-types.ts'
import type { PlacedEvent } from '../outbox/events.load.ts'
import { idPrefix } from '../reading/global-id.ts'

/** What webhooks are sent of one event. */
export interface Message {
  /** The header `webhook-id` */
  readonly messageId: string
  /** Null of a test */
  readonly event: EventType | null
  readonly subjectId: string
  /** Of the event among all; null of a test */
  readonly position: number | null
  /** Its bytes in UTF-8 are sent and signed */
  readonly body: string
}

/** The type of a test, which is no event. */
export const TEST_TYPE = 'webhook.test'

/** A body has fewer bytes. Standard Webhooks recommends it, since receivers have limits. */
export const MOST_BYTES = 20_000

interface Data {
  readonly subjectId: string
  readonly paths: readonly string[] | null
  readonly tags: readonly string[] | null
  readonly payload: Readonly<Record<string, unknown>>
}

/** So that no other id that is made from the same text is equal. */
const NAMESPACE = '8c1f5d0e-3a57-5b0e-9a52-6f1c2b7d9e40'

/** @param siteId what events are about that name no object */
export function messageOf(event: PlacedEvent, siteId: string): Message {
  const { id, at, type, position, payload, paths, tags } = event
  const subjectId = typeof payload.id === 'string' ? payload.id : `${idPrefix('Site')}${siteId}`
  return {
    messageId: `evt_${named(`${id} ${at.toISOString()}`, NAMESPACE)}`,
    event: EVENT_TYPES[type],
    subjectId,
    position,
    body: bodyOf(type, at, { subjectId, paths, tags, payload }),
  }
}

/** Has letters of several bytes, so that a receiver that signs characters instead of bytes is found at once. */
const GREETING = 'A test of the webhook: שלום, café, 👋'

export function testMessage(subjectId: string, at: Date): Message {
  const body = bodyOf(TEST_TYPE, at, { subjectId, paths: [], tags: [], payload: { message: GREETING } })
  return { messageId: `evt_${random()}`, event: null, subjectId, position: null, body }
}

/** If there are too many paths and tags, they are null: the receiver reads them from `changes`, or treats everything as changed. */
function bodyOf(type: string, at: Date, data: Data): string {
  const timestamp = at.toISOString()
  const whole = JSON.stringify({ type, timestamp, data })
  if (Buffer.byteLength(whole) < MOST_BYTES) return whole
  return JSON.stringify({ type, timestamp, data: { ...data, paths: null, tags: null } })
}
