// Merges the changes of two people to one article. Copy this file into your front end: it needs no package and no server.
//
// A form is the content of UpdateArticleInput: `base` what both started from, `mine` what is on the screen, `theirs` what is saved now.
// docs/editing.md shows where the three come from, and what to do with the result.

export type Json = string | number | boolean | null | readonly Json[] | JsonObject

interface JsonObject {
  readonly [name: string]: Json | undefined
}

/** The content of an article as an input has it. */
export type ArticleForm = JsonObject

/** One place that both changed in different ways. */
export interface MergeConflict {
  /** The place in the merged content, e.g. ["body", 3, "paragraph", "html"] */
  readonly path: readonly (string | number)[]
  /** Undefined: it was not there, or was removed. For an order: the keys of the items */
  readonly base: Json | undefined
  readonly mine: Json | undefined
  readonly theirs: Json | undefined
}

export interface MergedArticle {
  /**
   * Has `mine` where there is a conflict. What one of the two removed and the other one changed is still there, as changed; of two orders it has
   * one.
   */
  readonly content: ArticleForm
  /** For the user to decide. Empty: the content can be saved as it is */
  readonly conflicts: readonly MergeConflict[]
}

/** The merged content, and all places where both changed the same thing. */
export function mergeArticles(base: ArticleForm, mine: ArticleForm, theirs: ArticleForm): MergedArticle {
  const conflicts: MergeConflict[] = []
  const content = mergeObjects({ base, mine, theirs }, [], conflicts)
  return { content, conflicts }
}

interface Autosave extends JsonObject {
  readonly fields: readonly string[]
}

/** The form that was autosaved: of the fields that it had, with the parts of each that were filled in. */
export function formOfAutosave(autosave: Autosave): ArticleForm {
  const sent = autosave.fields.map((name): [string, Json] => [name, filledIn(autosave[name] ?? null)])
  return Object.fromEntries(sent)
}

/** Without null inside of objects: an input means an omitted field by it, and a block has only one. */
function filledIn(value: Json): Json {
  if (isList(value)) return value.map(filledIn)
  if (!isObject(value)) return value
  const given = Object.entries(value).flatMap(([name, item]): [string, Json][] =>
    item === undefined || item === null || name === '__typename' ? [] : [[name, filledIn(item)]],
  )
  return Object.fromEntries(given)
}

interface Sides<Value> {
  readonly base: Value
  readonly mine: Value
  readonly theirs: Value
}

type Path = readonly (string | number)[]

/** Lists whose items have an identity of their own, whatever their order. */
const KEYS: Readonly<Record<string, (item: JsonObject) => string>> = {
  captions: ({ key }) => written(key),
  topics: ({ topicId, slug }) => written(topicId ?? slug),
  credits: ({ authorId, name, role }) => `${written(authorId ?? name)} ${written(role)}`,
}

/** Lists of blocks: a block has one field, which is its kind. */
const BLOCKS: ReadonlySet<string | number | undefined> = new Set(['body', 'content'])

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value)
}

/** One text for each value, whatever the order of its fields. An omitted field is like none. */
function written(value: Json | undefined): string {
  if (isList(value)) return `[${value.map(written).join()}]`
  if (!isObject(value)) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).filter(([, item]) => item !== undefined)
  return `{${fields
    .map(([name, item]) => `${JSON.stringify(name)}:${written(item)}`)
    .sort()
    .join()}}`
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return (one === undefined) === (other === undefined) && written(one) === written(other)
}

function mergeObjects({ base, mine, theirs }: Sides<JsonObject>, path: Path, conflicts: MergeConflict[]): JsonObject {
  const names = [...new Set([base, mine, theirs].flatMap((side) => Object.keys(side)))]
  const fields = names.flatMap((name): [string, Json][] => {
    const sides = { base: base[name], mine: mine[name], theirs: theirs[name] }
    const merged = mergeValues(sides, [...path, name], conflicts)
    return merged === undefined ? [] : [[name, merged]]
  })
  return Object.fromEntries(fields)
}

function mergeValues(sides: Sides<Json | undefined>, path: Path, conflicts: MergeConflict[]): Json | undefined {
  const { base, mine, theirs } = sides
  if (isSame(mine, theirs) || isSame(theirs, base)) return mine
  if (isSame(mine, base)) return theirs
  if (isList(base) && isList(mine) && isList(theirs)) return mergeLists({ base, mine, theirs }, path, conflicts)
  if (isObject(base) && isObject(mine) && isObject(theirs) && !isOtherKind(sides, path)) {
    return mergeObjects({ base, mine, theirs }, path, conflicts)
  }
  conflicts.push({ path, base, mine, theirs })
  return mine ?? theirs
}

/** A paragraph that one of the two made a heading is another block: its parts are not merged. */
function isOtherKind({ base, mine, theirs }: Sides<Json | undefined>, path: Path): boolean {
  if (!BLOCKS.has(path.at(-2))) return false
  return new Set([base, mine, theirs].map(kindOf)).size > 1
}

function kindOf(block: Json | undefined): string {
  return isObject(block) ? Object.keys(block).join() : typeof block
}

function mergeLists(sides: Sides<readonly Json[]>, path: Path, conflicts: MergeConflict[]): readonly Json[] {
  const keyOf = KEYS[String(path.at(-1))]
  const keyed = keyOf && byKey(sides, keyOf)
  return keyed ? mergeKeyed(keyed, path, conflicts) : mergeInOrder(sides, path, conflicts)
}

type Keyed = ReadonlyMap<string, JsonObject>

/** Null where two items have one key, or an item has no fields. */
function byKey(sides: Sides<readonly Json[]>, keyOf: (item: JsonObject) => string): Sides<Keyed> | null {
  const mapOf = (list: readonly Json[]): Keyed | null => {
    const items = list.filter(isObject)
    const map = new Map(items.map((item): [string, JsonObject] => [keyOf(item), item]))
    return map.size === list.length ? map : null
  }
  const [base, mine, theirs] = [mapOf(sides.base), mapOf(sides.mine), mapOf(sides.theirs)]
  return base && mine && theirs ? { base, mine, theirs } : null
}

/** Each item by itself; then the order, which is one change more. */
function mergeKeyed({ base, mine, theirs }: Sides<Keyed>, path: Path, conflicts: MergeConflict[]): readonly Json[] {
  const order = mergeOrder(
    { base: [...base.keys()], mine: [...mine.keys()], theirs: [...theirs.keys()] },
    path,
    conflicts,
  )
  const merged: Json[] = []
  for (const key of order) {
    const sides = { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) }
    const item = mergeValues(sides, [...path, merged.length], conflicts)
    if (item !== undefined) merged.push(item)
  }
  return merged
}

/** Of all keys: the order of the side that changed it, with what the other one added behind what it follows there. */
function mergeOrder(sides: Sides<readonly string[]>, path: Path, conflicts: MergeConflict[]): readonly string[] {
  const isReordered = (side: readonly string[]): boolean => {
    const common = new Set(side.filter((key) => sides.base.includes(key)))
    return sides.base.filter((key) => common.has(key)).join('\n') !== side.filter((key) => common.has(key)).join('\n')
  }
  const [byMe, byThem] = [isReordered(sides.mine), isReordered(sides.theirs)]
  const common = (side: readonly string[]) =>
    side.filter((key) => sides.mine.includes(key) && sides.theirs.includes(key))
  if (byMe && byThem && common(sides.mine).join('\n') !== common(sides.theirs).join('\n')) {
    conflicts.push({ path, ...sides })
  }
  const isMineFirst = byMe === byThem ? sides.mine.join('\n') <= sides.theirs.join('\n') : byMe
  const [first, second] = isMineFirst ? [sides.mine, sides.theirs] : [sides.theirs, sides.mine]
  return [second, sides.base].reduce(withAdded, first)
}

function withAdded(order: readonly string[], other: readonly string[]): readonly string[] {
  const all = [...order]
  for (const [index, key] of other.entries()) {
    if (all.includes(key)) continue
    const before = other.slice(0, index).findLast((one) => all.includes(one))
    all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, key)
  }
  return all
}

/** How one side differs from the base: what became of each item, and what was put before each, and at the end. */
interface Edits {
  /** Undefined: removed */
  readonly items: readonly (Json | undefined)[]
  readonly added: readonly (readonly Json[])[]
}

/** Items without an identity, as blocks: they are known by being equal, or else by what is similar between two that are. */
function mergeInOrder({ base, mine, theirs }: Sides<readonly Json[]>, path: Path, conflicts: MergeConflict[]): Json[] {
  const [byMe, byThem] = [editsOf(base, mine), editsOf(base, theirs)]
  const merged: Json[] = []
  for (let index = 0; index <= base.length; index++) {
    merged.push(...bothAdded(byMe.added[index] ?? [], byThem.added[index] ?? []))
    if (index === base.length) break
    const sides = { base: base[index], mine: byMe.items[index], theirs: byThem.items[index] }
    const item = mergeValues(sides, [...path, merged.length], conflicts)
    if (item !== undefined) merged.push(item)
  }
  return merged
}

/** All that both put into one place, once, and in the same order for both. */
function bothAdded(one: readonly Json[], other: readonly Json[]): readonly Json[] {
  const [first, second] = written(one) <= written(other) ? [one, other] : [other, one]
  const left = first.map(written)
  const rest = second.filter((item) => {
    const known = left.indexOf(written(item))
    if (known >= 0) left.splice(known, 1)
    return known < 0
  })
  return [...first, ...rest]
}

function editsOf(base: readonly Json[], side: readonly Json[]): Edits {
  const items: (Json | undefined)[] = base.map(() => undefined)
  const added: Json[][] = [...base, null].map(() => [])
  let next = 0
  for (const [inBase, inSide] of [...matches(base, side), endOf(base, side)]) {
    added[inBase]?.push(...side.slice(next, inSide))
    if (inBase < base.length) items[inBase] = side[inSide]
    next = inSide + 1
  }
  return { items, added }
}

type Pair = readonly [inBase: number, inSide: number]

function endOf(base: readonly Json[], side: readonly Json[]): Pair {
  return [base.length, side.length]
}

/** Which items are the same ones, in order: equal ones first; between two of these, similar ones; then those in the same place. */
function matches(base: readonly Json[], side: readonly Json[]): readonly Pair[] {
  const equal = longestCommon(base, side, isSame)
  const similar = between(base, side, equal, (was, is) => longestCommon(was, is, isSimilar))
  return between(base, side, similar, (was, is) =>
    was.length === is.length
      ? was.flatMap((item, index): Pair[] => (kindOf(item) === kindOf(is[index]) ? [[index, index]] : []))
      : [],
  )
}

/** Adds the pairs that are found in each gap between those that are known. */
function between(
  base: readonly Json[],
  side: readonly Json[],
  known: readonly Pair[],
  find: (base: readonly Json[], side: readonly Json[]) => readonly Pair[],
): readonly Pair[] {
  const pairs: Pair[] = []
  let [fromBase, fromSide] = [0, 0]
  for (const end of [...known, endOf(base, side)]) {
    const found = find(base.slice(fromBase, end[0]), side.slice(fromSide, end[1]))
    pairs.push(...found.map(([inBase, inSide]): Pair => [inBase + fromBase, inSide + fromSide]))
    if (end[0] < base.length || end[1] < side.length) pairs.push(end)
    fromBase = end[0] + 1
    fromSide = end[1] + 1
  }
  return pairs
}

function longestCommon(
  base: readonly Json[],
  side: readonly Json[],
  fits: (was: Json | undefined, is: Json | undefined) => boolean,
): readonly Pair[] {
  const lengths: number[][] = Array.from({ length: base.length + 1 }, () => Array<number>(side.length + 1).fill(0))
  const at = (inBase: number, inSide: number) => lengths[inBase]?.[inSide] ?? 0
  for (let inBase = base.length - 1; inBase >= 0; inBase--) {
    for (let inSide = side.length - 1; inSide >= 0; inSide--) {
      const paired = fits(base[inBase], side[inSide]) ? 1 + at(inBase + 1, inSide + 1) : 0
      const row = lengths[inBase]
      if (row) row[inSide] = Math.max(paired, at(inBase + 1, inSide), at(inBase, inSide + 1))
    }
  }
  const pairs: Pair[] = []
  let inBase = 0
  let inSide = 0
  while (inBase < base.length && inSide < side.length) {
    if (fits(base[inBase], side[inSide]) && at(inBase, inSide) === 1 + at(inBase + 1, inSide + 1)) {
      pairs.push([inBase, inSide])
      inBase++
      inSide++
    } else if (at(inBase + 1, inSide) >= at(inBase, inSide + 1)) inBase++
    else inSide++
  }
  return pairs
}

/** Blocks of one kind with at least four in ten of their words in common. */
function isSimilar(was: Json | undefined, is: Json | undefined): boolean {
  if (kindOf(was) !== kindOf(is)) return false
  const [before, after] = [wordsOf(was), wordsOf(is)]
  const common = [...before].filter((word) => after.has(word)).length
  return common > 0 && common >= 0.4 * Math.max(before.size, after.size)
}

function wordsOf(value: Json | undefined): ReadonlySet<string> {
  return new Set(textOf(value).match(/[\p{L}\p{N}]+/gu) ?? [])
}

function textOf(value: Json | undefined): string {
  if (isList(value)) return value.map(textOf).join(' ')
  return isObject(value) ? Object.values(value).map(textOf).join(' ') : String(value ?? '')
}
