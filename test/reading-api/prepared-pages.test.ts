import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MAX_PREPARED_TEXT } from '../../src/database/prepared/statement-names.ts'
import { eventFeed } from '../../src/outbox/event-feed.ts'
import { testApp } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { SITE } from '../helpers/site.ts'

// A statement that is too long to be prepared is planned at each call, which takes longer than to run it. With the tags for caches it is longest.

const database = await testDatabase({ seeded: true })
const sent: { name: string | undefined; length: number }[] = []
const app = await testApp(
  {
    ...database,
    query(statement, route) {
      sent.push({ name: statement.name, length: statement.text.length })
      return database.query(statement, route)
    },
  },
  { events: eventFeed(database, SITE), variables: { RESPONSE_CACHE_BYTES: '0' } },
)

it.each([
  ['article-page', { slug: 'senior-hamas-officials-travel-to-cairo-to-mend-egypt-ties' }],
  ['author-page', { slug: 'jack-khoury' }],
  ['topic-page', { slug: 'egypt' }],
  ['front-page', {}],
  ['home-front', { slug: 'home', locale: 'en' }],
  ['search', { query: 'Egypt' }],
])('The statement of the page %s is prepared, and far from too long', async (example, variables) => {
  const query = readFileSync(new URL(`../../src/http/explorer/examples/${example}.graphql`, import.meta.url), 'utf8')
  const url = `/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`
  for (let times = 0; times < 3; times++) await app.inject({ url })
  sent.length = 0

  const answer = await app.inject({ url })

  expect(answer.json()).toEqual({ data: expect.anything() })
  expect(sent).toEqual([{ name: expect.stringMatching(/^read_/), length: expect.any(Number) }])
  expect(sent[0]?.length).toBeLessThan(MAX_PREPARED_TEXT / 1.5)
})
