import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { benchDatabase } from '../bench-database.ts'
import { load, median } from '../load.ts'
import type { Options } from '../options.ts'
import { pageOf } from '../pages.ts'
import { megabytesOf, type ServerProcess, startServer, UNLIMITED } from '../processes.ts'
import { copydeskRequests } from '../requests.ts'
import { makeEditor } from '../save/articles.ts'

const COPYDESK = new URL('../../src/main.ts', import.meta.url)
const SUBSCRIBERS = new URL('./subscribers.ts', import.meta.url)

/** Between two changes while pages are read. */
const BETWEEN_MS = 1000

/** The memory of subscribers, how soon a change is with all of them, and what article pages notice of it: lines for people. */
export async function benchLive(options: Options, folder: string): Promise<string> {
  const mediaDir = join(folder, 'media')
  const { url, database } = await benchDatabase(options, mediaDir)
  const samples = await pageOf('articlePage').samples(database)
  const token = await makeEditor(database)
  await database.close()
  const copydesk = await startServer(
    COPYDESK,
    {
      ...{ NODE_ENV: 'production', LOG_LEVEL: 'warn', DATABASE_URL: url, MEDIA_DIR: mediaDir },
      ...{ SITE_URL: 'https://daily.example', PUBLIC_URL: 'https://api.daily.example' },
      ...{ MAX_LIVE_CONNECTIONS: '100000', MAX_LIVE_CONNECTIONS_ADDRESS: '100000' },
      ...UNLIMITED,
    },
    folder,
  )
  try {
    const desk = await deskOf(copydesk, token)
    const pages = copydeskRequests(copydesk.origin, pageOf('articlePage'), samples)
    const p99 = async () =>
      (await load(pages.list, { origin: pages.origin, connections: 2, seconds: options.seconds })).p99ms
    await p99()
    const quiet = await repeated(options.rounds, p99)
    const before = megabytesOf(copydesk)
    const subscribers = await subscribed(copydesk, options.subscribers, desk.slug)
    const memory = megabytesOf(copydesk) - before
    const delays: number[] = []
    const change = async () => {
      const started = Date.now()
      await desk.change()
      delays.push((await subscribers.arrival()) - started)
    }
    await repeated(options.rounds, change)
    const alone = median(delays)
    const meanwhile = await repeated(options.rounds, () => whileRepeated(change, p99))
    subscribers.stop()
    const growth = median(meanwhile) / median(quiet)
    return [
      `${options.subscribers} subscribers: ${memory.toFixed(0)} MB, ${((memory * 1024) / options.subscribers).toFixed(1)} KB each`,
      `a change, from the request of the editor until all have it: ${alone.toFixed(0)} ms; while pages are read at most ${Math.max(...delays).toFixed(0)} ms, of ${delays.length}`,
      `article page p99: ${median(quiet).toFixed(1)} ms, with a change every second for all of them ${median(meanwhile).toFixed(1)} ms: ${growth.toFixed(2)}`,
    ].join('\n')
  } finally {
    await copydesk.stop()
  }
}

async function repeated<Result>(times: number, work: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (let time = 0; time < times; time += 1) results.push(await work())
  return results
}

/** Runs the one again and again while the other runs. */
async function whileRepeated<Result>(again: () => Promise<void>, work: () => Promise<Result>): Promise<Result> {
  let isOver = false
  const repeating = (async () => {
    while (!isOver) {
      await again()
      await wait(BETWEEN_MS)
    }
  })()
  const result = await work()
  isOver = true
  await repeating
  return result
}

async function subscribed({ origin }: ServerProcess, count: number, slug: string) {
  const child = spawn(process.execPath, [SUBSCRIBERS.pathname, origin, String(count), slug], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('The subscribers ended.')
    return String(value)
  }
  await next()
  return {
    arrival: async () => Number(await next()),
    stop: () => child.kill(),
  }
}

/** An editor who adds a correction to the newest article, and removes it. */
async function deskOf({ origin }: ServerProcess, token: string) {
  async function send(query: string, variables: object = {}) {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors }: { data?: object | null; errors?: object[] } = JSON.parse(await response.text())
    const [payload] = Object.values(data ?? {})
    if (errors || payload.userErrors?.length > 0) throw new Error(JSON.stringify(errors ?? payload))
    return payload
  }
  const { nodes } = await send('{ articles(first: 1) { nodes { id slug version } } }')
  const article: { id: string; slug: string; version: number } = nodes[0]
  let correctionId: string | null = null

  async function change(): Promise<void> {
    const { id, version } = article
    const answer =
      correctionId === null
        ? await send(
            'mutation ($input: AddCorrectionInput!) { addCorrection(input: $input) { correction { id } version userErrors { message } } }',
            { input: { id, version, kind: 'CORRECTION', text: 'A number was wrong.' } },
          )
        : await send(
            'mutation ($input: RemoveCorrectionInput!) { removeCorrection(input: $input) { version userErrors { message } } }',
            { input: { id, version, correctionId } },
          )
    correctionId = correctionId === null ? answer.correction.id : null
    article.version = answer.version
  }

  return { slug: article.slug, change }
}
