import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { BARE_ENVIRONMENT } from '../helpers/bare-environment.ts'
import type { Given, Givens } from '../helpers/given.ts'

const started: ChildProcess[] = []

export interface ClockProcess {
  child: ChildProcess
  ended: Promise<{ code: unknown; stdout: string; stderr: string }>
}

/** A server or a worker, whose clock runs when this resolves. Rejects with what it says where it ends before. */
export async function run(kind: 'main' | 'worker', variables: Record<string, string>): Promise<ClockProcess> {
  const child = spawn(process.execPath, [`src/${kind}.ts`], {
    env: { ...BARE_ENVIRONMENT, PORT: '0', SEED_ON_START: 'false', LOG_FORMAT: 'json', ...variables },
  })
  started.push(child)
  const said = { stdout: '', stderr: '' }
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said.stdout += chunk
      if (/Server listening|The clock is running/.test(said.stdout)) resolve()
    })
    ended.then(({ stderr }) => reject(new Error(stderr)))
  })
  return { child, ended }
}

export function killAll(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL')
}

/** Drafts with topics and an author in common, as a newsroom's are. */
export async function drafts(given: Givens, count: number): Promise<Given[]> {
  const topics = [await given.topic(), await given.topic(), await given.topic()]
  const author = await given.author()
  const articles: Given[] = []
  while (articles.length < count) {
    const [first, second] = [topics[articles.length % 3], topics[(articles.length + 1) % 3]]
    const carried = [first, second].filter((topic) => topic !== undefined)
    const batch = Array.from({ length: Math.min(10, count - articles.length) }, () =>
      given.article({ status: 'DRAFT', topics: carried, credits: [{ author }], body: ['Some words.'] }),
    )
    articles.push(...(await Promise.all(batch)))
  }
  return articles
}

/** Moves what these are scheduled for, with the clock's jobs, to so many seconds from now. */
export async function makeDueIn({ query }: Database, seconds: number, articles: readonly Given[]): Promise<void> {
  const uuids = `{${articles.map(({ uuid }) => uuid).join()}}`
  await query({
    text: `WITH due AS (SELECT date_trunc('second', now()) + make_interval(secs => $1::float8) AS at),
      moved AS (UPDATE pgboss.job SET start_after = due.at FROM due WHERE id = ANY ($2::uuid[]))
      UPDATE article SET status = 'SCHEDULED', scheduled_for = due.at, scheduled_revision_id = latest_revision_id FROM due WHERE id = ANY ($2::uuid[])`,
    parameters: [seconds, uuids],
  })
}

/** How many of them readers see, and how long their time is past by the database's clock, in seconds. */
export async function progress({ query }: Database, dueAt: Date, articles: readonly Given[]) {
  const [row] = await query<{ live: number; seconds: number }>({
    text: `SELECT count(*) FILTER (WHERE live_revision_id IS NOT NULL)::int AS live, extract(epoch FROM clock_timestamp() - $1::timestamptz)::float8 AS seconds
      FROM article WHERE id = ANY ($2::uuid[])`,
    parameters: [dueAt, `{${articles.map(({ uuid }) => uuid).join()}}`],
  })
  if (!row) throw new Error('no progress')
  return row
}

export async function dueOf({ prisma }: Database, { uuid }: Given): Promise<Date> {
  const { scheduledFor } = await prisma.article.findUniqueOrThrow({ where: { id: uuid } })
  if (!scheduledFor) throw new Error('not scheduled')
  return scheduledFor
}

/** Each has gone live once: one version more, one entry and one event. */
export async function expectOnce({ query }: Database, articles: readonly Given[], version: number): Promise<void> {
  const rows = await query({
    text: `SELECT count(*)::int AS articles FROM article a WHERE id = ANY ($1::uuid[]) AND status = 'PUBLISHED' AND version = $2::int
      AND scheduled_for IS NULL AND live_revision_id = latest_revision_id AND published_at = first_published_at
      AND (SELECT count(*) FROM outbox_event WHERE article_id = a.id AND type = 'article.published') = 1
      AND (SELECT count(*) FROM outbox_event WHERE article_id = a.id) = 1
      AND (SELECT count(*) FROM activity WHERE subject_id = a.id AND action = 'PUBLISHED') = 1`,
    parameters: [`{${articles.map(({ uuid }) => uuid).join()}}`, version],
  })
  expect(rows).toEqual([{ articles: articles.length }])
}
