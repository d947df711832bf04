import { Counter, Histogram, type Registry } from 'prom-client'
import type { Use } from '../database/pool/shares.ts'
import type { AnsweredRequest } from './answered.ts'
import { operationNames } from './operation-names.ts'

export interface RequestMetrics {
  answered(request: AnsweredRequest): void
  /** That the database worked for somebody, with the wait for a connection */
  worked(use: Use, seconds: number): void
}

/** In seconds: from an answer out of memory to the longest time that a request may take. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const STATEMENTS = [0, 1, 2, 3, 5, 10, 20, 50]
const COSTS = [10, 50, 100, 500, 1000, 5000, 10_000, 50_000]

const OK = 'OK'

/** Counts requests, operations, and the time that they take. */
export function requestMetrics(registry: Registry): RequestMetrics {
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: number[] = SECONDS,
  ) => new Histogram({ name, help, labelNames, buckets, registers })

  const requests = counter('copydesk_http_requests_total', 'Answered HTTP requests.', ['route', 'method', 'status'])
  const requestSeconds = histogram(
    'copydesk_http_request_seconds',
    'Time from the arrival of an HTTP request to its answer.',
    ['route'],
  )
  const refusals = counter(
    'copydesk_errors_total',
    'Error codes in answers, each once an answer (docs/errors.md). Refusals have RATE_LIMITED, UNAVAILABLE, QUERY_TOO_EXPENSIVE and others.',
    ['code'],
  )
  const operations = counter(
    'copydesk_graphql_operations_total',
    'GraphQL operations by their first error code, OK where there is none. Operations beyond those with names of their own are "other".',
    ['operation', 'kind', 'code'],
  )
  const operationSeconds = histogram(
    'copydesk_graphql_operation_seconds',
    'Time from the arrival of a GraphQL request to its answer, by how the cache took part.',
    ['operation', 'cache'],
  )
  const cost = histogram(
    'copydesk_graphql_operation_cost',
    'Cost of GraphQL operations that ran (docs/cost.md).',
    ['kind'],
    COSTS,
  )
  const statements = histogram(
    'copydesk_graphql_operation_statements',
    'SQL statements of one GraphQL operation.',
    ['kind'],
    STATEMENTS,
  )
  const databaseSeconds = histogram(
    'copydesk_database_seconds',
    'Time of a statement or transaction, with the wait for a connection.',
    ['use'],
  )
  const nameOf = operationNames()

  return {
    answered({ route, method, status, ms, errorCodes, operation }) {
      requests.inc({ route, method, status })
      requestSeconds.observe({ route }, ms / 1000)
      for (const code of errorCodes) refusals.inc({ code })
      if (!operation) return
      const { cache, kind } = operation
      const name = nameOf(operation)
      const labels = { operation: name, kind: kind ?? 'unknown', code: first(errorCodes) ?? OK }
      operations.inc(labels)
      operationSeconds.observe({ operation: name, cache }, ms / 1000)
      if (operation.cost !== null) cost.observe({ kind: labels.kind }, operation.cost)
      if (cache !== 'hit') statements.observe({ kind: labels.kind }, operation.statements)
    },
    worked(use, seconds) {
      databaseSeconds.observe({ use }, seconds)
    },
  }
}

function first(codes: ReadonlySet<string>): string | undefined {
  for (const code of codes) return code
  return undefined
}
