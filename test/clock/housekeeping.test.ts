import { randomUUID } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { clearUp } from '../../src/clock/housekeeping.write.ts'
import { runJobs } from '../../src/clock/jobs.ts'
import { jobsIn, PUBLISH_QUEUE } from '../../src/database/jobs.ts'
import { migrate } from '../../src/database/migrate.ts'
import { loadEvents } from '../../src/outbox/events.load.ts'
import { clockSettings } from '../helpers/clock-settings.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'

const database = await testDatabase()
const { prisma } = database
const given = givenIn(database)
const silent = { warn() {}, error() {} }

const DAY = 24 * 3600 * 1000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY)

describe('Every hour', () => {
  it('what nobody asks for any more goes: old idempotency keys, locks that ran out, links long expired', async () => {
    const { id: holderId } = await prisma.user.create({ data: { name: 'Dana', role: 'EDITOR' } })
    const [free, locked] = [await given.article(), await given.article()]
    await prisma.idempotentCall.createMany({
      data: [8, 6].map((days) => ({
        callerId: holderId,
        key: `${days} days`,
        mutation: 'publishArticle',
        inputHash: '0'.repeat(64),
        answer: {},
        at: daysAgo(days),
      })),
    })
    await prisma.articleLock.createMany({
      data: [
        { articleId: free.uuid, holderId, expiresAt: daysAgo(0.01) },
        { articleId: locked.uuid, holderId, expiresAt: daysAgo(-1) },
      ],
    })
    await prisma.previewLink.createMany({
      data: [40, 20, -1].map((days, index) => ({
        articleId: free.uuid,
        hash: String(index).repeat(64),
        expiresAt: daysAgo(days),
      })),
    })

    await clearUp(database, clockSettings.retention)

    expect((await prisma.idempotentCall.findMany()).map(({ key }) => key)).toEqual(['6 days'])
    expect((await prisma.articleLock.findMany()).map(({ articleId }) => articleId)).toEqual([locked.uuid])
    expect((await prisma.previewLink.findMany()).map(({ hash }) => hash.charAt(0)).sort()).toEqual(['1', '2'])
  })

  it('events go after their time, if they have a position, and the audit trail if it is so set', async () => {
    await prisma.$executeRaw`INSERT INTO outbox_event (type, payload, at) SELECT 'topic.deleted', '{}', now() - make_interval(days => n) FROM unnest(array[40, 31, 29, 0]) n`
    await prisma.$executeRaw`INSERT INTO activity (id, subject_type, subject_id, action, at)
      SELECT gen_random_uuid(), 'Topic', gen_random_uuid(), 'DELETED', now() - make_interval(days => n) FROM unnest(array[100, 50]) n`
    const left = async () => [await prisma.outboxEvent.count(), await prisma.activity.count()]
    const [events = 0, entries = 0] = await left()

    await clearUp(database, clockSettings.retention)
    expect(await left()).toEqual([events, entries])

    await loadEvents(database, { after: 0, most: 1 }, SITE)
    await clearUp(database, clockSettings.retention)
    expect(await left()).toEqual([events - 2, entries])

    await clearUp(database, { eventDays: 1, activityDays: 60 })
    expect(await left()).toEqual([events - 3, entries - 1])
  })

  it('also where there is much of it', async () => {
    await prisma.$executeRaw`INSERT INTO idempotent_call (caller_id, key, mutation, input_hash, answer, at)
      SELECT ${randomUUID()}::uuid, n::text, 'publishArticle', repeat('0', 64), '{}', now() - interval '9 days' FROM generate_series(1, 12000) n`

    await clearUp(database, clockSettings.retention)

    expect(await prisma.idempotentCall.count({ where: { at: { lt: daysAgo(7) } } })).toBe(0)
  })

  it('is a schedule of pg-boss, which also wakes the clock for the jobs of articles', async () => {
    const wake = vi.fn(async () => {})
    const boss = await runJobs(database, silent, wake, clockSettings)
    try {
      await database.transaction(async (tx) => {
        await jobsIn(tx).send(PUBLISH_QUEUE, null, { id: randomUUID() })
      })

      await vi.waitFor(() => expect(wake).toHaveBeenCalled(), { timeout: 30_000 })
      expect(await boss.getSchedules()).toMatchObject([{ name: 'housekeeping', cron: '17 * * * *' }])
    } finally {
      await boss.stop({ graceful: true, timeout: 1000 })
    }
  })
})

describe('The tables of pg-boss', () => {
  it('come with the migrations, as pg-boss itself would make them', async () => {
    await migrate(database)
    const boss = await runJobs(database, silent, async () => {}, clockSettings)
    const report = await boss.detectSchemaDrift()
    await boss.stop({ graceful: true, timeout: 1000 })

    expect(report).toMatchObject({ ok: true, missingTables: [], missing: [] })
  })
})
