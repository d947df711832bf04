import { type ASTVisitor, type DocumentNode, Kind, type OperationDefinitionNode, type ValidationRule } from 'graphql'
import { type Limits, overLimit } from './limits.ts'
import { type Fragments, sizeOf } from './operation-size.ts'

/** The validation rule for everything that can be seen from the document: depth, aliases, root fields, directives, fields. */
export function sizeRule(limits: Limits): ValidationRule {
  return (context): ASTVisitor => ({
    Document(document) {
      const fragments = fragmentsOf(document)
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue
        for (const error of faultsOf(definition, fragments, limits)) context.reportError(error)
      }
    },
  })
}

export function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
}

function faultsOf(operation: OperationDefinitionNode, fragments: Fragments, limits: Limits) {
  const { depth, aliases, width, schemas, directives, fields } = sizeOf(operation, fragments)
  return [
    depth > limits.depth && overLimit('QUERY_TOO_DEEP', `is ${depth} levels deep`, limits.depth, depth),
    aliases > limits.aliases && overLimit('TOO_MANY_ALIASES', `has ${aliases} aliases`, limits.aliases, aliases),
    width > limits.rootFields &&
      overLimit('TOO_MANY_ROOT_FIELDS', `has ${width} root fields`, limits.rootFields, width),
    // The answer is large, and the same each time.
    schemas > 1 && overLimit('TOO_MANY_ROOT_FIELDS', `reads the schema ${schemas} times`, 1, schemas),
    directives > limits.directives &&
      overLimit('TOO_MANY_DIRECTIVES', `has ${directives} directives`, limits.directives, directives),
    fields > limits.fields && overLimit('TOO_MANY_FIELDS', `selects ${fields} fields`, limits.fields, fields),
  ].filter((fault) => fault !== false)
}
