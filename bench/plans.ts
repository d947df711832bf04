// Prints how PostgreSQL carries out the statement of each page, in the database that npm run bench made: node bench/plans.ts --articles N
// docs/plans.md shows what matters of them.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { escapeLiteral } from 'pg'
import { createApp } from '../src/app.ts'
import { parseEnv } from '../src/config/env.ts'
import { connect } from '../src/database/connect.ts'
import type { Database, Statement } from '../src/database/database.ts'
import { articleSamples, deepSamples, searchSamples } from './samples.ts'

const { values } = parseArgs({
  options: { articles: { type: 'string', default: '100000' }, database: { type: 'string' }, only: { type: 'string' } },
})
const server = process.env.BENCH_DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres'
const url = Object.assign(new URL(server), {
  pathname: `/${values.database ?? `copydesk_bench_${values.articles}`}`,
}).href
const database = await connect({ url, poolSize: 1 })
try {
  await printPlans(database)
} finally {
  await database.close()
}

async function printPlans(database: Database): Promise<void> {
  // The plan that a prepared statement keeps, not one made for the values of a single call.
  await database.script('set plan_cache_mode = force_generic_plan')
  const article = (await articleSamples(database))[0]?.slug ?? ''
  const pages: [string, string, Record<string, string | undefined>][] = [
    ['Article page', 'article-page', { slug: article }],
    ['Front page', 'front-page', {}],
    ['Front page, 1,000 pages deep', 'front-page', (await deepSamples(database))[0] ?? {}],
    ['Topic page', 'topic-page', { slug: await largestTopic(database) }],
    ['Author page', 'author-page', { slug: await busiestAuthor(database) }],
    ['Search', 'search', (await searchSamples(database))[0] ?? {}],
    ['Resolve path', 'resolve-path', { path: `/article/${article}` }],
  ]
  for (const [title, example, variables] of pages) {
    if (values.only !== undefined && values.only !== example) continue
    for (const statement of await statementsOf(database, example, variables)) {
      process.stdout.write(`\n${title} ${JSON.stringify(variables)}\n\n${await planOf(database, statement)}\n`)
    }
  }
}

/** What the server sends for one operation, caught at the database's door. */
async function statementsOf(database: Database, example: string, variables: object): Promise<Statement[]> {
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
  const query = readFileSync(new URL(`../src/http/explorer/examples/${example}.graphql`, import.meta.url), 'utf8')
  await app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } })
  await app.close()
  return sent
}

async function planOf(database: Database, { text, parameters }: Statement): Promise<string> {
  await database.script(`prepare page as ${text}`)
  const literals = parameters.map((value) => (value === null ? 'null' : escapeLiteral(String(value))))
  const execute = `execute page${literals.length === 0 ? '' : `(${literals.join(', ')})`}`
  // Once before, so that what is read has been read.
  await database.query({ text: execute, parameters: [] })
  const lines = await database.query<{ 'QUERY PLAN': string }>({
    text: `explain (analyze, buffers) ${execute}`,
    parameters: [],
  })
  await database.script('deallocate page')
  return lines.map((line) => line['QUERY PLAN']).join('\n')
}

async function largestTopic(database: Database): Promise<string> {
  const [row] = await database.query<{ slug: string }>({
    text: 'select slug from topic join topic_total on topic_id = id order by articles desc, id limit 1',
    parameters: [],
  })
  return row?.slug ?? ''
}

async function busiestAuthor(database: Database): Promise<string> {
  const [row] = await database.query<{ slug: string }>({
    text: 'select slug from author join author_total on author_id = id order by articles desc, id limit 1',
    parameters: [],
  })
  return row?.slug ?? ''
}
