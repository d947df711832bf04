import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ENDS } from '../../src/http/live/live-connection.ts'

it('docs/live-updates.md has each code and reason that a connection ends with', () => {
  const text = readFileSync(new URL('../../docs/live-updates.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| (\d{4}) \| ([^|]+) \|/gm)].map(([, code, reason]) => `${code} ${reason}`)

  expect(rows.toSorted()).toEqual(
    Object.values(ENDS)
      .map(({ code, reason }) => `${code} ${reason}`)
      .toSorted(),
  )
})
