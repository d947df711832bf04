import { FRONT_FILL } from '../contract/limits.ts'
import type { FrontFillInput } from '../generated/graphql.ts'
import { notAllowed, outOfRange, tooManyItems } from '../mutation/common-errors.ts'
import type { Faults } from '../mutation/faults.ts'
import { type InputsOf, type Reader, readInput } from '../mutation/input.ts'
import { parseLanguage } from '../mutation/known-language.ts'
import type { Path } from '../mutation/user-error.ts'

/** A topic or author that a rule names, and where it does. */
export interface Named {
  readonly by: 'id' | 'slug'
  readonly value: string
  readonly path: Path
}

/** A rule as it was sent. Which topics and authors there are, only the database knows. */
export interface SentFill {
  readonly count: number
  /** Null: the front's own language */
  readonly locales: readonly string[] | null
  readonly topics: readonly Named[]
  /** Topics that are meant with everything below them */
  readonly within: readonly Named[]
  readonly authors: readonly Named[]
}

/** What a rule may ask for: each is the top of one index, however many articles there are. */
const CONDITIONS = ['locale', 'topics', 'credits'] as const

const count: Reader<number, number> = (sent, path, faults) => {
  const { most } = FRONT_FILL.count
  if (sent < 1 || sent > most) {
    faults.take(
      outOfRange(path, sent, { min: 1, max: most }, () => `A slot shows 1 to ${most} items. Send such a number.`),
    )
  }
  return sent
}

const RULE = { count, where: readWhere } satisfies InputsOf<FrontFillInput>

/** Reads the rule of a slot. */
export const fill: Reader<FrontFillInput | null, SentFill | null> = (sent, path, faults) => {
  if (sent === null) return null
  const { where, count: most } = readInput(sent, RULE, faults, path)
  return { count: most, ...(where ?? readWhere(null, path, faults)) }
}

function readWhere(where: unknown, path: Path, faults: Faults): Omit<SentFill, 'count'> {
  const parts = new Map(partsOf(where))
  refuseOthers(parts, CONDITIONS, path, faults)
  if (parts.has('topics') && parts.has('credits')) {
    faults.take(
      notAllowed(
        [...path, 'credits'],
        ['topics', 'credits'],
        (allowed) => `A rule asks for ${allowed}, not for both. Remove one.`,
      ),
    )
  }
  const locales = parts.has('locale') ? valuesIn(parts.get('locale'), [...path, 'locale'], faults) : null
  const known = locales?.flatMap(({ value, path: place }) => parseLanguage(value, place, faults) ?? [])
  return {
    locales: known ? [...new Set(known)] : null,
    ...topicsIn(parts.get('topics'), [...path, 'topics'], faults),
    authors: namedIn(parts.get('credits'), ['some', 'author'], [...path, 'credits'], faults),
  }
}

/** The topics themselves, or those whose branch is meant. */
function topicsIn(value: unknown, path: Path, faults: Faults): Pick<SentFill, 'topics' | 'within'> {
  const some = new Map(partsOf(new Map(partsOf(value)).get('some')))
  if (!some.has('within')) return { topics: namedIn(value, ['some'], path, faults), within: [] }
  refuseOthers(new Map(partsOf(value)), ['some'], path, faults)
  refuseOthers(some, ['within'], [...path, 'some'], faults)
  const [place, top] = [[...path, 'some', 'within'], new Map(partsOf(some.get('within')))]
  const by = nameOf(top, place, faults)
  const named = by && top.get(by)
  return { topics: [], within: by && typeof named === 'string' ? [{ by, value: named, path: [...place, by] }] : [] }
}

/** Topics or authors, which stand some levels down. */
function namedIn(value: unknown, levels: readonly string[], path: Path, faults: Faults): Named[] {
  if (value === undefined) return []
  const parts = new Map(partsOf(value))
  const [level, ...below] = levels
  if (level === undefined) {
    refuseOthers(parts, NAMES, path, faults)
    const by = nameOf(parts, path, faults)
    return by ? valuesIn(parts.get(by), [...path, by], faults).map((named) => ({ ...named, by })) : []
  }
  refuseOthers(parts, [level], path, faults)
  const next = parts.get(level)
  if (next !== undefined) return namedIn(next, below, [...path, level], faults)
  if (parts.size === 0) faults.take(notAllowed(path, [level], (allowed) => `Send ${allowed} here.`))
  return []
}

const NAMES = ['id', 'slug'] as const satisfies Named['by'][]

function nameOf(parts: ReadonlyMap<string, unknown>, path: Path, faults: Faults): Named['by'] | null {
  const [by, ...more] = NAMES.filter((name) => parts.has(name))
  if (by !== undefined && more.length === 0) return by
  faults.take(notAllowed(path, NAMES, (allowed) => `Send exactly one of ${allowed} here.`))
  return null
}

/** The values of `equals` or `in`, none twice. */
function valuesIn(filter: unknown, path: Path, faults: Faults): Pick<Named, 'value' | 'path'>[] {
  const parts = new Map(partsOf(filter).filter(([name, value]) => name !== 'mode' || value === 'INSENSITIVE'))
  refuseOthers(parts, ['equals', 'in'], path, faults)
  const [operator, ...more] = (['equals', 'in'] as const).filter((name) => parts.has(name))
  const given: unknown[] = operator === undefined ? [] : [parts.get(operator)].flat()
  const values = [...new Set(given.filter((value) => typeof value === 'string'))]
  const limit = FRONT_FILL.values.most
  if (values.length > limit) faults.take(tooManyItems(path, { actual: values.length, limit }))
  if (operator === undefined || more.length > 0 || values.length === 0) {
    faults.take(notAllowed(path, ['equals', 'in'], (allowed) => `Send ${allowed} with at least one value here.`))
    return []
  }
  return values.map((value, index) => ({
    value,
    path: operator === 'in' ? [...path, 'in', index] : [...path, 'equals'],
  }))
}

function refuseOthers(
  parts: ReadonlyMap<string, unknown>,
  allowed: readonly string[],
  path: Path,
  faults: Faults,
): void {
  for (const name of parts.keys()) {
    if (allowed.includes(name)) continue
    faults.take(
      notAllowed(
        [...path, name],
        allowed,
        (names) => `The rule of a slot cannot have this condition. Here it can have ${names}. Remove this.`,
      ),
    )
  }
}

/** The parts of an input object that say something. */
function partsOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).filter(([, part]) => part !== undefined && part !== null)
}
