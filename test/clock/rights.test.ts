import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Clock, startClock } from '../../src/clock/clock.ts'
import { timeUntilDue } from '../../src/clock/due.write.ts'
import type { Database, Statement } from '../../src/database/database.ts'
import { testApi } from '../helpers/api.ts'
import { clockSettings } from '../helpers/clock-settings.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { eventsAbout } from '../outbox/stored-events.ts'
import { fromNow } from '../workflow/acting.ts'

// When rights end, nothing has to be done for readers, but systems that store copies of pages must be informed.

const database = await testDatabase()
const { prisma } = database
const editor = (await testApi(database)).as('EDITOR')
const given = givenIn(database)

const PAST = '2020-01-01T00:00:00.000Z'

const running: Clock[] = []
const logged: string[] = []
const log = {
  info: (_details: object, message: string) => logged.push(`info: ${message}`),
  warn: (_details: object, message: string) => logged.push(`warn: ${message}`),
  error: (_details: object, message: string) => logged.push(`error: ${message}`),
}

async function start(): Promise<void> {
  running.push(await startClock(database, log, clockSettings))
}

async function stop(): Promise<void> {
  await Promise.all(running.splice(0).map((clock) => clock.close()))
}

afterEach(async () => {
  await stop()
  expect(logged.splice(0)).toEqual([])
})

interface Image {
  id: string
  uuid: string
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const typesOf = async (image: Image) => (await eventsAbout(database, image)).map(({ type }) => type)
const untilReported = (image: Image, types: string[]) =>
  vi.waitFor(async () => expect(await typesOf(image)).toEqual(types), { timeout: 30_000, interval: 50 })

async function update(image: Image, input: object): Promise<void> {
  const document = 'mutation ($input: UpdateImageInput!) { updateImage(input: $input) { userErrors { code } } }'
  const { userErrors } = await editor.mutate<{ userErrors: object[] }>(document, { input: { id: image.id, ...input } })
  expect(userErrors).toEqual([])
}

/** On a live article. */
async function shown(data: Parameters<typeof given.image>[0] = {}) {
  const image = await given.image(data)
  await given.article({ captions: [{ image, role: 'LEAD' }] })
  return image
}

describe('The clock', () => {
  it('tells of an image when its rights end, not before, and once', async () => {
    const rightsExpireAt = await fromNow(database, 1)
    const image = await shown({ rightsExpireAt })
    await start()

    await untilReported(image, ['image.expired'])

    const [event] = await prisma.$queryRaw<{ at: Date }[]>`
      SELECT at FROM outbox_event WHERE payload ->> 'id' = ${image.id}`
    const late = (event?.at.getTime() ?? 0) - Date.parse(rightsExpireAt)
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThan(2000)
    const { file } = await prisma.image.findUniqueOrThrow({ where: { id: image.uuid } })
    const payload = { id: image.id, version: 1, file, rightsState: 'EXPIRED', rightsExpireAt }
    expect(await eventsAbout(database, image)).toEqual([{ type: 'image.expired', payload }])
    await pause(1500)
    expect(await typesOf(image)).toEqual(['image.expired'])
  })

  it('tells once of what it missed while nothing ran, however many clocks start, and however often', async () => {
    const images: Image[] = []
    for (let count = 0; count < 130; count += 1) images.push(await shown({ rightsExpireAt: PAST }))

    await Promise.all([start(), start(), start()])
    await untilReported(images.at(-1) ?? never(), ['image.expired'])
    await stop()
    await start()
    await pause(500)

    for (const image of images) expect(await typesOf(image)).toEqual(['image.expired'])
  })

  it('tells of what authors’ pages show, and of nothing that readers saw nowhere', async () => {
    const [portrait, drafted, unused, withheld] = [
      await given.image({ rightsExpireAt: PAST }),
      await given.image({ rightsExpireAt: PAST }),
      await given.image({ rightsExpireAt: PAST }),
      await shown({ rightsExpireAt: PAST, withheldAt: PAST }),
    ]
    await given.author({ imageId: portrait.uuid })
    await given.article({ status: 'DRAFT', captions: [{ image: drafted }] })
    await start()

    await untilReported(portrait, ['image.expired'])

    await vi.waitFor(
      async () => {
        const rows = await prisma.image.findMany({
          where: { id: { in: [drafted, unused, withheld].map((one) => one.uuid) } },
        })
        for (const { expiryToldFor } of rows) expect(expiryToldFor).toEqual(new Date(PAST))
      },
      { timeout: 30_000 },
    )
    for (const image of [drafted, unused, withheld]) expect(await typesOf(image)).toEqual([])
  })

  it('tells of each end that is set anew, and not of one that was over when it was set', async () => {
    const image = await shown({ rightsExpireAt: PAST })
    await start()
    await untilReported(image, ['image.expired'])

    await update(image, { rightsExpireAt: await fromNow(database, 1) })
    await untilReported(image, ['image.expired', 'image.updated', 'image.expired'])
    await update(image, { rightsExpireAt: null })
    await update(image, { rightsExpireAt: '2021-01-01T00:00:00Z' })

    await pause(1500)
    const [first, second, third, ...rest] = await typesOf(image)
    expect([first, second, third]).toEqual(['image.expired', 'image.updated', 'image.expired'])
    expect(rest).toEqual(['image.updated', 'image.updated'])
  })

  it('tells of an end although something else of the image is changed before it comes to that', async () => {
    const image = await shown({ rightsExpireAt: PAST })
    await update(image, { altText: 'Changed meanwhile' })
    await start()

    await untilReported(image, ['image.updated', 'image.expired'])
  })

  it('waits for whoever has the image in hand at that moment', async () => {
    const image = await shown({ rightsExpireAt: await fromNow(database, 0.5) })
    await start()
    await database.transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM image WHERE id = ${image.uuid}::uuid FOR UPDATE`
      await pause(1000)
    })

    await untilReported(image, ['image.expired'])
  })

  it('keeps no other waiting for one that it cannot tell of, and says which in the log', async () => {
    const [bad, good] = [await shown({ rightsExpireAt: PAST }), await shown({ rightsExpireAt: PAST })]
    await database.script(`
      CREATE FUNCTION break_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
      CREATE TRIGGER break_one BEFORE UPDATE ON image FOR EACH ROW WHEN (NEW.id = '${bad.uuid}') EXECUTE FUNCTION break_one();`)
    await start()

    await untilReported(good, ['image.expired'])
    await vi.waitFor(
      () => expect(logged[0]).toContain(`error: The clock failed to process image ${bad.uuid} (attempt 1)`),
      { timeout: 30_000 },
    )
    await database.script('DROP TRIGGER break_one ON image; DROP FUNCTION break_one()')

    await untilReported(bad, ['image.expired'])
    expect(logged.splice(0).every((line) => line.includes(bad.uuid))).toBe(true)
  })

  it('finds what is due by an index of what is yet to be told', async () => {
    const asked: Statement[] = []
    const query: Database['query'] = (statement) => {
      asked.push(statement)
      return database.query(statement)
    }
    await timeUntilDue({ ...database, query }, [])
    const { text, parameters } = asked[0] ?? never()

    const plan = await database.transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`
      return tx.$queryRawUnsafe(`EXPLAIN ${text}`, ...parameters)
    })

    expect(JSON.stringify(plan)).toContain('image_expiry_untold')
  })
})

function never(): never {
  throw new Error('neither')
}
