import type { PGlite } from '@electric-sql/pglite'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'

/**
 * Prisma's adapter for a PGlite, with three of its errors fixed:
 * - a COMMIT that fails (a deferred constraint) counted as done, with all writes lost;
 * - executeScript neither waited nor reported what went wrong;
 * - an isolation level was set before the transaction began, and so for nothing.
 *
 * It gives no shadow database: the schema engine empties such a one, and this is somebody's data.
 */
export function pgliteAdapter(pglite: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPGlite(pglite)
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => adapt(pglite, await factory.connect()),
    connectToShadowDb: () => Promise.reject(new Error('Shadow databases are not supported here')),
  }
}

function adapt(pglite: PGlite, adapter: SqlDriverAdapter): SqlDriverAdapter {
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: async (script) => {
      await pglite.exec(script)
    },
    startTransaction: async (isolationLevel) => {
      const transaction = adaptTransaction(await adapter.startTransaction())
      if (isolationLevel) await run(transaction, `SET TRANSACTION ISOLATION LEVEL ${isolationLevel}`)
      return transaction
    },
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose: () => adapter.dispose(),
  }
}

function adaptTransaction(transaction: Transaction): Transaction {
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => transaction.queryRaw(query),
    executeRaw: (query) => transaction.executeRaw(query),
    commit: async () => {
      // What a COMMIT would check is checked before it, where a refusal is still heard.
      try {
        await run(transaction, 'SET CONSTRAINTS ALL IMMEDIATE')
      } catch (error) {
        await transaction.rollback()
        throw error
      }
      await transaction.commit()
    },
    rollback: () => transaction.rollback(),
    createSavepoint: (name) => run(transaction, `SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => run(transaction, `ROLLBACK TO SAVEPOINT ${name}`),
    releaseSavepoint: (name) => run(transaction, `RELEASE SAVEPOINT ${name}`),
  }
}

async function run(transaction: Transaction, sql: string): Promise<void> {
  await transaction.executeRaw({ sql, args: [], argTypes: [] })
}
