import { GraphQLError, type GraphQLSchema, isScalarType, Kind, type ValueNode } from 'graphql'
import { resolvers as scalars } from 'graphql-scalars'
import { readDateTime } from './lib/date.ts'
import { parseUpload } from './media/store/uploaded-file.ts'

/**
 * Scalars that are texts in JSON take any text, in a document as in a variable. The readers of the input say what is wrong with it, at its
 * place and together with everything else: graphql-js would refuse the whole request at the first one.
 */
const TEXTS: Readonly<Record<string, (text: string) => unknown>> = {
  DateTime: readDateTime,
  Locale: asSent,
  URL: asSent,
}

function asSent(text: string): string {
  return text
}

/**
 * Our scalars parse like those of graphql-scalars with the same names, except those above; their descriptions are in schema.graphql. They are
 * written as the statement returns them, however a request is answered: graphql-scalars' URL would write some addresses in another form.
 */
export function attachScalars(schema: GraphQLSchema): void {
  for (const [name, implementation] of Object.entries(scalars)) {
    const type = schema.getType(name)
    if (!isScalarType(type)) continue
    type.parseValue = implementation.parseValue
    type.parseLiteral = implementation.parseLiteral
  }
  for (const [name, read] of Object.entries(TEXTS)) {
    const type = schema.getType(name)
    if (!isScalarType(type)) continue
    type.parseValue = (value) => {
      if (typeof value === 'string') return read(value)
      throw new GraphQLError(`${name} is a text in quotation marks.`)
    }
    type.parseLiteral = (node) => read(textIn(node, name))
  }
  const upload = schema.getType('Upload')
  if (!isScalarType(upload)) return
  upload.parseValue = parseUpload
  // Nothing that can be written in a document is a file.
  upload.parseLiteral = parseUpload
}

function textIn(node: ValueNode, name: string): string {
  if (node.kind === Kind.STRING) return node.value
  throw new GraphQLError(`${name} is a text in quotation marks.`, { nodes: node })
}
