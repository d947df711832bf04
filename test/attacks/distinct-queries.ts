// Asks a server of its own for documents that all differ, and prints what memory that leaves behind, in bytes, as JSON.
// node --expose-gc test/attacks/distinct-queries.ts CONNECTION COUNT TIMES: CONNECTION is JSON, each document is sent TIMES times
import { tmpdir } from 'node:os'
import { createApp } from '../../src/app.ts'
import { parseEnv } from '../../src/config/env.ts'
import { connect } from '../../src/database/connect.ts'

const [connection = '', count = '', times = ''] = process.argv.slice(2)

/** In several shapes, as 2.2 kB of text and less, with other aliases, other fields, other filters and other variables. */
const SHAPES: ((number: number) => { query: string; variables?: object })[] = [
  (number) => ({
    query: `query Q${number}($slug: String!) { article(slug: $slug) { a${number}: headline standfirst topics { topic { name } } credits { author { name } } } }`,
    variables: { slug: `slug-${number}` },
  }),
  (number) => ({ query: `{ topics(first: 2) { nodes { ${fieldsOf(number)} } } }` }),
  (number) => ({ query: `{ topics(first: 1, where: { name: { contains: "${number}" } }) { nodes { id } } }` }),
  (number) => ({
    query: 'query ($where: ArticleWhereInput) { articles(first: 1, where: $where) { nodes { id } } }',
    variables: { where: conditionsOf(number) },
  }),
  (number) => ({ query: `{ authors(first: 1) { nodes { ${aliasesOf(number)} } } }` }),
]

const FIELDS = ['id', 'cacheId', 'name', 'slug', 'path', 'url', 'description', 'kind', 'uri']

function fieldsOf(number: number): string {
  return `x${number}: id ${FIELDS.filter((_field, index) => (number >> index) & 1).join(' ')}`
}

/** Some 4 kB of conditions; the first twenty are one or the other as the bits of the number say. */
function conditionsOf(number: number): object {
  const conditions = Array.from({ length: 80 }, (_each, index) =>
    index < 20 && (number >> index) & 1 ? { headline: { contains: 'a' } } : { slug: { equals: 'b' } },
  )
  return { AND: conditions }
}

function aliasesOf(number: number): string {
  return Array.from({ length: 28 }, (_each, index) => `${'long_name_'.repeat(6)}${number}_${index}: name`).join(' ')
}

const { gc } = globalThis
if (!gc) throw new Error('Start this with --expose-gc')

function memory() {
  for (let round = 0; round < 3; round++) gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heapUsed }
}

const database = await connect({ ...JSON.parse(connection), poolSize: 2 })
const env = parseEnv({
  LOG_LEVEL: 'silent',
  EXPLORER: 'false',
  MEDIA_DIR: tmpdir(),
  // Memory must not depend on these.
  RATE_LIMITS: 'false',
  MAX_EVENT_LOOP_DELAY_MS: '0',
  MAX_COST_READERS: '1000000000',
})
const app = await createApp({ env, database })
let refused = 0

async function ask(number: number): Promise<void> {
  const shape = SHAPES[number % SHAPES.length]
  const response = await app.inject({ method: 'POST', url: '/graphql', payload: { ...shape?.(number) } })
  if (response.json().errors) refused += 1
}

async function askAll(from: number, to: number): Promise<void> {
  for (let number = from; number < to; number++) {
    for (let time = 0; time < Number(times); time++) await ask(number)
  }
}

// What a process takes once, e.g. compiled code.
await askAll(1_000_000, 1_000_300)
const before = memory()
await askAll(0, Number(count))
const after = memory()
process.stdout.write(`${JSON.stringify({ before, after, refused })}\n`)
await app.close()
await database.close()
