import { parseArgs } from 'node:util'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import type { Database, Statement } from '../../src/database/database.ts'

/** The database that npm run bench made, by the arguments --articles N or --database NAME. */
export function benchUrl(): string {
  const { values } = parseArgs({
    options: { articles: { type: 'string', default: '100000' }, database: { type: 'string' } },
    strict: false,
  })
  const server = process.env.BENCH_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres'
  return Object.assign(new URL(server), {
    pathname: `/${values.database ?? `copydesk_bench_${values.articles}`}`,
  }).href
}

/** What the server sends for one operation, caught at the entry point of the database. */
export async function sentStatements(database: Database, query: string, variables: object): Promise<Statement[]> {
  const sent: Statement[] = []
  const app = await createApp({
    env: parseEnv({ LOG_LEVEL: 'error', LOG_FORMAT: 'json' }),
    database: {
      ...database,
      query(statement) {
        sent.push(statement)
        return database.query(statement)
      },
    },
  })
  sent.length = 0
  const { body } = await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } })
  await app.close()
  if (body.includes('"errors"')) throw new Error(body.slice(0, 300))
  return sent
}
