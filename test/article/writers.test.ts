import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/database/connect.ts'
import { testApi } from '../helpers/api.ts'
import { atEnd } from '../helpers/at-end.ts'
import type { Client } from '../helpers/client.ts'
import { onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'
import { httpClient, startServer } from '../helpers/server-process.ts'
import { type StaffMember, staffOf } from '../helpers/staff.ts'
import { create, type Saved, type SavePayload, uuidOf } from './saving.ts'

// A thousand saves that get into one another's way, and processes to be started.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const WRITERS = 50
const SAVES = 20
const THINKING_MS = 400

/** As little as can be asked for, so that the saves themselves get into one another's way. */
const SAVE = `mutation ($input: UpdateArticleInput!) { updateArticle(input: $input) {
  article { version } conflict { currentVersion changedPaths } userErrors { code } } }`

type Writer = Pick<Client, 'mutate'>

/** Saves that were accepted, and how many were refused. */
interface Outcome {
  accepted: string[]
  refused: number
}

/** One after another, each on the version that the writer knows; a conflict tells the next. */
async function writes(writer: Writer, name: number, { id }: Saved): Promise<Outcome> {
  const outcome: Outcome = { accepted: [], refused: 0 }
  let version = 1
  for (let save = 0; save < SAVES; save++) {
    // A moment to think, or all fifty would go in step and one of each round win.
    await delay(Math.random() * THINKING_MS)
    const headline = `${name}/${save}`
    const { article, conflict, userErrors } = await writer.mutate<SavePayload>(SAVE, {
      input: { id, version, headline, standfirst: headline },
    })
    if (article) {
      outcome.accepted.push(headline)
      version = article.version
      continue
    }
    // A caller may never get anything else; and the other writer's change is reported.
    expect(userErrors).toMatchObject([{ code: 'CONFLICT' }])
    expect(conflict?.currentVersion).toBeGreaterThan(version)
    expect(conflict?.changedPaths).toEqual(expect.arrayContaining(['headline']))
    version = conflict?.currentVersion ?? version
    outcome.refused++
  }
  return outcome
}

async function desk() {
  const options = await testConnection('migrated')
  const database = await connect(options)
  atEnd(() => database.close())
  const staff = staffOf(database)
  const colleagues = await Promise.all(
    Array.from({ length: WRITERS }, (_, index) => staff('EDITOR', `Writer ${index}`)),
  )
  return { database, colleagues, url: 'url' in options ? options.url : '' }
}

async function race(
  database: Awaited<ReturnType<typeof desk>>['database'],
  writerOf: (colleague: StaffMember, index: number) => Writer,
  colleagues: readonly StaffMember[],
) {
  const writers = colleagues.map(writerOf)
  const [first] = writers
  const article = first && (await create(first)).article
  if (!article) throw new Error('nothing to write on')
  const outcomes = await Promise.all(writers.map((writer, index) => writes(writer, index, article)))

  const articleId = uuidOf(article.id)
  const { version } = await database.prisma.article.findUniqueOrThrow({ where: { id: articleId } })
  const revisions = await database.prisma.revision.findMany({ where: { articleId }, orderBy: { number: 'asc' } })
  const entries = await database.prisma.activity.findMany({
    where: { subjectId: articleId },
    orderBy: { version: 'asc' },
  })
  const accepted = outcomes.flatMap((outcome) => outcome.accepted)
  const refused = outcomes.reduce((sum, outcome) => sum + outcome.refused, 0)

  expect(accepted.length + refused).toBe(WRITERS * SAVES)
  expect(accepted.length).toBeGreaterThan(SAVES)
  expect(refused).toBeGreaterThan(SAVES)
  expect(version).toBe(accepted.length + 1)
  expect(revisions.map(({ number }) => number)).toEqual(Array.from({ length: version }, (_, index) => index + 1))
  expect(
    revisions
      .slice(1)
      .map(({ headline }) => headline)
      .toSorted(),
  ).toEqual(accepted.toSorted())
  expect(entries.map((entry) => entry.version)).toEqual(Array.from({ length: version }, (_, index) => index + 1))
}

describe.runIf(onPostgresql)('fifty writers at once, twenty saves each, on one article', () => {
  it('are each in the history exactly once or refused with CONFLICT', async () => {
    const { database, colleagues } = await desk()
    const api = await testApi(database)

    await race(database, ({ token }) => api.withToken(token), colleagues)
  })

  it('are so too through four servers', async () => {
    const { database, colleagues, url } = await desk()
    const variables = { DATABASE_URL: url, MEDIA_DIR: await temporaryFolder() }
    const servers = await Promise.all(Array.from({ length: 4 }, () => startServer(variables)))

    await race(database, ({ token }, index) => httpClient(servers[index % 4]?.url ?? '', token), colleagues)

    expect(servers.map(({ output }) => output()).join('')).not.toMatch(/deadlock/i)
  })
})
