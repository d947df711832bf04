import { type GraphQLField, getNamedType, isInterfaceType, isObjectType } from 'graphql'
import { schema } from './input-fields.ts'
import { type Allowed, foundIn, HIGHLIGHT, INLINE, isHarmless, PAGE } from './markup.ts'

// What comes out of the API, field by field, by the schema. Answers need __typename in each object, as Crawler asks for it.

type Field = GraphQLField<unknown, unknown>

export interface Text {
  /** "ParagraphBlock.html" */
  readonly field: string
  readonly text: string
}

const isJson = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every text of an answer, with the field that it is of. */
export function textsIn(answer: unknown, field = ''): Text[] {
  if (typeof answer === 'string') return [{ field, text: answer }]
  if (Array.isArray(answer)) return answer.flatMap((item: unknown) => textsIn(item, field))
  if (!isJson(answer)) return []
  const type = String(answer.__typename ?? 'Query')
  // Crawler puts the type in front of fields of unions.
  const named = (key: string) => `${type}.${key.startsWith(`${type}_`) ? key.slice(type.length + 1) : key}`
  return Object.entries(answer)
    .filter(([key]) => key !== '__typename')
    .flatMap(([key, value]) => textsIn(value, named(key)))
}

/** What a field's HTML may contain; null where the field is not HTML. Descriptions say which of the three kinds it is. */
function allowedIn({ name, description }: Field): Allowed | null {
  if (/<mark>/.test(description ?? '')) return HIGHLIGHT
  if (!/html/i.test(name)) return null
  if (/inline\s+markup/.test(description ?? '')) return INLINE
  return PAGE
}

const fields = new Map(
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    // What somebody typed and has not saved is given back to this person alone, as it was, for a form and no page.
    .filter(({ name }) => !name.startsWith('Autosaved'))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field): [string, Field] => [`${type.name}.${field.name}`, field]),
    ),
)

/** "Type.field" of every field of the schema that gives HTML. */
export const HTML_FIELDS = [...fields].filter(([, field]) => allowedIn(field)).map(([name]) => name)

/** What is harmful in a text of an answer: markup that its field may not contain, or an address that runs script. */
export function harmIn({ field: name, text }: Text): string[] {
  const field = fields.get(name)
  if (!field) return []
  const allowed = allowedIn(field)
  if (allowed) return foundIn(text, allowed).map((found) => `${name}: ${found}`)
  return getNamedType(field.type).name === 'URL' && !isHarmless(text) ? [`${name}: ${text}`] : []
}
