import type { AnsweredOperation } from './answered.ts'

/** Each name makes a series for Prometheus. */
const MOST_TRUSTED = 1000
/** Clients without a token can send any name. */
const MOST_OTHERS = 100

const OTHER = 'other'
const ANONYMOUS = 'anonymous'

/** Names of operations as labels: those of stored documents and of the desk, and the first ones that anybody has sent. */
export function operationNames(): (operation: Pick<AnsweredOperation, 'name' | 'isTrusted'>) => string {
  const trusted = new Set<string>()
  const others = new Set<string>()
  return ({ name, isTrusted }) => {
    if (name === null || name === '') return ANONYMOUS
    if (trusted.has(name) || others.has(name)) return name
    const [names, most] = isTrusted ? [trusted, MOST_TRUSTED] : [others, MOST_OTHERS]
    if (names.size >= most) return OTHER
    names.add(name)
    return name
  }
}
