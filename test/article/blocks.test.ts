import { describe, expect, it } from 'vitest'
import { testApi } from '../helpers/api.ts'
import { expectNoChange } from '../helpers/contents.ts'
import { testDatabase } from '../helpers/database.ts'
import { create, created, faultsOf, updated } from './saving.ts'

const database = await testDatabase()
const api = await testApi(database)
const reporter = api.as('REPORTER')

const BLOCKS = `query ($id: ID!) { article(id: $id, stage: DRAFT) { bodyHtml bodyText wordCount body { __typename
  ... on TableBlock { header rows captionText }
  ... on FactBoxBlock { title content { __typename ... on ParagraphBlock { html text } ... on ListBlock { items } } }
  ... on DividerBlock { style }
  ... on ListBlock { ordered items itemsHtml nestedItems { html text level } } } } }`

interface Body {
  readonly body: readonly Record<string, unknown>[]
  readonly bodyHtml: string
  readonly bodyText: string
  readonly wordCount: number
}

/** The body of a new article, as it is read. */
async function bodyOf(...body: object[]): Promise<Body> {
  const { id } = await created(reporter, { body })
  return (await reporter.query<{ article: Body }>(BLOCKS, { id })).article
}

/** What is wrong with a body, as "CODE path"; nothing may be written. */
async function faults(...body: object[]): Promise<string[]> {
  return faultsOf(await expectNoChange(database, () => create(reporter, { body })))
}

describe('A table', () => {
  const table = {
    header: ['City', '<b>People</b>'],
    rows: [
      ['Cairo', '10 <i>million</i>'],
      ['Rafah', ''],
    ],
    captionText: 'Population',
  }

  it('is read with clean inline HTML in its cells, as HTML, and as words in lines', async () => {
    const { body, bodyHtml, bodyText, wordCount } = await bodyOf({ table })

    expect(body).toEqual([
      {
        __typename: 'TableBlock',
        header: ['City', '<strong>People</strong>'],
        rows: [
          ['Cairo', '10 <em>million</em>'],
          ['Rafah', ''],
        ],
        captionText: 'Population',
      },
    ])
    expect(bodyHtml).toBe(
      '<table><caption>Population</caption><thead><tr><th scope="col">City</th><th scope="col"><strong>People</strong></th></tr></thead>' +
        '<tbody><tr><td>Cairo</td><td>10 <em>million</em></td></tr><tr><td>Rafah</td><td></td></tr></tbody></table>\n',
    )
    expect(bodyText).toBe('Population\nCity\tPeople\nCairo\t10 million\nRafah')
    expect(wordCount).toBe(7)
  })

  it('needs no header and no caption', async () => {
    const { body, bodyHtml } = await bodyOf({ table: { rows: [['1', '2']] } })

    expect(body).toEqual([{ __typename: 'TableBlock', header: [], rows: [['1', '2']], captionText: null }])
    expect(bodyHtml).toBe('<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>\n')
  })

  it('holds up to 50 columns and 500 rows', async () => {
    const row = Array.from({ length: 50 }, (_, column) => String(column))
    const rows = Array.from({ length: 500 }, () => row)
    const { body } = await bodyOf({ table: { header: row, rows } })

    expect(body).toEqual([{ __typename: 'TableBlock', header: row, rows, captionText: null }])
  })

  it.each([
    ['501 rows', { rows: Array.from({ length: 501 }, () => ['1']) }, ['TOO_LONG input.body.0.table.rows']],
    ['51 columns', { rows: [Array.from({ length: 51 }, () => '1')] }, ['TOO_LONG input.body.0.table.rows.0']],
    ['a long caption', { rows: [['1']], captionText: 'x'.repeat(501) }, ['TOO_LONG input.body.0.table.captionText']],
    ['NUL in a cell', { rows: [['a\0b']] }, ['INVALID input.body.0.table.rows.0.0']],
  ])('is refused with %s', async (_what, bad, expected) => {
    expect(await faults({ table: bad })).toEqual(expected)
  })
})

describe('A divider', () => {
  it('is a line unless stars are asked for, and says no words', async () => {
    const { body, bodyHtml, bodyText, wordCount } = await bodyOf({ divider: {} }, { divider: { style: 'STARS' } })

    expect(body).toEqual([
      { __typename: 'DividerBlock', style: 'LINE' },
      { __typename: 'DividerBlock', style: 'STARS' },
    ])
    expect(bodyHtml).toBe('<hr>\n<hr class="stars">\n')
    expect({ bodyText, wordCount }).toEqual({ bodyText: '', wordCount: 0 })
  })
})

describe('A fact box', () => {
  const content = [{ paragraph: { html: 'Founded in <b>1987</b>.' } }, { list: { items: ['Gaza', 'Doha'] } }]

  it('is read with its paragraphs and lists, as HTML, and as words', async () => {
    const { body, bodyHtml, bodyText } = await bodyOf({ factBox: { title: 'Who & what', content } })

    expect(body).toEqual([
      {
        __typename: 'FactBoxBlock',
        title: 'Who & what',
        content: [
          { __typename: 'ParagraphBlock', html: 'Founded in <strong>1987</strong>.', text: 'Founded in 1987.' },
          { __typename: 'ListBlock', items: ['Gaza', 'Doha'] },
        ],
      },
    ])
    expect(bodyHtml).toBe(
      '<aside><h3>Who &amp; what</h3>\n<p>Founded in <strong>1987</strong>.</p>\n<ul><li>Gaza</li><li>Doha</li></ul>\n</aside>\n',
    )
    expect(bodyText).toBe('Who & what\nFounded in 1987.\nGaza\nDoha')
  })

  it.each([
    [
      'more parts than fit',
      { content: Array.from({ length: 101 }, () => content[0] ?? {}) },
      ['TOO_LONG input.body.0.factBox.content'],
    ],
    ['a long title', { title: 'x'.repeat(301), content }, ['TOO_LONG input.body.0.factBox.title']],
    [
      'items of both kinds',
      { content: [{ list: { items: ['x'], nestedItems: [] } }] },
      ['INVALID input.body.0.factBox.content.0.list.items'],
    ],
  ])('is refused with %s', async (_what, bad, expected) => {
    expect(await faults({ factBox: bad })).toEqual(expected)
  })
})

describe('A nested list', () => {
  const nestedItems = [
    { html: 'Egypt', level: 1 },
    { html: 'Cairo', level: 2 },
    { html: 'Zamalek', level: 3 },
    { html: 'Gaza', level: 1 },
  ]

  it('is read flat, with levels, and as nested HTML', async () => {
    const { body, bodyHtml } = await bodyOf({ list: { ordered: true, nestedItems } })

    expect(body).toEqual([
      {
        __typename: 'ListBlock',
        ordered: true,
        items: ['Egypt', 'Cairo', 'Zamalek', 'Gaza'],
        itemsHtml: ['Egypt', 'Cairo', 'Zamalek', 'Gaza'],
        nestedItems: nestedItems.map((item) => ({ ...item, text: item.html })),
      },
    ])
    expect(bodyHtml).toBe('<ol><li>Egypt<ol><li>Cairo<ol><li>Zamalek</li></ol></li></ol></li><li>Gaza</li></ol>\n')
  })

  it('is the same list when its items are sent back', async () => {
    const article = await created(reporter, { body: [{ list: { nestedItems } }] })

    expect(await updated(reporter, article, { body: [{ list: { nestedItems } }] })).toMatchObject({ version: 1 })
  })

  it.each([
    ['a first item below another', [{ html: 'x', level: 2 }], ['INVALID input.body.0.list.nestedItems.0.level']],
    [
      'an item two levels deeper',
      [
        { html: 'x', level: 1 },
        { html: 'y', level: 3 },
      ],
      ['INVALID input.body.0.list.nestedItems.1.level'],
    ],
    ['a fourth level', [{ html: 'x', level: 4 }], ['INVALID input.body.0.list.nestedItems.0.level']],
  ])('is refused with %s', async (_what, items, expected) => {
    expect(await faults({ list: { nestedItems: items } })).toEqual(expected)
  })

  it('is refused with items of both kinds', async () => {
    expect(await faults({ list: { items: ['x'], nestedItems } })).toEqual(['INVALID input.body.0.list.items'])
  })
})
