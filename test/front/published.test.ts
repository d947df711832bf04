import { afterAll, describe, expect, it } from 'vitest'
import { Failures } from '../../src/clock/failures.ts'
import { sweep } from '../../src/clock/sweep.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { SITE } from '../helpers/site.ts'
import { eventsAbout } from '../outbox/stored-events.ts'
import { fromNow } from '../workflow/acting.ts'
import { done, type Front, READ, shownTo } from './front-documents.ts'

// What readers get of a front: at its time, and from memory until it changes.

const database = await testDatabase()
const given = givenIn(database)
const events = eventFeed(database, SITE)
const api = await testApi(database, { events })
await events.start({ info: () => undefined, warn: () => undefined, error: () => undefined })
afterAll(() => events.close())
const editor = api.as('EDITOR')

const faults: string[] = []
const note = (_details: object, message: string) => void faults.push(message)
const runClock = () => sweep(database, new Failures({ warn: note, error: note }))

let count = 0
const draft = (slots: object[] = [], locale = 'en'): Promise<Front> => {
  count += 1
  return done(editor, 'createFront', { slug: `published-${count}`, locale, name: 'Home', slots })
}
const at = ({ id, version }: Front) => ({ id, version })
const live = async (slots: object[], locale = 'en') => done(editor, 'publishFront', at(await draft(slots, locale)))
const top = (more: object) => [{ name: 'top', size: 'LARGE', ...more }]

/** The statements that a reader's request takes: none if the answer is remembered. */
async function statementsFor(slug: string): Promise<number> {
  await events.read()
  return (await api.statements(READ, { slug })).length
}

/** Asks until the answer comes from memory. */
async function remembered(slug: string): Promise<void> {
  await expect.poll(() => statementsFor(slug), { timeout: 30_000 }).toBe(0)
}

describe('A scheduled front', () => {
  it('goes live at its time, by the revision that was scheduled, once, with its event and entry', async () => {
    const planned = await draft()
    const scheduled = await done(editor, 'scheduleFront', { ...at(planned), publishAt: await fromNow(database, 6) })
    await done(editor, 'updateFront', { ...at(scheduled), name: 'Saved since' })
    await runClock()
    expect(await shownTo(api, planned.slug)).toBe(null)

    await expect
      .poll(
        async () => {
          await runClock()
          return shownTo(api, planned.slug)
        },
        { timeout: 30_000 },
      )
      .toEqual({})
    await runClock()

    const { front } = await editor.query<{ front: Record<string, unknown> }>(
      `query ($id: ID!) { front(id: $id) { name version scheduledFor liveRevision { number } activity(first: 1) { nodes { action actorName version } } } }`,
      { id: planned.id },
    )
    expect(front).toMatchObject({ name: 'Home', version: 4, scheduledFor: null, liveRevision: { number: 1 } })
    expect(front).toMatchObject({ activity: { nodes: [{ action: 'PUBLISHED', actorName: 'The clock', version: 4 }] } })
    expect((await eventsAbout(database, planned)).map(({ type }) => type)).toEqual(['front.published'])
    expect(faults).toEqual([])
  })

  it('means instants: the hour that comes twice when summer time ends is two times', async () => {
    const front = await draft()

    const summer = await done(editor, 'scheduleFront', { ...at(front), publishAt: '2097-10-27T01:30:00+03:00' })
    const winter = await done(editor, 'scheduleFront', { ...at(summer), publishAt: '2097-10-27T01:30:00+02:00' })

    expect([summer.scheduledFor, winter.scheduledFor]).toEqual(['2097-10-26T22:30:00.000Z', '2097-10-26T23:30:00.000Z'])
  })

  it('that cannot go live leaves the others to go live, and is tried again', async () => {
    const [bad, good] = [await draft(), await draft()]
    for (const front of [bad, good])
      await done(editor, 'scheduleFront', { ...at(front), publishAt: await fromNow(database, 0.3) })
    const fail = `CREATE FUNCTION fail_front() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'bad'; END $$`
    const trigger = `CREATE TRIGGER fail_front BEFORE UPDATE ON front FOR EACH ROW WHEN (OLD.slug = '${bad.slug}') EXECUTE FUNCTION fail_front()`
    for (const text of [fail, trigger]) await database.query({ text, parameters: [] })

    await expect
      .poll(
        async () => {
          await runClock()
          return shownTo(api, good.slug)
        },
        { timeout: 30_000 },
      )
      .toEqual({})

    expect(faults.splice(0).at(0)).toMatch(/^The clock failed to process front .* next attempt in/)
    expect(await shownTo(api, bad.slug)).toBe(null)
    await database.query({ text: 'DROP FUNCTION fail_front CASCADE', parameters: [] })
    await runClock()
    await events.read()
    expect(await shownTo(api, bad.slug)).toEqual({})
  })
})

describe('What readers remember of a front', () => {
  it('ends when an article is published that fills a slot, and not when another is', async () => {
    const [topic, other] = [await given.topic(), await given.topic()]
    const where = { topics: { some: { slug: { equals: topic.slug } } } }
    const { slug } = await live(top({ fill: { where, count: 3 } }), 'fr')
    await remembered(slug)

    await given.article({ locale: 'fr', topics: [other] })
    expect(await statementsFor(slug)).toBe(0)
    const article = await given.article({ locale: 'fr', topics: [topic] })

    await events.read()
    expect(await shownTo(api, slug)).toEqual({ top: [article.slug] })
  })

  it('ends when an article is published below the section that fills a slot, and when the section gets another topic', async () => {
    const [section, other] = [await given.topic(), await given.topic()]
    const below = await given.topic({ parent: section })
    const moved = await given.article({ locale: 'fr', topics: [other], publishedAt: '2020-01-01T00:00:00Z' })
    const where = { topics: { some: { within: { slug: section.slug } } } }
    const { slug } = await live(top({ fill: { where, count: 3 } }), 'fr')
    await remembered(slug)

    const article = await given.article({ locale: 'fr', topics: [below], publishedAt: '2021-01-01T00:00:00Z' })
    await events.read()
    expect(await shownTo(api, slug)).toEqual({ top: [article.slug] })

    await database.prisma.topic.update({ where: { id: other.uuid }, data: { parentId: section.uuid } })
    await events.read()
    expect(await shownTo(api, slug)).toEqual({ top: [article.slug, moved.slug] })
  })

  it('ends when a pinned article is withdrawn, and when one goes live', async () => {
    const [article, coming] = [await given.article(), await given.article({ status: 'DRAFT' })]
    const { slug } = await live(top({ pinned: [{ articleId: article.id }, { articleId: coming.id }] }))
    await remembered(slug)

    await given.withdrawn(article)
    await events.read()
    expect(await shownTo(api, slug)).toEqual({ top: [] })
    await remembered(slug)
    await given.live(coming, coming.revisionId)

    await events.read()
    expect(await shownTo(api, slug)).toEqual({ top: [coming.slug] })
  })

  it('ends when another revision goes live, and when the front is withdrawn', async () => {
    const front = await live([])
    await remembered(front.slug)
    const saved = await done(editor, 'updateFront', { ...at(front), slots: top({}) })
    expect(await statementsFor(front.slug)).toBe(0)

    const published = await done(editor, 'publishFront', at(saved))
    await events.read()
    expect(await shownTo(api, front.slug)).toEqual({ top: [] })
    await remembered(front.slug)
    await done(editor, 'withdrawFront', at(published))

    await events.read()
    expect(await shownTo(api, front.slug)).toBe(null)
  })

  it('ends where there was none, when one goes live', async () => {
    const front = await draft()
    expect(await shownTo(api, front.slug)).toBe(null)
    await remembered(front.slug)

    await done(editor, 'publishFront', at(front))

    await events.read()
    expect(await shownTo(api, front.slug)).toEqual({})
  })

  it('ends when a pin does, without any event', async () => {
    const article = await given.article()
    const { slug } = await live(top({ pinned: [{ articleId: article.id, until: await fromNow(database, 6) }] }))
    expect(await shownTo(api, slug)).toEqual({ top: [article.slug] })
    await remembered(slug)

    await expect.poll(() => shownTo(api, slug), { timeout: 30_000 }).toEqual({ top: [] })
  })
})
