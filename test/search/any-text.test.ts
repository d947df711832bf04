import { describe, expect, it } from 'vitest'
import { markedHeadline } from '../../src/search/marks.ts'
import { markedWords, parseQuery } from '../../src/search/query/query-syntax.ts'
import { chanceFrom } from '../helpers/chance.ts'
import { testDatabase } from '../helpers/database.ts'
import { LANGUAGES } from './languages.ts'

const database = await testDatabase()

const CONFIGS = ['simple', 'english', 'french', 'german', 'turkish', 'arabic', 'catalan', 'hindi', 'greek', 'russian']
const JOINERS = [
  '',
  ' ',
  '-',
  '.',
  '’',
  "'",
  '&',
  '/',
  '\u00ad',
  '\u200b',
  '\u200c',
  '\u0301',
  ' — ',
  ', ',
  '·',
  '1',
  '٣',
  '\n',
  '״',
  '(',
  '😀',
]
const TEXTS = 400

interface Missed {
  config: string
  source: string
  query: string
}

/** Texts of words of all languages, put together at random, and every part of each that its spaces divide. */
function cases(seed: number): Missed[] {
  const { one, below } = chanceFrom(seed)
  const words = LANGUAGES.flatMap(({ headline, words: inHeadline }) => [...headline.split(' '), ...inHeadline])
  return Array.from({ length: TEXTS }, () => {
    const source = Array.from({ length: 2 + below(8) }, () => one(words) + one(JOINERS)).join('')
    const config = one(CONFIGS)
    return source
      .split(/[\s"“”„«»「」]+/u)
      .flatMap((query) => (/[\p{L}\p{N}]/u.test(query) ? [{ config, source, query }] : []))
  }).flat()
}

describe('A text', () => {
  it.each([1, 2, 3, 4, 5])(
    'is found by each of its words as it is typed, whatever the words are (seed %d)',
    async (seed) => {
      const tried = cases(seed)
      const missed = await database.query<Missed & { asked: string }>({
        text: `SELECT c.config, c.source, c.query, search_query(c.config::regconfig, c.asked)::text AS asked
        FROM jsonb_to_recordset($1::jsonb) AS c (config text, source text, query text, asked jsonb)
        WHERE NOT coalesce(search_document(c.config::regconfig, c.source, NULL, NULL, NULL, '') @@ search_query(c.config::regconfig, c.asked), false)`,
        parameters: [
          JSON.stringify(
            tried.map((one) => ({ ...one, asked: parseQuery(one.query.replace(/^-+/, '')).alternatives })),
          ),
        ],
      })
      expect(tried.length).toBeGreaterThan(TEXTS)
      expect(missed).toEqual([])
    },
  )

  it.each([1, 2, 3, 4, 5])('is marked beside another text as it is alone (seed %d)', async (seed) => {
    const tried = cases(seed)
    const beside = tried.map((one, place) => ({
      ...one,
      asked: markedWords(parseQuery(one.query.replace(/^-+/, ''))),
      other: tried[(place * 7 + seed) % tried.length]?.source,
    }))
    const marked = await database.query<{ source: string; asked: unknown; alone: string[]; together: string[] }>({
      text: `SELECT c.source, c.asked, search_marks(c.config, c.source, c.query) AS alone,
          search_marks(c.config, concat_ws(E'\\n', c.source, c.other), c.query) AS together
        FROM (SELECT *, search_query(config, asked) AS query FROM jsonb_to_recordset($1::jsonb) AS c (config regconfig, source text, other text, asked jsonb)) c`,
      parameters: [JSON.stringify(beside)],
    })
    const different = marked.filter(
      ({ source, asked, alone, together }) =>
        markedHeadline([source, alone, asked]) !== markedHeadline([source, together, asked]),
    )
    expect(marked.filter(({ together, alone }) => together.length > alone.length)).not.toEqual([])
    expect(different).toEqual([])
  })
})

describe('The document of a long text', () => {
  it.each([
    [
      'characters that never repeat',
      `SELECT string_agg(chr(19968 + (n * 7919 % 20000)), '') AS body FROM generate_series(1, 150000) n`,
    ],
    [
      'Hebrew words',
      `SELECT string_agg(chr(1488 + (n * 7919 % 27)) || CASE WHEN n % 6 = 0 THEN ' ' ELSE '' END, '') AS body FROM generate_series(1, 200000) n`,
    ],
    ['one word in many parts', `SELECT repeat('a.b-', 50000) AS body`],
  ])('is made although it has more words than a document takes: %s', async (_what, text) => {
    const [row] = await database.query<{ words: number }>({
      text: `SELECT length(search_document('simple', 'Headline', NULL, NULL, NULL, t.body)) AS words FROM (${text}) t`,
      parameters: [],
    })
    expect(row?.words).toBeGreaterThan(1)
  })
})
