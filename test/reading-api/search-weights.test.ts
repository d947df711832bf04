import { describe, expect, it } from 'vitest'
import { TEXT_NAMES, textNamed } from '../../src/content/texts.ts'
import { testApi } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { givenIn } from '../helpers/given.ts'

const database = await testDatabase()
const { prisma } = database
const api = await testApi(database)
const given = givenIn(database)

const SEARCH = 'query ($query: String!) { search(query: $query) { nodes { slug } } }'

const SEARCHED = TEXT_NAMES.filter((name) => textNamed(name).search !== null)

describe('Search', () => {
  it.each(SEARCHED)('finds the words of the %s, with the weight that the table of texts says', async (name) => {
    const word = `zebu${'abcdefgh'.charAt(TEXT_NAMES.indexOf(name))}`
    const { uuid, slug } = await given.article({ headline: 'A visitor', [name]: `The ${word} arrives` })

    const [row] = await prisma.$queryRaw<{ document: string }[]>`
      SELECT document::text FROM live_search WHERE article_id = ${uuid}::uuid`
    const { search } = await api.query<{ search: { nodes: { slug: string }[] } }>(SEARCH, { query: word })

    // D is the weight that PostgreSQL does not write down.
    const weight = textNamed(name).search
    expect(row?.document).toMatch(new RegExp(`'${word}':\\d+${weight === 'D' ? '' : weight}( |$)`))
    expect(search.nodes).toEqual([{ slug }])
  })
})
