import { parse, separateOperations, validate } from 'graphql'
import { schemaOf } from './schema.ts'
import { textsIn } from './texts.ts'

/** What schema.graphql refuses of the operations that front-ends send. */
export async function refusedOperations(root: string): Promise<string[]> {
  const schema = await schemaOf(root)
  const documents = await textsIn(root, 'test/contract/*.graphql')
  if (documents.size === 0) return ['test/contract has no operations']
  return [...documents].flatMap(([file, text]) =>
    Object.entries(separateOperations(parse(text))).flatMap(([operation, alone]) =>
      validate(schema, alone).map(({ message }) => `${file} ${operation}: ${message}`),
    ),
  )
}
