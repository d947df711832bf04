import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { Names, stepsOf } from './session.ts'

const api = await testApi(await testDatabase({ seeded: true }))
const steps = stepsOf(readFileSync(new URL('../../docs/history.md', import.meta.url), 'utf8'))

describe('The session of docs/history.md', () => {
  it('is a whole one', () => {
    const sent = steps.map(({ document }) => document).join('\n')
    for (const field of ['diff', 'restoreRevision', 'lockArticle', 'unlockArticle', 'createPreviewLink', 'activity'])
      expect(sent).toContain(field)
  })

  it('goes as it is written there', async () => {
    const names = new Names()
    for (const { token, document, variables, answer } of steps) {
      const client = token === null ? api : api.withToken(token)
      const filledIn = Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [name, names.filledIn(value)]),
      )
      expect(names.told(await client.ask(document, filledIn), answer)).toEqual(answer)
    }
  })
})
