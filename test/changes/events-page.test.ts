import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readersPayload } from '../../src/changes/readers-payload.ts'
import { EVENT_TYPES } from '../../src/outbox/event-types.ts'
import { EVENTS, type EventName, FOR_READERS } from '../../src/outbox/events.ts'
import { atEnd } from '../helpers/at-end.ts'
import { testDatabase } from '../helpers/database.ts'
import { acted } from '../workflow/acting.ts'
import { type Changes, changesDesk } from './changes-desk.ts'

// docs/events.md: its examples run, and its table is that of the code.

const page = readFileSync('docs/events.md', 'utf8')

function example(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(page) ?? []
  if (text === undefined) throw new Error(`docs/events.md has no example in ${language}`)
  return text
}

const isEventName = (name: string): name is EventName => name in EVENTS

/** The row of an event as the code has it. */
function rowOf(name: EventName): string {
  const event = EVENTS[name]
  const known = (fields: readonly string[]) =>
    Object.keys(readersPayload(name, Object.fromEntries(fields.map((field) => [field, null]))))
      .map((field) => `\`${field}\``)
      .join(', ')
  const parts = [known(event.payload), known('sometimes' in event ? event.sometimes : [])].filter((part) => part !== '')
  const payload = event.readers === 'NEVER' ? '' : parts.join('; ')
  return `| ${EVENT_TYPES[name]} | ${event.when} | ${FOR_READERS[event.readers]} | ${payload} |`
}

it('The table has each event of the code, and what readers get of it', () => {
  const rows = page.split('\n').filter((line) => /^\| [A-Z]+_/.test(line))

  expect(rows).toEqual(Object.keys(EVENTS).filter(isEventName).map(rowOf))
})

it('The examples give what happens, one after the other', async () => {
  const database = await testDatabase()
  const { api, editor, given } = await changesDesk(database)
  const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
  const loop = spawn('sh', ['-c', example('sh').replace('http://127.0.0.1:4000', address)], { detached: true })
  const exited = new Promise((resolve) => loop.once('exit', resolve))
  atEnd(() => exited)
  let output = ''
  loop.stdout.on('data', (data: Buffer) => {
    output += data.toString()
  })
  try {
    await expect.poll(() => output).toContain('"nodes":[]')
    const slugs: string[] = []
    for (const headline of ['A bridge', 'A ferry', 'A tunnel']) {
      const article = await given.article({ status: 'DRAFT', headline })
      await acted(editor, 'publishArticle', article)
      slugs.push(article.slug)
      await expect.poll(() => output).toContain(article.slug)
    }

    const pages: Changes[] = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const got = pages.flatMap(({ nodes }) => nodes).filter(({ type }) => type === 'ARTICLE_PUBLISHED')
    expect(got.map(({ payload }) => payload.slug)).toEqual(slugs)
    const { changes } = await api.query<{ changes: Changes }>(example('graphql'))
    expect(changes.nodes.filter(({ type }) => type === 'ARTICLE_PUBLISHED').map(({ cursor }) => cursor)).toEqual(
      got.map(({ cursor }) => cursor),
    )
  } finally {
    // The shell with what it has started.
    if (loop.pid !== undefined) process.kill(-loop.pid)
  }
})
