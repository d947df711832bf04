import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DATABASE_FAULTS } from '../faults/database-faults.ts'
import { NETWORK_FAULTS } from '../faults/network-faults.ts'
import { PROCESS_FAULTS, SERVER_FAULTS } from '../faults/server-faults.ts'

const text = readFileSync('docs/reliability.md', 'utf8')
const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| fault'))

it('docs/reliability.md has a row for each fault that the tests make', () => {
  const named = rows.map((row) => row.split(' | ')[0]?.slice(2))

  const faults = [...DATABASE_FAULTS, ...NETWORK_FAULTS, ...PROCESS_FAULTS, ...SERVER_FAULTS]
  expect(faults.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([])
})

it('docs/reliability.md names a test in each row, which is there', () => {
  for (const row of rows) {
    const tests = [...row.matchAll(/`(test\/[a-z/-]+)`/g)].map(([, name]) => `${name}.test.ts`)
    expect(tests.length, row).toBeGreaterThan(0)
    expect(tests.filter((name) => !existsSync(name))).toEqual([])
  }
})
