import { type ASTVisitor, GraphQLError, type NameNode, type ValidationRule } from 'graphql'

/** In JavaScript, an object that is given this property gets another prototype instead: here, in graphql-js, and in most clients. */
const UNUSABLE = '__proto__'

/** Refuses what a document may name freely, where the name cannot be a property: aliases, fragments, variables and operations. */
export const namesRule: ValidationRule = (context): ASTVisitor => {
  const check = (name: NameNode | undefined): void => {
    if (name?.value !== UNUSABLE) return
    context.reportError(new GraphQLError(`The name "${UNUSABLE}" cannot be used. Choose another.`, { nodes: name }))
  }
  return {
    OperationDefinition: ({ name }) => check(name),
    FragmentDefinition: ({ name }) => check(name),
    VariableDefinition: ({ variable }) => check(variable.name),
    Field: ({ alias }) => check(alias),
  }
}
