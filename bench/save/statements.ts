import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import type { Database, Tx } from '../../src/database/database.ts'
import type { Target } from './articles.ts'
import { DOCUMENT, inputOf } from './writers.ts'

/** What a save sends to the database between reading who asks and reading back what it made, the most that it can be. */
export async function statementsOfSave(
  database: Database,
  variables: Readonly<Record<string, string>>,
  token: string,
  target: Target,
): Promise<number> {
  const sent: string[] = []
  const app = await createApp({
    env: parseEnv({ ...variables, LOG_LEVEL: 'silent' }),
    database: counted(database, sent),
  })
  // With a key and something to look up: without them a save reads the article and writes it.
  const input = { ...inputOf(target), topics: [{ slug: 'none' }], idempotencyKey: target.uuid }
  const payload = { query: DOCUMENT, variables: { input } }
  const headers = { authorization: `Bearer ${token}` }
  const topics = await database.query<{ slug: string }>({ text: 'select slug from topic limit 1', parameters: [] })
  input.topics = topics
  const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload })
  await app.close()
  if (!response.body.includes(`"version":${target.version + 1}`)) throw new Error(`not saved: ${response.body}`)
  target.version += 1
  return sent.length
}

/** Notes what is sent within transactions. */
function counted(database: Database, sent: string[]): Database {
  const watch = (tx: Tx): Tx =>
    new Proxy(tx, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') throw new Error(`what ${String(name)} sends is not counted`)
        return (...args: unknown[]) => {
          sent.push(String(name))
          return value.apply(target, args)
        }
      },
    })
  return { ...database, transaction: (work) => database.transaction((tx) => work(watch(tx))) }
}
