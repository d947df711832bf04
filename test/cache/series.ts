import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildSchema } from 'graphql'
import type { InjectOptions } from 'light-my-request'
import { Failures } from '../../src/clock/failures.ts'
import { sweep } from '../../src/clock/sweep.ts'
import type { Database } from '../../src/database/database.ts'
import type { Api } from '../helpers/api.ts'
import type { Chance } from '../helpers/chance.ts'
import { type Call, callDocument, newsroom } from '../helpers/newsroom.ts'
import { randomDesk } from '../helpers/random-desk.ts'
import { ownBytes, plainImage } from '../media/sample-images.ts'
import { upload } from '../media/uploading.ts'
import { placesIn, readSet } from './read-set.ts'
import type { LateReads } from './servers.ts'

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

/** Requests that are sent again and again. */
const POOL = 60

interface Servers {
  readonly database: Database
  /** Changes are sent to the first */
  readonly cached: readonly Api[]
  readonly plain: Api
  /** Reads what changed, as the process of the clock does when it has made changes */
  readonly hear: () => Promise<void>
  /** Makes reads wait for changes; nothing waits when absent */
  readonly lateReads?: LateReads
}

/** In characters. An address cannot be longer than 16 KB, encoded. */
const MOST_BY_GET = 4000

/** Most by GET, which is answered before Fastify when it comes again: always the same way, so that it does. */
function requestFor(document: string): InjectOptions {
  if (document.length > MOST_BY_GET || document.length % 3 === 0)
    return { method: 'POST', url: '/graphql', payload: { query: document } }
  return { url: `/graphql?${new URLSearchParams({ query: document })}` }
}

export type Difference = {
  readonly document: string
  readonly cached: string
  readonly plain: string
  readonly calls: readonly Call[]
}

/** A desk and its readers, for a while. */
export function series({ database, cached, plain, hear, lateReads }: Servers, chances: Chance) {
  const { one, chance, below } = chances
  const next = randomDesk(chances)
  const choose = readSet(schema, chances)
  const calls: Call[] = []
  const pool: string[] = []
  const [first = plain] = cached
  const admin = first.as('ADMIN')
  const counted = { calls: 0, accepted: 0, reads: 0 }

  const text = async (api: Api, document: string): Promise<string> => {
    const response = await api.app.inject(requestFor(document))
    return response.body
  }

  async function renew(most: number): Promise<void> {
    if (most === 0 && pool.length === POOL) return
    const places = await placesIn(database)
    for (let count = 0; count < most || pool.length < POOL; count++) {
      const document = choose(places)
      if (pool.length < POOL) pool.push(document)
      else pool[below(POOL)] = document
    }
  }

  /** What is in no answer by the same time, although the clock goes on between the two. */
  async function compare(api: Api, document: string): Promise<Difference | null> {
    counted.reads += 1
    const before = await text(plain, document)
    const answer = await text(api, document)
    if (answer === before || answer === (await text(plain, document))) return null
    return { document, cached: answer, plain: before, calls: calls.slice(-15) }
  }

  async function firstDifference(api: Api, documents: readonly string[]): Promise<Difference | null> {
    for (const document of documents) {
      const difference = await compare(api, document)
      if (difference) return difference
    }
    return null
  }

  async function send(call: Call): Promise<void> {
    calls.push(call)
    counted.calls += 1
    const { input, image } = call
    if (image !== undefined) {
      const { token } = await admin.user()
      await upload(first.app, token, await ownBytes(plainImage(20, 10, image).png()), input)
      counted.accepted += 1
      return
    }
    const { userErrors } = await admin.mutate<{ userErrors: object[] }>(callDocument(call), { input })
    if (userErrors.length === 0) counted.accepted += 1
  }

  const someOf = (most: number): string[] => Array.from({ length: most }, () => one(pool))

  /** Readers are there while the desk works. @returns what they asked for */
  async function mutate(): Promise<string[]> {
    const room = await newsroom((document) => admin.query(document))
    const asked = cached.map((api) => ({ api, documents: someOf(4) }))
    const reads = lateReads?.open()
    const reading = asked.flatMap(({ api, documents }) => documents.map((document) => text(api, document)))
    await sleep(below(4))
    reads?.close()
    await send(next(room))
    reads?.arrive()
    // Those that were asked before the change may have seen the state before it. They are not compared.
    await Promise.all(reading)
    return asked.flatMap(({ documents }) => documents)
  }

  /** @returns what readers asked for meanwhile */
  async function letTimePass(): Promise<string[]> {
    const { prisma } = database
    if (chance(0.5)) {
      const image = await prisma.image.findFirst({
        where: { withheldAt: null },
        skip: below(3),
        select: { id: true, version: true },
      })
      if (image)
        await send({
          mutation: 'updateImage',
          input: {
            id: `image_${image.id}`,
            version: image.version,
            rightsExpireAt: new Date(Date.now() + 150).toISOString(),
          },
        })
      const documents = someOf(20)
      await Promise.all(documents.map((document) => text(first, document)))
      await sleep(160)
      return documents
    }
    const where = { embargoedUntil: null, OR: [{ scheduledFor: { not: null } }, { unpublishAt: { not: null } }] }
    const waiting = await prisma.article.findMany({ where, orderBy: { id: 'asc' } })
    for (const { id, scheduledFor } of chances.some(waiting, 4)) {
      const data = scheduledFor ? { scheduledFor: new Date(), unpublishAt: null } : { unpublishAt: new Date() }
      await prisma.article.updateMany({ where: { id, scheduledFor }, data })
    }
    const fail = (details: object) => {
      throw new Error('the clock failed', { cause: details })
    }
    await sweep(database, new Failures({ warn: fail, error: fail }))
    await hear()
    return []
  }

  return { counted, pool, renew, someOf, mutate, letTimePass, firstDifference }
}
