import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from '../../scripts/check/source.ts'
import { EVENTS, OF_ARTICLES } from '../../src/outbox/events.ts'

interface Documented {
  readonly when: string
  /** Sorted */
  readonly payload: readonly string[]
  readonly sometimes: readonly string[]
}

const [, section = ''] = readFileSync('docs/workflow.md', 'utf8').split('\n## Events\n')
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )

/** What stands in backticks; after a colon stand the parts of one of them. */
function fieldsIn(text = ''): string[] {
  const [names = ''] = text.split(': ')
  return [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name).sort()
}

function documented(): Record<string, Documented> {
  const events = rows.filter(([type = '']) => /^\w+\.\w+$/.test(type))
  return Object.fromEntries(
    events.map(([type = '', when = '', fields = '']) => {
      const [always, sometimes] = fields.split('; ')
      return [type, { when, payload: fieldsIn(always), sometimes: fieldsIn(sometimes) }]
    }),
  )
}

/** The fields that the table of every event's article has. */
function ofArticles(): string[] {
  return rows
    .flatMap(([names, , third]) => (third === undefined ? fieldsIn(names) : []))
    .filter((name) => name !== 'payload')
}

describe('The events of docs/workflow.md', () => {
  it('are those of the code, in its order, with the same fields', () => {
    const common: readonly string[] = OF_ARTICLES
    const inCode = Object.entries(EVENTS).map(([type, event]) => {
      const known = event.subject === 'Article' ? common : ['id']
      const payload = event.payload.filter((name) => !known.includes(name)).sort()
      return [type, { when: event.when, payload, sometimes: 'sometimes' in event ? [...event.sometimes].sort() : [] }]
    })

    expect(Object.entries(documented())).toEqual(inCode)
  })

  it('of articles have the fields that every one of them has', () => {
    expect(ofArticles().sort()).toEqual([...OF_ARTICLES].sort())
  })
})

describe('The source', () => {
  it('names no event that the table does not have', async () => {
    const subjects = [...new Set(Object.keys(EVENTS).map((name) => name.split('.')[0]))]
    const literal = new RegExp(`['"\`](${subjects.join('|')})\\.([a-z]+)['"\`]`, 'g')
    const files = (await sourceFiles('.', ['src'])).filter(
      ({ path }) => path.startsWith('src/') && !path.endsWith('.shape.ts'),
    )
    const named = files.flatMap(({ text }) =>
      [...text.matchAll(literal)].map(([, subject, what]) => `${subject}.${what}`),
    )

    expect([...new Set(named)].sort()).toEqual(Object.keys(EVENTS).sort())
  })
})
