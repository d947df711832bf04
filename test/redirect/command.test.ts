import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { start } from '../database/child.ts'
import { onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'

// Each call starts a process, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 300_000 })

it('npm run redirects imports a file, and says which lines are bad and what it did', async () => {
  const connection = onPostgresql ? await testConnection('empty') : undefined
  const place = {
    DATA_DIR: await temporaryFolder(),
    ...(connection && 'url' in connection && { DATABASE_URL: connection.url }),
  }
  const file = join(await temporaryFolder(), 'old.csv')
  await writeFile(file, 'path,target\n/a,/about\n/b,https://elsewhere.example/\n')
  const command = (...args: string[]) => start('scripts/redirects.ts', args, place).ended

  const refused = await command(file)
  const skipped = await command('--skip-bad', file)
  const unknown = await command('--skip', file)

  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('old.csv:3 A redirect leads only to') })
  expect(refused.output).toContain('1 bad lines. Nothing was imported.')
  expect(skipped.output).toContain('1 new, 0 changed, 0 as before, 1 skipped.')
  expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('--skip is no option.') })
})
