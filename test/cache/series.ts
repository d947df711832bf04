import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildSchema } from 'graphql'
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
}

export type Difference = {
  readonly document: string
  readonly cached: string
  readonly plain: string
  readonly calls: readonly Call[]
}

/** A desk and its readers, for a while. */
export function series({ database, cached, plain, hear }: Servers, chances: Chance) {
  const { one, chance, below } = chances
  const next = randomDesk(chances)
  const choose = readSet(schema, chances)
  const calls: Call[] = []
  const pool: string[] = []
  const [first = plain] = cached
  const admin = first.as('ADMIN')
  const counted = { calls: 0, accepted: 0, reads: 0 }

  const text = async (api: Api, document: string): Promise<string> => {
    const response = await api.app.inject({ method: 'POST', url: '/graphql', payload: { query: document } })
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

  /** Readers are there while the desk works. */
  async function mutate(): Promise<void> {
    const room = await newsroom((document) => admin.query(document))
    const reading = cached.flatMap((api) => someOf(4).map((document) => text(api, document)))
    await sleep(below(4))
    await send(next(room))
    // Those that were asked before the change may have seen the state before it. They are not compared.
    void Promise.all(reading)
  }

  async function letTimePass(): Promise<void> {
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
      await Promise.all(someOf(20).map((document) => text(first, document)))
      await sleep(160)
      return
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
  }

  return { counted, pool, renew, someOf, mutate, letTimePass, firstDifference }
}
