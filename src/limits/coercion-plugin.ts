import { type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server'
import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql'
import { badUserInput } from '../errors/errors.ts'
import { shortened } from '../lib/text/shortened.ts'

/** Errors about the values of one request. */
const MOST_ERRORS = 20

/** Characters of a bad value, of its place and of the reason in a message. */
const MOST_OF_A_PART = 90

type Variables = Readonly<Record<string, unknown>>

/**
 * Reports variables that do not have the types that the operation declares. graphql-js would report them too, but it writes each bad value into a
 * message as it is, whatever its size, and goes through all of them. Belongs behind the plugins that answer requests: what they answer is well
 * typed.
 */
export function coercionPlugin<Context extends BaseContext>(isSchemaHidden: boolean): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, operation, request }) {
          // Apollo Server's type does not say so: none has the name that the request gives.
          if (!operation) return null
          const errors = coercionErrors(schema, operation, request.variables ?? {}, isSchemaHidden)
          if (errors.length === 0) return null
          const http = { status: 400, headers: new HeaderMap() }
          return { http, body: { kind: 'single', singleResult: { errors } } }
        },
      }
    },
  }
}

class Enough extends Error {}

/** The first errors, in the words of graphql-js. */
function coercionErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Variables,
  isSchemaHidden: boolean,
): GraphQLError[] {
  const errors: GraphQLError[] = []
  const add = (message: string, definition: VariableDefinitionNode) => {
    const { extensions } = badUserInput(message)
    errors.push(new GraphQLError(message, { nodes: definition, extensions }))
    if (errors.length === MOST_ERRORS) throw new Enough()
  }
  try {
    for (const definition of operation.variableDefinitions ?? []) {
      const type = typeFromAST(schema, definition.type)
      if (!isInputType(type)) continue
      checkVariable(definition, type, variables, (message) => add(message, definition), isSchemaHidden)
    }
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  }
  return errors
}

function checkVariable(
  { variable, defaultValue }: VariableDefinitionNode,
  type: GraphQLInputType,
  variables: Variables,
  add: (message: string) => void,
  isSchemaHidden: boolean,
): void {
  const name = variable.name.value
  const shown = shortened(name, MOST_OF_A_PART)
  if (!Object.hasOwn(variables, name)) {
    if (!defaultValue && isNonNullType(type)) add(`Variable "$${shown}" of required type "${type}" was not provided.`)
    return
  }
  const value = variables[name]
  if (value === null && isNonNullType(type)) {
    add(`Variable "$${shown}" of non-null type "${type}" must not be null.`)
    return
  }
  coerceInputValue(
    value,
    type,
    (path, invalid, { message }) => {
      const place = path.length === 0 ? '' : ` at "${shortened(placeOf(name, path), MOST_OF_A_PART)}"`
      const reason = shortened(message, MOST_OF_A_PART)
      add(`Variable "$${shown}" got invalid value ${shownValue(invalid)}${place}; ${reason}`)
    },
    isSchemaHidden,
  )
}

/** As graphql-js writes it: name.field[0] */
function placeOf(name: string, path: readonly (string | number)[]): string {
  return name + path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
}

/** A text, a number or the kind of a larger value: enough to know it by. */
function shownValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(value, MOST_OF_A_PART))
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[list of ${value.length}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const names = Object.keys(value)
  return names.length === 0 ? '{}' : shortened(`{ ${names.slice(0, 5).join(', ')} }`, MOST_OF_A_PART)
}
