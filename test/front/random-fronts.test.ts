import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failures } from '../../src/clock/failures.ts'
import { sweep } from '../../src/clock/sweep.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'
import { done, type Payload, send, shownTo } from './front-documents.ts'
import { FrontModel, type ModelSlot } from './front-model.ts'

// Two editors, the clock and withdrawals, in any order: readers see what the model says, after every step.

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editors = [api.as('EDITOR'), api.as('EDITOR', 'Dana')] as const

const RUNS = Number(process.env.FRONT_RUNS ?? 12)
const ARTICLES = 8
const TOPICS = 3
const END = '2098-01-01T00:00:00.000Z'
const DAY = 86_400_000

const place = fc.nat({ max: ARTICLES - 1 })
const slot: fc.Arbitrary<ModelSlot> = fc.record({
  pins: fc.uniqueArray(fc.record({ article: place, hasEnd: fc.boolean() }), {
    maxLength: 3,
    selector: ({ article }) => article,
  }),
  fill: fc.option(
    fc.record({
      topics: fc.uniqueArray(fc.nat({ max: TOPICS - 1 }), { minLength: 1, maxLength: TOPICS }),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  ),
  allowRepeats: fc.boolean(),
})

/** Pins that would stand twice are left out. */
function withoutRepeats(slots: readonly ModelSlot[]): ModelSlot[] {
  const taken = new Set<number>()
  return slots.map((each) => {
    const pins = each.allowRepeats ? each.pins : each.pins.filter(({ article }) => !taken.has(article))
    if (!each.allowRepeats) for (const { article } of pins) taken.add(article)
    return { ...each, pins }
  })
}

const editor = fc.nat({ max: 1 })
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('save' as const),
      editor,
      slots: fc.array(slot, { maxLength: 4 }).map(withoutRepeats),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('publish' as const, 'schedule' as const), editor }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('withdraw' as const, 'unschedule' as const), editor }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const), editor }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('time' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('go live' as const, 'leave' as const), article: place }) },
)

type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

let fronts = 0

async function world() {
  fronts += 1
  const topics = await Promise.all(Array.from({ length: TOPICS }, () => given.topic()))
  const rows = await Promise.all(
    Array.from({ length: ARTICLES }, async (_, index) => {
      const topic = index % TOPICS
      const own = topics[topic]
      return { topic, row: await given.article({ status: 'DRAFT', topics: own ? [own] : [] }) }
    }),
  )
  const model = new FrontModel(rows.map(({ topic }) => ({ topic, publishedAt: null })))
  const { id, slug } = await done(editors[0], 'createFront', { slug: `random-${fronts}`, locale: 'en', name: 'Home' })
  /** The version that each editor has on the screen */
  const seen = [1, 1]
  let clock = 0

  const slotsOf = (slots: readonly ModelSlot[]) =>
    slots.map(({ pins, fill, allowRepeats }, index) => ({
      ...{ name: `s${index}`, size: 'SMALL', allowRepeats },
      pinned: pins.map(({ article, hasEnd }) => ({ articleId: rows[article]?.row.id, ...(hasEnd && { until: END }) })),
      fill: fill && {
        count: fill.count,
        where: { topics: { some: { id: { in: fill.topics.map((topic) => topics[topic]?.id) } } } },
      },
    }))

  /** Sends what an editor wants, on the version that the editor has seen. */
  async function act(who: number, name: string, input: object): Promise<Payload> {
    const payload = await send(editors[who === 0 ? 0 : 1], name, { id, version: seen[who], ...input })
    const codes = payload.userErrors.map(({ code }) => code)
    if (seen[who] !== model.version) expect(codes).toEqual(['CONFLICT'])
    else if (payload.version !== null) seen[who] = payload.version
    return payload
  }

  const isCurrent = (who: number) => seen[who] === model.version

  async function save(who: number, slots: readonly ModelSlot[]): Promise<void> {
    const wasCurrent = isCurrent(who)
    const { version } = await act(who, 'updateFront', { slots: slotsOf(slots) })
    if (!wasCurrent) return
    // The same slots as before make no revision.
    if (version !== model.version) model.revisions.push(slots)
    model.version = version ?? model.version
  }

  async function change(
    who: number,
    name: string,
    input: object,
    isAllowed: boolean,
    apply: () => void,
  ): Promise<void> {
    const wasCurrent = isCurrent(who)
    const { userErrors, version } = await act(who, name, input)
    if (!wasCurrent) return
    expect(userErrors.map(({ code }) => code)).toEqual(isAllowed ? [] : ['NOT_ALLOWED_IN_STATE'])
    if (!isAllowed) return
    apply()
    // A schedule that is there already changes nothing.
    model.version = version ?? model.version
  }

  async function take(one: Step): Promise<void> {
    const { live, latest, scheduled } = model
    switch (one.kind) {
      case 'save':
        return save(one.editor, one.slots)
      case 'publish':
        return change(one.editor, 'publishFront', {}, live !== latest, () =>
          Object.assign(model, { live: latest, scheduled: null }),
        )
      case 'schedule':
        return change(one.editor, 'scheduleFront', { publishAt: END }, live !== latest, () =>
          Object.assign(model, { scheduled: latest }),
        )
      case 'withdraw':
        return change(one.editor, 'withdrawFront', {}, live !== null, () =>
          Object.assign(model, { live: null, scheduled: null }),
        )
      case 'unschedule':
        return change(one.editor, 'unscheduleFront', {}, scheduled !== null, () =>
          Object.assign(model, { scheduled: null }),
        )
      case 'look':
        seen[one.editor] = model.version
        return
      case 'time':
        return letTimePass()
      case 'end':
        return endPins()
      case 'go live':
      case 'leave':
        return move(one.article, one.kind === 'go live')
    }
  }

  /** The scheduled time has come. */
  async function letTimePass(): Promise<void> {
    await database.query({
      text: `UPDATE front SET scheduled_for = now() WHERE slug = $1 AND scheduled_for IS NOT NULL`,
      parameters: [slug],
    })
    await sweep(database, new Failures({ warn: fail, error: fail }))
    if (model.scheduled === null) return
    Object.assign(model, { live: model.scheduled, scheduled: null })
    model.version += 1
  }

  /** The ends of all pins that are saved have passed. Later ones end later. */
  async function endPins(): Promise<void> {
    const text = `UPDATE front_pin p SET until = '2020-01-01' FROM front_slot s JOIN front_revision r ON r.id = s.revision_id JOIN front f ON f.id = r.front_id
      WHERE p.slot_id = s.id AND f.slug = $1 AND p.until IS NOT NULL`
    await database.query({ text: 'ALTER TABLE front_pin DISABLE TRIGGER front_pin_is_immutable', parameters: [] })
    await database.query({ text, parameters: [slug] })
    await database.query({ text: 'ALTER TABLE front_pin ENABLE TRIGGER front_pin_is_immutable', parameters: [] })
    model.ended = model.revisions.length
  }

  async function move(article: number, comes: boolean): Promise<void> {
    const [known, row] = [model.articles[article], rows[article]?.row]
    if (!known || !row) return
    clock += 1
    if (comes) await given.live(row, row.revisionId, new Date(Date.UTC(2021, 0, 1) + clock * DAY).toISOString())
    else if (known.publishedAt !== null) await given.withdrawn(row)
    known.publishedAt = comes ? clock : null
  }

  async function expectAsModel(): Promise<void> {
    const shown = await shownTo(api, slug)
    const slugs = model.shown()?.map((items) => items.map((article) => rows[article]?.row.slug))
    expect(shown && Object.values(shown)).toEqual(slugs ?? null)
  }

  return { take, expectAsModel }
}

function fail(details: object, message: string): never {
  throw new Error(`${message}: ${JSON.stringify(details)}`)
}

describe('A front in any series of events', () => {
  it(
    'shows what the model says, after every step',
    async () => {
      const series = fc.array(step, { minLength: 25, maxLength: 40 })
      await fc.assert(
        fc.asyncProperty(series, async (steps) => {
          const { take, expectAsModel } = await world()
          for (const one of steps) {
            await take(one)
            await expectAsModel()
          }
        }),
        { numRuns: RUNS, endOnFailure: true, ...(process.env.FRONT_SEED && { seed: Number(process.env.FRONT_SEED) }) },
      )
    },
    60_000 + 20_000 * RUNS,
  )
})
