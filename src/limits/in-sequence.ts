import type { ApolloServerPlugin, BaseContext } from '@apollo/server'

/**
 * Apollo starts the checks of all plugins at once, also if one of them refuses. Here the second plugin looks at an operation only if the first
 * accepts it: what it costs to look may be bounded by the limits of the first, which may have no other hook.
 */
export function inSequence<Context extends BaseContext>(
  first: ApolloServerPlugin<Context>,
  second: ApolloServerPlugin<Context>,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart(request) {
      const checks = await first.requestDidStart?.(request)
      const more = await second.requestDidStart?.(request)
      return {
        ...more,
        async didResolveOperation(operation) {
          await checks?.didResolveOperation?.(operation)
          await more?.didResolveOperation?.(operation)
        },
      }
    },
  }
}
