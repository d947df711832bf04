import { EVENT_NAMES } from '../../outbox/event-types.ts'
import { EVENTS } from '../../outbox/events.ts'
import { TEST_TYPE } from '../message.ts'
import { type JsonSchema, listOf, object, payloadSchema } from './payload-schemas.ts'

const TEST_PAYLOAD = object({ message: { type: 'string' } })

const IF_FEW: JsonSchema = { anyOf: [listOf({ type: 'string' }), { type: 'null' }] }

function bodyOf(type: string, title: string, payload: JsonSchema): JsonSchema {
  const data = object({
    subjectId: { type: 'string', description: 'The global id of the object that the event is about' },
    paths: { ...IF_FEW, description: 'Changed pages of the site. Null: too many to list' },
    tags: { ...IF_FEW, description: 'Tags of the responses that changed. Null: too many to list' },
    payload,
  })
  const timestamp = { type: 'string', format: 'date-time', description: 'When the event was written' }
  return { title, ...object({ type: { const: type }, timestamp, data }) }
}

/** The bodies of all deliveries, as JSON Schema 2020-12. @param url where it is served */
export function bodySchema(url: string): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: url,
    title: 'What Copydesk sends to webhooks',
    oneOf: [
      ...Object.values(EVENT_NAMES).map((name) => bodyOf(name, EVENTS[name].when, payloadSchema(name))),
      bodyOf(TEST_TYPE, 'an admin tests the webhook', TEST_PAYLOAD),
    ],
  }
}
