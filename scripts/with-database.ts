import { connect, type Database } from '../src/database/database.ts'
import { type Env, readEnv } from '../src/env.ts'

/** Opens the database that the environment names, runs the work, and closes it. What goes wrong is told in a sentence, with exit code 1. */
export async function withDatabase(work: (database: Database, env: Env) => Promise<void>): Promise<void> {
  try {
    const env = readEnv()
    const database = await connect(databaseOf(env))
    await work(database, env).finally(() => database.close())
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

export function databaseOf({ databaseUrl, poolSize, dataDir }: Env) {
  return databaseUrl === null ? { dataDir } : { url: databaseUrl, poolSize }
}
