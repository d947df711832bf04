import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it, vi } from 'vitest'
import { start } from '../database/child.ts'
import { onPostgresql, temporaryFolder, testConnection } from '../helpers/database.ts'

// Each call starts a process, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 300_000 })

let place: Record<string, string>
let site: string

beforeAll(async () => {
  const connection = onPostgresql ? await testConnection('empty') : undefined
  place = {
    DATA_DIR: await temporaryFolder(),
    ...(connection && 'url' in connection && { DATABASE_URL: connection.url }),
  }
  site = join(await temporaryFolder(), 'site')
  await mkdir(join(site, 'parts'), { recursive: true })
  await writeFile(join(site, 'front.graphql'), 'query Front { articles { nodes { ...Card } } }')
  await writeFile(join(site, 'parts', 'card.graphql'), 'fragment Card on Article { headline }')
})

async function command(...args: string[]) {
  const { child, ended } = start('scripts/documents.ts', args, place)
  let stdout = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  const { code, output } = await ended
  return { code, stdout, output }
}

it('npm run documents stores what a pattern finds, lists it and removes it; of what is wrong it stores nothing', async () => {
  const stored = await command(`${site}/**/*.graphql`)
  const [id = ''] = stored.stdout.split(' ')
  const again = await command(`${site}/**/*.graphql`)
  await writeFile(join(site, 'wrong.graphql'), 'query Wrong {\n  nothing\n}')
  await writeFile(join(site, 'more.graphql'), 'query More { __typename }')
  const refused = await command(`${site}/**/*.graphql`)
  const listed = await command('--list')
  const removed = await command('--remove', id)
  const removedTwice = await command('--remove', id)

  expect(stored).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sha256:[0-9a-f]{64} Front\n$/) })
  expect(stored.output).toContain('1 documents, of which 1 are new.')
  expect(again.output).toContain('1 documents, of which 0 are new.')
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.output).toContain('wrong.graphql:2:3 Cannot query field "nothing" on type "Query".')
  expect(listed.stdout).toMatch(new RegExp(`^${id} \\S+ Front\\n$`))
  expect(removed.code).toBe(0)
  expect(removedTwice).toMatchObject({ code: 1, output: expect.stringContaining('nothing was removed') })
})

it.each([[], ['--lists'], ['--remove'], ['--remove', 'one'], ['none/*.graphql']])(
  'npm run documents %s says what is wrong',
  async (...args) => {
    const { code, output } = await command(...args)

    expect(code).toBe(1)
    expect(output).toMatch(/npm run documents|matches no file/)
  },
)
