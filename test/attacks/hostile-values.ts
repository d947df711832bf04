import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql'
import type { Chance } from '../helpers/chance.ts'

const TEXTS = [
  '',
  '\0',
  'a\0b',
  '\ud83d',
  '\udc00x',
  '\u202eabc\u2066',
  '\ufeff',
  '%',
  '_%_%_%',
  '\\',
  "'; --",
  '" OR 1=1',
  '{{7*7}}',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  'null',
  '1e400',
  'article_00000000-0000-0000-0000-000000000000',
  'article_zzz',
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  'zz-Zzzz-ZZ-x-very-long',
  'http://169.254.169.254/',
  'e30=',
  'a & b | !c <-> d:*',
  '((((((((((',
]

const NUMBERS = [0, -1, -0, 1.5, 101, 2147483647, 2147483648, -2147483649, 2 ** 53, 1e308]

/** Names that an object may have already. */
export const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', 'length', 'then']

/** Of typed values in one request: they can grow without end. */
const MAX_VALUES = 5000

/** Most requests are small enough to be read, for what is larger is refused whatever is in it. */
const READERS_BYTES = 50_000
const MAX_BYTES = 1_500_000

/** Values that no client would send: of the wrong kind, too long, too many, too deep. */
export function hostileValues({ below, chance, one }: Chance) {
  const times = <Item>(count: number, item: () => Item): Item[] => Array.from({ length: count }, item)
  const size = () => one([0, 1, 2, 50, 101, 1000, 8000])
  let values = MAX_VALUES
  let bytes = chance(0.85) ? READERS_BYTES : MAX_BYTES

  function text(): string {
    const short = one(TEXTS)
    const text = chance(0.6) ? short : short.repeat(one([2, 50, 1000, 9000]))
    return spent(text.slice(0, Math.min(bytes, 60_000)))
  }

  /** What it takes as JSON is no longer there for the rest of the request. */
  function spent<Value>(value: Value): Value {
    bytes = Math.max(0, bytes - JSON.stringify(value).length - 1)
    return value
  }

  function deep(levels: number): unknown {
    let value: unknown = one([null, 1, 'a', {}])
    for (let level = 0; level < levels; level++) value = chance(0.5) ? [value] : { [one(['AND', 'a', 'NOT'])]: value }
    return value
  }

  /** An object of which some names are not what they seem: JSON.parse makes properties of all of them. */
  function object(): unknown {
    const names = times(one([1, 3, 300]), () => (chance(0.3) ? one(NAMES) : `f${below(1000)}`))
    const parts = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(anything(0))}`)
    return JSON.parse(`{${parts.join()}}`)
  }

  function anything(levels = 2): unknown {
    const kind = below(9)
    if (kind === 0 || bytes === 0) return null
    if (kind === 1) return chance(0.5)
    if (kind === 2) return one(NUMBERS)
    if (kind <= 5 || levels === 0) return text()
    if (kind === 6) {
      const item = anything(levels - 1)
      const count = Math.min(size(), Math.floor(bytes / (JSON.stringify(item).length + 1)))
      return times(count, () => spent(item))
    }
    return kind === 7 ? spent(deep(one([3, 20, 500]))) : object()
  }

  /** A value of the type, in which a part may be hostile. */
  function nearly(type: GraphQLInputType, levels = 5): unknown {
    const bare = getNullableType(type)
    values -= 1
    if (values < 0 || bytes === 0) return null
    if (chance(0.08)) return anything()
    if (isListType(bare))
      return times(chance(0.1) ? one([100, 201, 2000]) : below(4), () => nearly(bare.ofType, levels - 1))
    if (isInputObjectType(bare)) return levels <= 0 ? {} : inputObject(bare, levels)
    if (isEnumType(bare)) return one([...bare.getValues().map(({ name }) => name), 'NONE'])
    if (bare.name === 'Boolean') return chance(0.5)
    return /Int/.test(bare.name) && chance(0.8) ? one([1, 2, 50, 100, ...NUMBERS]) : text()
  }

  function inputObject(type: GraphQLInputObjectType, levels: number): object {
    const fields = Object.values(type.getFields())
    const chosen = times(1 + below(4), () => one(fields))
    return Object.fromEntries(chosen.map((field) => [field.name, nearly(field.type, levels - 1)]))
  }

  return { anything, nearly, text, object }
}

/** As GraphQL writes a value in a document; names that cannot be written there are left out. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(' ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([name]) => /^[_A-Za-z]\w*$/.test(name))
    return `{ ${fields.map(([name, part]) => `${name}: ${literal(part)}`).join(' ')} }`
  }
  if (typeof value === 'string' && /^[A-Z_]+$/.test(value)) return value
  if (typeof value === 'string') return JSON.stringify(value)
  return String(value)
}
