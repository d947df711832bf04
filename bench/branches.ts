// What sections and fronts cost beside plain lists, in the database that npm run bench made: node bench/branches.ts --articles N
// It leaves the database as it was.
import { Client } from 'pg'
import { connect } from '../src/database/connect.ts'
import type { Database, Statement } from '../src/database/database.ts'
import { median } from './load.ts'
import { benchUrl, sentStatements } from './statements/sent.ts'

const ROUNDS = 200
const SLOTS = 8
const FRONT = 'front-of-this-measurement'

const url = benchUrl()
const database = await connect({ url, poolSize: 1 })
/** Of prepared statements, by their texts */
const names = new Map<string, string>()
const client = new Client({ connectionString: url })
await client.connect()
try {
  await client.query('begin')
  await measureSections()
  await measureFronts()
  await measureMove()
} finally {
  await client.query('rollback')
  await client.end()
  await database.close()
}

async function rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await client.query<Row>(text, values)).rows
}

/** Statements are prepared, as the server does it. */
async function run(statements: readonly Statement[]): Promise<number> {
  const start = performance.now()
  for (const { text, parameters } of statements) {
    await client.query({ name: nameOf(text), text, values: [...parameters] })
  }
  return performance.now() - start
}

function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`
  names.set(text, name)
  return name
}

/** The median time of each in milliseconds, all measured in turn. */
async function timesOf<Name extends string>(
  measured: Readonly<Record<Name, readonly Statement[]>>,
): Promise<Record<string, number>> {
  const times = Object.entries<readonly Statement[]>(measured).map(([name, statements]) => {
    const all: number[] = []
    return { name, statements, all }
  })
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { statements, all } of times) all.push(await run(statements))
  }
  return Object.fromEntries(times.map(({ name, all }) => [name, Number(median(all).toFixed(3))]))
}

function listOf(
  includeDescendants: boolean,
  fields: string,
): (database: Database, slug: string) => Promise<Statement[]> {
  const argument = includeDescendants ? ', includeDescendants: true' : ''
  const document = `query ($slug: String!) { topic(slug: $slug) { ${fields.replace('$$', argument)} } }`
  return (from, slug) => sentStatements(from, document, { slug })
}

async function measureSections(): Promise<void> {
  const [top] = await rows<{ slug: string; articles: number; branch_articles: number; topics: number }>(
    `select slug, articles, branch_articles, (select count(*)::int from topic_ancestor a where a.ancestor_id = topic.id) as topics
      from topic join topic_total on topic_id = id order by branch_articles desc limit 1`,
  )
  if (!top) throw new Error('The database has no topics.')
  const page = 'articles(first: 20$$) { nodes { headline url } pageInfo { hasNextPage endCursor } totalCount }'
  console.log(
    `${top.topics} topics in the branch of ${top.slug}: ${top.articles} articles of its own, ${top.branch_articles} in all. Milliseconds:`,
  )
  console.table(
    await timesOf({
      'page of the topic': await listOf(false, page)(database, top.slug),
      'page of the branch': await listOf(true, page)(database, top.slug),
      'count of the topic': await listOf(false, 'articleCount')(database, top.slug),
      'count of the branch': await listOf(true, 'articleCount(includeDescendants: true)')(database, top.slug),
    }),
  )
}

/** A front whose slots are filled from eight topics, and the same eight lists. */
async function measureFronts(): Promise<void> {
  const topics = await rows<{ id: string; slug: string }>(
    'select id, slug from topic join topic_total on topic_id = id order by articles desc, id limit $1',
    [SLOTS],
  )
  const card = 'headline url publishedAt standfirst'
  const front = await sentStatements(
    database,
    `{ front(slug: "${FRONT}") { slots { name items { article { ${card} } headline } } } }`,
    {},
  )
  const lists = await sentStatements(
    database,
    `{ ${topics.map(({ slug }, index) => `s${index}: topic(slug: "${slug}") { articles(first: 10) { nodes { ${card} } } }`).join(' ')} }`,
    {},
  )
  await client.query(
    `with f as (insert into front (id, slug, locale, latest_revision_id, live_revision_id, published_at, first_published_at, updated_at)
        values (gen_random_uuid(), $1, 'en', gen_random_uuid(), null, null, null, now()) returning id, latest_revision_id),
      r as (insert into front_revision (id, front_id, number, name) select latest_revision_id, id, 1, 'Front' from f returning id)
      insert into front_slot (id, revision_id, position, name, size, fill_count, fill_locales, fill_topic_ids)
        select gen_random_uuid(), r.id, n - 1, 'slot ' || n, 'MEDIUM', 10, '{en}', array[t] from r, unnest($2::uuid[]) with ordinality u (t, n)`,
    [FRONT, topics.map(({ id }) => id)],
  )
  await client.query(
    'update front set live_revision_id = latest_revision_id, published_at = now(), first_published_at = now() where slug = $1',
    [FRONT],
  )
  console.log(
    `A front of ${SLOTS} slots, ${front.length} statement; ${SLOTS} lists, ${lists.length} statements. Milliseconds:`,
  )
  console.table(await timesOf({ front, lists }))
}

/** A branch of some 500 topics, from one section to another. */
async function measureMove(): Promise<void> {
  const sections = await rows<{ id: string }>(
    `select id from topic where parent_id is null and kind = 'SECTION' and slug like '%-s%' order by slug limit 8`,
  )
  const [top, from, to, ...below] = sections.map(({ id }) => id)
  await client.query('update topic set parent_id = $1 where id = any ($2::uuid[])', [top, below])
  await client.query('update topic set parent_id = $1 where id = $2', [from, top])
  const [size] = await rows<{ topics: number; articles: number }>(
    'select (select count(*)::int from topic_ancestor where ancestor_id = $1) as topics, (select branch_articles from topic_total where topic_id = $1) as articles',
    [top],
  )
  const start = performance.now()
  await client.query('update topic set parent_id = $1 where id = $2', [to, top])
  const seconds = (performance.now() - start) / 1000
  const [wrong] = await rows<{ wrong: number }>(
    `select count(*)::int as wrong from topic_total t
      where branch_articles <> (select count(*) from live_branch b where b.topic_id = t.topic_id)`,
  )
  console.log(
    `Moved ${size?.topics} topics with ${size?.articles} articles in ${seconds.toFixed(1)} s; ${wrong?.wrong} branches have another count than articles.`,
  )
}
