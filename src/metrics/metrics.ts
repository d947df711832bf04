import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Database } from '../database/database.ts'
import { describeDatabase } from './database-metrics.ts'
import { type RequestMetrics, requestMetrics } from './request-metrics.ts'

export interface Metrics extends RequestMetrics {
  /** In the text format of Prometheus */
  readonly contentType: string
  readonly registry: Registry
  /** From now on also reports the state of this database. */
  watch(database: Database): void
}

/** What one process counts. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 })
  return {
    ...{ contentType: registry.contentType, registry },
    ...requestMetrics(registry),
    watch: (database) => describeDatabase(registry, database),
  }
}
