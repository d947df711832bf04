import { Client, type ClientConfig, Pool, type PoolConfig } from 'pg'
import type { Session } from './session-config.ts'
import { reportAtStartup, setInEachTransaction, settingStatements } from './transaction-settings.ts'

/** A pool whose connections are as the session asks. */
export function openPool({ config, needs, reported, settings }: Session, more: PoolConfig): Pool {
  class ReportingClient extends Client {
    constructor(given?: ClientConfig) {
      super(given)
      // Without a listener the process would end with the connection, which may end at any moment, also while the pool hands it out. A statement that waits for
      // its result fails by itself.
      this.on('error', () => {})
      if (reported) reportAtStartup(this, reported)
    }
  }
  const pool = new Pool({ ...config, ...more, Client: ReportingClient })
  // An idle connection that the server ends says so here, and without a listener the process would end with it. The pool has dropped
  // the connection already, and the next query gets a new one or its own error.
  pool.on('error', () => {})
  if (settings) {
    const statements = settingStatements(settings, needs)
    pool.on('connect', (client) => setInEachTransaction(client, statements))
  }
  return pool
}
