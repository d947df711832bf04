import type { GraphQLFieldResolver } from 'graphql'
import { inSpan, isTraced } from './tracing.ts'

/** The same for a root field that code resolves: with a span. Those that statements read have theirs in the reader. */
export function inRootSpan<Context>(
  resolve: GraphQLFieldResolver<unknown, Context>,
): GraphQLFieldResolver<unknown, Context> {
  return (source, args, context, info) =>
    isTraced()
      ? inSpan(`${info.parentType.name}.${info.fieldName}`, {}, async () => resolve(source, args, context, info))
      : resolve(source, args, context, info)
}
