import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  separateOperations,
  validate,
} from 'graphql'
import type { Skipped } from './check.ts'
import { schemaOf } from './schema.ts'
import { textOf, textsIn } from './texts.ts'

/** The contract itself lies beside the checkout where the project is developed, and nowhere else. */
const CONTRACT = '../shared/contract'

/** What schema.graphql refuses of the operations that front-ends send. */
export async function refusedOperations(root: string): Promise<string[]> {
  const schema = await schemaOf(root)
  const documents = await textsIn(root, 'test/contract/*.graphql')
  if (documents.size === 0) return ['test/contract has no operations']
  const all = [...documents.values()].flatMap((text) => parse(text).definitions.filter(isFragment))
  return [...documents].flatMap(([file, text]) =>
    Object.entries(separateOperations(withFragments(parse(text), all))).flatMap(([operation, alone]) =>
      validate(schema, alone).map(({ message }) => `${file} ${operation}: ${message}`),
    ),
  )
}

const isFragment = (definition: DefinitionNode): definition is FragmentDefinitionNode =>
  definition.kind === Kind.FRAGMENT_DEFINITION

/** A document may spread fragments of the others. */
function withFragments(
  { definitions, ...document }: DocumentNode,
  all: readonly FragmentDefinitionNode[],
): DocumentNode {
  const own = new Set(definitions.filter(isFragment).map(({ name }) => name.value))
  return { ...document, definitions: [...definitions, ...all.filter(({ name }) => !own.has(name.value))] }
}

/** Documents of test/contract that are not those of the contract, comments and layout aside. */
export async function differencesFromContract(root: string): Promise<string[] | Skipped> {
  if (!existsSync(join(root, CONTRACT))) return { skipped: `${CONTRACT} is not there` }
  const documents = await textsIn(join(root, 'test/contract'), '*.graphql')
  if (documents.size === 0) return ['test/contract has no operations']
  const different = [...documents].map(async ([name, text]) => {
    const theirs = await textOf(root, `${CONTRACT}/${name}`)
    return theirs !== '' && print(parse(text)) === print(parse(theirs))
      ? []
      : [`test/contract/${name} is not ${CONTRACT}/${name}`]
  })
  return (await Promise.all(different)).flat()
}
