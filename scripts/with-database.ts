import { type Env, readEnv } from '../src/config/env.ts'
import { connectionOptions } from '../src/connection-options.ts'
import { connect } from '../src/database/connect.ts'
import type { Database } from '../src/database/database.ts'

/** Opens the database that the environment names, does the work, and closes it. */
export function withDatabase(work: (database: Database, env: Env) => Promise<void>): Promise<void> {
  return orExplain(async () => {
    const env = readEnv()
    const database = await openDatabase(env)
    await work(database, env).finally(() => database.close())
  })
}

export function openDatabase(env: Env): Promise<Database> {
  return connect(connectionOptions(env))
}

/** An error in a script is printed as a sentence, without a stack, and ends it with exit code 1. */
export async function orExplain(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
