import {
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { type ListMaximum, listMaximum } from './list-maximum.ts'
import { visitLiteral } from './literals.ts'
import type { Fragments } from './operation-size.ts'
import { tooManyItems } from './value-faults.ts'

/** What an operation declares of a variable. */
interface Declared {
  readonly type: GraphQLInputType | null
  /** The smallest maximum of the places where it stands for a list */
  readonly maximum: ListMaximum | null
}

export type DeclaredVariables = ReadonlyMap<string, Declared>

/** The variables of an operation, with the limits of the places where they are used. */
export function declaredVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): DeclaredVariables {
  const maxima = smallestMaxima(schema, [operation, ...fragmentsIn(operation, fragments)])
  return new Map(
    (operation.variableDefinitions ?? []).map(({ variable, type: node }) => {
      const type = typeFromAST(schema, node)
      const name = variable.name.value
      return [name, { type: isInputType(type) ? type : null, maximum: maxima.get(name) ?? null }]
    }),
  )
}

/** A default that is over the maximum of a place where its variable is used. Only together does the document say that. */
export function faultOfDefaults(operation: OperationDefinitionNode, declared: DeclaredVariables): GraphQLError | null {
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const maximum = declared.get(variable.name.value)?.maximum
    const items = defaultValue?.kind === Kind.LIST ? defaultValue.values.length : 0
    if (maximum && items > maximum.max) return tooManyItems(variable.name.value, maximum, items)
  }
  return null
}

type Definition = OperationDefinitionNode | FragmentDefinitionNode

/** Those that the operation spreads, and those that they spread. */
function fragmentsIn(operation: OperationDefinitionNode, fragments: Fragments): Iterable<FragmentDefinitionNode> {
  const found = new Set<FragmentDefinitionNode>()
  const open: Definition[] = [operation]
  for (let next = open.pop(); next; next = open.pop()) {
    visit(next, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value)
        if (!fragment || found.has(fragment)) return
        found.add(fragment)
        open.push(fragment)
      },
    })
  }
  return found
}

function smallestMaxima(schema: GraphQLSchema, definitions: readonly Definition[]): ReadonlyMap<string, ListMaximum> {
  const maxima = new Map<string, ListMaximum>()
  const info = new TypeInfo(schema)
  const visitor = visitWithTypeInfo(info, {
    Argument({ value }) {
      const argument = info.getArgument()
      if (!argument) return
      visitLiteral(value, argument.type, listMaximum(argument), {
        variable({ name }, maximum) {
          const before = maxima.get(name.value)
          if (maximum && (!before || maximum.max < before.max)) maxima.set(name.value, maximum)
        },
      })
    },
  })
  for (const definition of definitions) visit(definition, visitor)
  return maxima
}
