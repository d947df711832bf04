import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Database } from '../../src/database/database.ts'
import { load } from '../load.ts'
import { WARM_UP_SECONDS } from '../measure.ts'
import { pageOf, type Variables } from '../pages.ts'
import { megabytesOf, type ServerProcess } from '../processes.ts'
import { getRequests } from '../requests.ts'
import { inTurn } from '../rounds.ts'
import { makeEditor } from '../save/articles.ts'
import { answersTo } from './answers.ts'
import { hitsOf } from './hits.ts'
import type { ModeResult } from './modes.ts'
import type { ReadyOptions } from './ready-modes.ts'

/** So many reads for each write: 95 of 5. */
const READS_PER_WRITE = 19

const CORRECT = `mutation Correct($input: AddCorrectionInput!) {
  addCorrection(input: $input) { article { version } userErrors { code message } } }`

interface Corrected {
  uuid: string
  version: number
}

/** Reads while articles that readers see are changed, against the same reads alone: the server is the same. */
export async function benchMixed(
  database: Database,
  { samples, copydesk, options, variables, folder }: ReadyOptions,
): Promise<ModeResult[]> {
  const agent = new Agent({ keepAlive: true })
  const token = await makeEditor(database)
  const articles = await articlesOf(database, samples)
  const { list } = getRequests(copydesk.origin, pageOf('articlePage'), samples)
  try {
    const both = (server: ServerProcess, connections: number) =>
      mixed(server, list, connections, options.seconds, (place) =>
        correct(server.origin, token, agent, at(articles, place)),
      )
    const hits = await hitsOf('articlePage', {
      variables,
      folder,
      warmUp: ({ origin }) => answersTo({ origin, list }),
      work: (server) => both(server, options.connections),
    })
    const results: ModeResult[] = []
    for (const connections of options.connectionCounts) {
      const { origin, pid } = copydesk
      const alone = (seconds: number) => load(list, { origin, pid, connections, seconds })
      await answersTo({ origin, list })
      await alone(WARM_UP_SECONDS)
      const { ratio, range, ours, other } = await inTurn(
        () => both(copydesk, connections),
        () => alone(options.seconds),
        options.rounds,
      )
      results.push({
        mode: 'mixed',
        against: `reads alone, p99 ${other.p99ms.toFixed(1)} ms`,
        connections,
        ratio,
        range,
        ...ours,
        otherRequestsPerSecond: other.requestsPerSecond,
        otherCpuMs: other.cpuMs,
        hits,
        megabytes: megabytesOf(copydesk),
      })
    }
    return results
  } finally {
    agent.destroy()
    await removeCorrections(database, articles)
  }
}

function at(articles: readonly Corrected[], place: number): Corrected {
  const article = articles[place % articles.length]
  if (!article) throw new Error('no article')
  return article
}

/** The reads set the pace of the writes, of which one runs at a time. */
async function mixed(
  { origin, pid }: ServerProcess,
  list: Parameters<typeof load>[0],
  connections: number,
  seconds: number,
  write: (place: number) => Promise<void>,
) {
  let reads = 0
  let writes = 0
  let writing: Promise<void> | null = null
  let fault: unknown
  const next = () => {
    reads += 1
    if (writing || reads < READS_PER_WRITE * (writes + 1)) return
    writing = write(writes).then(
      () => {
        writing = null
      },
      (error: unknown) => {
        fault = error
      },
    )
    writes += 1
  }
  const done = await load(list, { origin, pid, connections, seconds, onAnswer: next })
  await writing
  if (fault) throw fault
  return done
}

async function articlesOf(database: Database, samples: readonly Variables[]): Promise<Corrected[]> {
  return database.query<{ uuid: string; version: number }>({
    text: 'select id as uuid, version from article where slug = any ($1) and live_revision_id is not null',
    parameters: [samples.map(({ slug }) => slug)],
  })
}

async function correct(origin: string, token: string, agent: Agent, article: Corrected): Promise<void> {
  const { uuid, version } = article
  const input = { id: `article_${uuid}`, version, kind: 'UPDATE', text: `An update of version ${version}.` }
  const body = JSON.stringify({ query: CORRECT, operationName: 'Correct', variables: { input } })
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  const answer = await new Promise<string>((resolve, reject) => {
    const sent = request(`${origin}/graphql`, { method: 'POST', agent, headers }, (response) => {
      text(response).then(resolve, reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
  if (!answer.includes(`"version":${version + 1}`)) throw new Error(`not corrected: ${answer}`)
  article.version += 1
}

/** The database stays for the next run. The versions stay as they are now. */
async function removeCorrections(database: Database, articles: readonly Corrected[]): Promise<void> {
  const list = articles.map(({ uuid }) => `'${uuid}'`).join()
  await database.schemaSession(({ script }) =>
    script(
      `delete from correction where article_id in (${list}) and text like 'An update of version %';
      delete from activity where subject_id in (${list}) and actor_name = 'The bench';
      delete from user_account where name = 'The bench'`,
    ),
  )
}
