import type { OnAnswered } from '../http/request-log.ts'
import type { Metrics } from './metrics.ts'

/** Counts what the request log has a line for. */
export function onAnswered(answered: Metrics['answered']): OnAnswered {
  return ({ route, method, status, ms, call, notes }) =>
    answered({
      ...{ method, status, ms, errorCodes: notes.errorCodes },
      route: route ?? 'none',
      operation: call && {
        name: call.operation,
        isTrusted: call.isKnownDocument || notes.account !== undefined,
        kind: call.kind,
        ...{ statements: call.statements, cost: call.cost, cache: call.cache ?? 'bypass' },
      },
    })
}
