import {
  type ConstValueNode,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ListValueNode,
  type StringValueNode,
  type ValueNode,
  type VariableNode,
} from 'graphql'
import { type ListMaximum, listMaximum, ofInner } from './list-maximum.ts'

/** What is met on the way through a value that is written in a document. */
export interface LiteralVisitor {
  list?: (node: ListValueNode, maximum: ListMaximum | null) => void
  variable?: (node: VariableNode, maximum: ListMaximum | null) => void
  text?: (node: StringValueNode) => void
}

/** Goes through a value in a document, with the maximum that the schema declares for each list. The limit on tokens bounds its size. */
export function visitLiteral(
  node: ValueNode | ConstValueNode,
  given: GraphQLInputType | null | undefined,
  maximum: ListMaximum | null,
  visitor: LiteralVisitor,
): void {
  const type = given && getNullableType(given)
  if (node.kind === Kind.VARIABLE) visitor.variable?.(node, maximum)
  else if (node.kind === Kind.STRING) visitor.text?.(node)
  else if (node.kind === Kind.LIST) {
    visitor.list?.(node, maximum)
    const item = isListType(type) ? type.ofType : type
    for (const value of node.values) visitLiteral(value, item, maximum && ofInner(maximum), visitor)
  } else if (node.kind === Kind.OBJECT) {
    // A list accepts a single item.
    const object = isListType(type) ? getNullableType(type.ofType) : type
    const fields = isInputObjectType(object) ? object.getFields() : {}
    for (const { name, value } of node.fields) {
      const field = Object.hasOwn(fields, name.value) ? fields[name.value] : undefined
      visitLiteral(value, field?.type, field ? listMaximum(field) : null, visitor)
    }
  }
}
