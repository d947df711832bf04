import {
  type DirectiveNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

/** What an operation asks for once every fragment is spread. */
export interface OperationSize {
  depth: number
  aliases: number
  fields: number
  directives: number
  /** Fields of the outermost level */
  width: number
  /** Fields that read the whole schema */
  schemas: number
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

const NOTHING: OperationSize = { depth: 0, aliases: 0, fields: 0, directives: 0, width: 0, schemas: 0 }

/**
 * Each fragment is measured once, so that a chain of fragments that doubles at every step costs its length and not its result.
 * Fragments that are unknown or contain themselves count as nothing: the standard rules report them.
 */
export function sizeOf(operation: OperationDefinitionNode, fragments: Fragments): OperationSize {
  const measured = new Map<string, OperationSize>()

  function ofFragment(name: string): OperationSize {
    const known = measured.get(name)
    if (known) return known
    measured.set(name, NOTHING)
    const fragment = fragments.get(name)
    if (!fragment) return NOTHING
    const size = withDirectives(ofSelections(fragment.selectionSet), fragment.directives)
    measured.set(name, size)
    return size
  }

  function ofSelection(selection: SelectionNode): OperationSize {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value)
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSelections(selection.selectionSet)
    const inside = selection.selectionSet ? ofSelections(selection.selectionSet) : NOTHING
    const values = (selection.arguments ?? []).map((argument) => depthOfLiteral(argument.value))
    return {
      depth: 1 + Math.max(inside.depth, ...values),
      aliases: inside.aliases + (selection.alias ? 1 : 0),
      fields: inside.fields + 1,
      directives: inside.directives,
      width: 1,
      schemas: selection.name.value === '__schema' ? 1 : 0,
    }
  }

  function ofSelections({ selections }: SelectionSetNode): OperationSize {
    return selections
      .map((selection) => withDirectives(ofSelection(selection), selection.directives))
      .reduce(together, NOTHING)
  }

  return withDirectives(ofSelections(operation.selectionSet), operation.directives)
}

function together(one: OperationSize, other: OperationSize): OperationSize {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: sum(one.aliases, other.aliases),
    fields: sum(one.fields, other.fields),
    directives: sum(one.directives, other.directives),
    width: sum(one.width, other.width),
    schemas: sum(one.schemas, other.schemas),
  }
}

/** Doubling fragments leave the range of whole numbers behind; JSON has no word for infinity. */
function sum(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER)
}

function withDirectives(size: OperationSize, directives: readonly DirectiveNode[] | undefined): OperationSize {
  return directives?.length ? { ...size, directives: sum(size.directives, directives.length) } : size
}

function depthOfLiteral(value: ValueNode): number {
  if (value.kind === Kind.LIST) return 1 + Math.max(0, ...value.values.map(depthOfLiteral))
  if (value.kind === Kind.OBJECT) return 1 + Math.max(0, ...value.fields.map((field) => depthOfLiteral(field.value)))
  return 0
}
