import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { FrontChange } from '../generated/graphql.ts'
import { listOf } from '../lib/json.ts'
import { longestIncreasing } from '../lib/longest-increasing.ts'
import type { Argument } from '../reading/argument.ts'
import { idPrefix } from '../reading/global-id.ts'
import type { Field, Row } from '../reading/plan.ts'
import type { Sql } from '../reading/sql.ts'
import { projectValue } from '../reading/value.ts'
import {
  type Fill,
  type FrontContent,
  frontContentJson,
  type Pin,
  parseFrontContent,
  type Slot,
} from './front.content.ts'

type Change = Omit<FrontChange, '__typename'>

interface Where {
  readonly slot: string | null
  readonly articleId: string | null
}

const FRONT: Where = { slot: null, articleId: null }

/** From one content to the other: the name, then slot after slot as they are now, those that are gone last. */
function frontChanges(from: FrontContent, to: FrontContent): Change[] {
  const name = fieldChanges(FRONT, { name: from.name }, { name: to.name })
  return [...name, ...listChanges(from.slots, to.slots, (slot) => slot.name, whereSlot, slotChanges)]
}

const whereSlot = ({ name }: Slot): Where => ({ slot: name, articleId: null })

function slotChanges(before: Slot, after: Slot): Change[] {
  const { pins: _before, name: _name, ...was } = before
  const { pins: _after, name, ...is } = after
  const where = (pin: Pin): Where => ({ slot: name, articleId: `${idPrefix('Article')}${pin.articleId}` })
  return [
    ...fieldChanges(whereSlot(after), told(was), told(is)),
    ...listChanges(
      before.pins,
      after.pins,
      (pin) => pin.articleId,
      where,
      (one, other) => {
        const { articleId: _one, captionId: oldCaption, ...old } = one
        const { articleId: _other, captionId: newCaption, ...current } = other
        return fieldChanges(
          where(other),
          { ...old, captionKey: caption(oldCaption) },
          { ...current, captionKey: caption(newCaption) },
        )
      },
    ),
  ]
}

const caption = (id: string | null): string | null => (id === null ? null : `${idPrefix('Caption')}${id}`)

const told = ({ allowRepeats, fill, ...texts }: Omit<Slot, 'name' | 'pins'>) => ({
  ...texts,
  allowRepeats: String(allowRepeats),
  fill: fill && fillInWords(fill),
})

function fillInWords({ count, locales, topicIds, withinIds, authorIds }: Fill): string {
  const ids = [
    ...topicIds.map((id) => `${idPrefix('Topic')}${id}`),
    ...withinIds.map((id) => `within ${idPrefix('Topic')}${id}`),
    ...authorIds.map((id) => `${idPrefix('Author')}${id}`),
  ]
  return [String(count), locales.join(', '), ...ids].join('; ')
}

/** What is in both is compared by `inside`, and has moved if it is out of the order of the others. */
function listChanges<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
  where: (item: Item) => Where,
  inside: (one: Item, other: Item) => Change[],
): Change[] {
  const old = new Map(before.map((item, index) => [keyOf(item), { item, index }]))
  const present = new Set(after.map(keyOf))
  const places = after.flatMap((item) => old.get(keyOf(item))?.index ?? [])
  const inOrder = new Set(longestIncreasing(places).map((index) => places[index]))
  const whole = (item: Item, kind: Change['kind']): Change => ({
    ...where(item),
    field: null,
    kind,
    before: null,
    after: null,
  })
  return [
    ...after.flatMap((item) => {
      const known = old.get(keyOf(item))
      if (!known) return [whole(item, 'ADDED')]
      return [...(inOrder.has(known.index) ? [] : [whole(item, 'MOVED')]), ...inside(known.item, item)]
    }),
    ...before.filter((item) => !present.has(keyOf(item))).map((item) => whole(item, 'REMOVED')),
  ]
}

function fieldChanges(
  where: Where,
  before: Readonly<Record<string, string | null>>,
  after: Readonly<Record<string, string | null>>,
): Change[] {
  return Object.keys(after).flatMap((field) => {
    const [old = null, current = null] = [before[field], after[field]]
    if (isDeepStrictEqual(old, current)) return []
    const kind = old === null ? 'ADDED' : current === null ? 'REMOVED' : 'CHANGED'
    return [{ ...where, field, kind, before: old, after: current }]
  })
}

/** The revision with that number, or null. */
function compared(number: Argument, front: Row): Sql {
  return sql`(select json_build_object('number', r.number, 'content', ${frontContentJson('r')}) from front_revision r
    where r.front_id = ${sql.ref(`${front.alias}.id`)} and r.number = ${number.bind('int4')})`
}

/** Front.diff: null where one of the two revisions does not exist. */
export const frontDiff: Field = (selection, front) => {
  const project = projectValue(selection)
  const pair = sql`json_build_array(${compared(selection.argument('from'), front)}, ${compared(selection.argument('to'), front)})`
  return {
    needs: [{ key: selection, sql: pair }],
    finish: ([value], run) => {
      const [from, to] = listOf(value).map(readCompared)
      if (!from || !to) return null
      return project({ from: from.number, to: to.number, changes: frontChanges(from.content, to.content) }, run)
    },
  }
}

function readCompared(value: unknown): { number: unknown; content: FrontContent } | null {
  if (typeof value !== 'object' || value === null || !('content' in value) || !('number' in value)) return null
  return { number: value.number, content: parseFrontContent(value.content) }
}
