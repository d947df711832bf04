import { CorrectionKind } from '../../generated/prisma/enums.ts'
import { EVENTS, type EventName } from '../../outbox/events.ts'

/** A schema, as JSON Schema 2020-12 has it. */
export type JsonSchema = Readonly<Record<string, unknown>>

type Kind = (typeof EVENTS)[EventName]

type Sometimes<Each> = Each extends { sometimes: readonly (infer Field extends string)[] } ? Field : never

/** Every field that the payload of any event has. */
type FieldName = Kind['payload'][number] | Sometimes<Kind>

const text: JsonSchema = { type: 'string' }
const id: JsonSchema = { type: 'string', description: 'A global id of the API' }
const time: JsonSchema = { type: 'string', format: 'date-time' }
const count: JsonSchema = { type: 'integer' }

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })

/** An object that has all of these fields. More may come with a later version. */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  required = Object.keys(properties),
): JsonSchema {
  return { type: 'object', properties, required }
}

const correction = object({ kind: { enum: Object.values(CorrectionKind) }, text, publishedAt: time })

/** A field of a payload without a line does not compile. */
const FIELDS = {
  id,
  slug: text,
  locale: text,
  version: count,
  revisionId: orNull(id),
  previousRevisionId: orNull(id),
  publishedAt: orNull(time),
  firstPublishedAt: orNull(time),
  previousSlug: text,
  previousLocale: text,
  correction: orNull(correction),
  previousCorrection: correction,
  file: text,
  path: text,
  rightsState: text,
  rightsExpireAt: orNull(time),
  changedFields: listOf(text),
  translation: object({ id, slug: text, locale: text, revisionId: orNull(id) }),
  into: object({ id, slug: text, version: count }),
} as const satisfies Record<FieldName, JsonSchema>

/** The payload of an event. */
export function payloadSchema(name: EventName): JsonSchema {
  const kind: { readonly payload: readonly FieldName[]; readonly sometimes?: readonly FieldName[] } = EVENTS[name]
  const { payload, sometimes = [] } = kind
  return object(Object.fromEntries([...payload, ...sometimes].map((field) => [field, FIELDS[field]])), [...payload])
}
