// Prints how PostgreSQL carries out the statement of each page, in the database that npm run bench made: node bench/plans.ts --articles N
// docs/plans.md shows what matters of them.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { escapeLiteral } from 'pg'
import { connect } from '../src/database/connect.ts'
import type { Database, Statement } from '../src/database/database.ts'
import { articleSamples, deepSamples, searchSamples } from './samples.ts'
import { benchUrl, sentStatements } from './statements/sent.ts'

const { values } = parseArgs({ options: { only: { type: 'string' } }, strict: false })
const database = await connect({ url: benchUrl(), poolSize: 1 })
try {
  await printPlans(database)
} finally {
  await database.close()
}

async function printPlans(database: Database): Promise<void> {
  // The plan that a prepared statement keeps, not one made for the values of a single call.
  await database.script('set plan_cache_mode = force_generic_plan')
  const article = (await articleSamples(database))[0]?.slug ?? ''
  const pages: [string, string, Record<string, string | readonly string[] | undefined>][] = [
    ['Article page', 'article-page', { slug: article }],
    ['Front page', 'front-page', {}],
    ['Front page, 1,000 pages deep', 'front-page', (await deepSamples(database))[0] ?? {}],
    ['Topic page', 'topic-page', { slug: await largestTopic(database) }],
    ['Section page', 'section', { slug: await largestBranch(database) }],
    ['Author page', 'author-page', { slug: await busiestAuthor(database) }],
    ['Search', 'search', (await searchSamples(database))[0] ?? {}],
    ['Search for a common word', 'search', { query: await commonWord(database) }],
    ['Suggestions', 'suggest', { query: 'ga' }],
    ['Filtered list', 'filtered', {}],
    ['Resolve path', 'resolve-path', { path: `/article/${article}` }],
    ['Nodes', 'nodes', { ids: await someIds(database) }],
    ['Lists', 'lists', {}],
  ]
  for (const [title, example, variables] of pages) {
    if (values.only !== undefined && values.only !== example) continue
    const document = readFileSync(new URL(`../src/http/explorer/examples/${example}.graphql`, import.meta.url), 'utf8')
    for (const statement of await sentStatements(database, document, variables)) {
      process.stdout.write(`\n${title} ${JSON.stringify(variables)}\n\n${await planOf(database, statement)}\n`)
    }
  }
}

async function planOf(database: Database, { text, parameters }: Statement): Promise<string> {
  await database.script(`prepare page as ${text}`)
  const literals = parameters.map((value) =>
    value === null ? 'null' : escapeLiteral(Array.isArray(value) ? `{${value.join()}}` : String(value)),
  )
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

async function largestBranch(database: Database): Promise<string> {
  const [row] = await database.query<{ slug: string }>({
    text: 'select slug from topic join topic_total on topic_id = id order by branch_articles desc, id limit 1',
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

/** A word of most articles. */
async function commonWord(database: Database): Promise<string> {
  const [row] = await database.query<{ word: string }>({
    text: `select word from ts_stat('select document from live_search limit 2000') order by ndoc desc, word limit 1`,
    parameters: [],
  })
  return row?.word ?? ''
}

async function someIds(database: Database): Promise<string[]> {
  const rows = await database.query<{ id: string }>({
    text: `(select 'article_' || id as id from article where live_revision_id is not null limit 10) union all (select 'topic_' || id from topic limit 5)`,
    parameters: [],
  })
  return rows.map(({ id }) => id)
}
