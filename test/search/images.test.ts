import { beforeAll, describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const api = await testApi(database)
const given = givenIn(database)
const editor = api.as('EDITOR')

async function found(search: string): Promise<string[]> {
  const { images } = await editor.query<{ images: { nodes: { headline: string }[] } }>(
    'query ($search: String) { images(search: $search) { nodes { headline } } }',
    { search },
  )
  return images.nodes.map(({ headline }) => headline).toSorted()
}

/** Each headline, and searches that find it alone. */
const IMAGES: readonly [headline: string, searches: readonly string[]][] = [
  ['Kovářová u řeky', ['kovarova', 'Kovářová', 'KOVÁŘOVÁ', 'kovar', 'Kovářová'.normalize('NFD'), '"kovarova u reky"']],
  ['Poseidon P-8A', ['p-8', 'p8a', 'poseidon p', 'P 8A']],
  ['The Who', ['The Who', '"the who"']],
  ['北京奥运会', ['北京', '奥运', '会']],
  ['והגשר בירושלים', ['גשר', 'הגשר', 'ירושלים', 'ירוש']],
  ['O’Brien in a soft\u00adcover', ["o'brien", 'obrien', 'softcover', 'softco']],
]

beforeAll(async () => {
  for (const [headline] of IMAGES) await given.image({ headline })
})

describe('images(search:)', () => {
  it.each(IMAGES)('finds "%s" by the same words as articles', async (headline, searches) => {
    for (const search of searches) expect([search, await found(search)]).toEqual([search, [headline]])
  })

  it('takes the last word for a prefix, but not in quotes', async () => {
    expect(await found('poseid')).toEqual(['Poseidon P-8A'])
    expect(await found('“poseid”')).toEqual([])
    expect(await found('kovarova OR "the who"')).toEqual(['Kovářová u řeky', 'The Who'])
    expect(await found('stranger')).toEqual([])
  })
})
