import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils'
import { inStatementSpan, type StatementPlace } from '../../tracing/statement-span.ts'
import { isTracing } from '../../tracing/tracing.ts'

type PlaceOf = () => StatementPlace

/** The adapter through which Prisma sends statements, with a span for each; the same one where no spans are recorded. */
export function tracedAdapter(
  factory: SqlMigrationAwareDriverAdapterFactory,
  placeOf: PlaceOf,
): SqlMigrationAwareDriverAdapterFactory {
  if (!isTracing()) return factory
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => traced(await factory.connect(), placeOf),
    connectToShadowDb: () => factory.connectToShadowDb(),
  }
}

function traced(adapter: SqlDriverAdapter, placeOf: PlaceOf): SqlDriverAdapter {
  const infoOf = adapter.getConnectionInfo?.bind(adapter)
  return {
    ...queries(adapter, placeOf),
    executeScript: (script) => adapter.executeScript(script),
    startTransaction: async (isolation) => tracedTransaction(await adapter.startTransaction(isolation), placeOf),
    ...(infoOf && { getConnectionInfo: infoOf }),
    dispose: () => adapter.dispose(),
  }
}

function tracedTransaction(transaction: Transaction, placeOf: PlaceOf): Transaction {
  // Some adapters get the statement that ends a transaction from Prisma, as any other; the rest send it themselves.
  const end = (text: string, send: () => Promise<void>) =>
    transaction.options.usePhantomQuery ? inStatementSpan(placeOf(), text, send) : send()
  return {
    ...queries(transaction, placeOf),
    options: transaction.options,
    commit: () => end('COMMIT', () => transaction.commit()),
    rollback: () => end('ROLLBACK', () => transaction.rollback()),
    ...savepointCalls(transaction),
  }
}

/** Prisma does something else for an adapter that lacks one of them. */
function savepointCalls(
  transaction: Transaction,
): Pick<Transaction, 'createSavepoint' | 'rollbackToSavepoint' | 'releaseSavepoint'> {
  const createSavepoint = transaction.createSavepoint?.bind(transaction)
  const rollbackToSavepoint = transaction.rollbackToSavepoint?.bind(transaction)
  const releaseSavepoint = transaction.releaseSavepoint?.bind(transaction)
  return {
    ...(createSavepoint && { createSavepoint }),
    ...(rollbackToSavepoint && { rollbackToSavepoint }),
    ...(releaseSavepoint && { releaseSavepoint }),
  }
}

function queries(queryable: SqlQueryable, placeOf: PlaceOf): SqlQueryable {
  return {
    provider: queryable.provider,
    adapterName: queryable.adapterName,
    queryRaw: (query) => inStatementSpan(placeOf(), query.sql, () => queryable.queryRaw(query)),
    executeRaw: (query) => inStatementSpan(placeOf(), query.sql, () => queryable.executeRaw(query)),
  }
}
