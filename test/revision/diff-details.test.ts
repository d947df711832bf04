import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block } from '../../src/content/blocks/blocks.ts'
import type { Content } from '../../src/content/content.ts'
import { revisionChanges } from '../../src/diff/revision-diff.ts'
import { anyContent, content, heading, paragraph } from './contents.ts'
import { leavesOf, otherLeaf, withLeaf } from './leaves.ts'

function changes(before: Content, after: Content) {
  return revisionChanges({ number: 1, content: before, names: {} }, { number: 2, content: after, names: {} })
}

const bodyChanges = (before: Block[], after: Block[]) => changes(content({ body: before }), content({ body: after }))

const htmlChange = (before: string, after: string) => bodyChanges([paragraph(before)], [paragraph(after)])[0]

describe('A change of markup', () => {
  const same = (text: string) => [{ kind: 'SAME', text }]

  it('tells the old and the new target of a link whose words are the same', () => {
    const [before, after] = ['https://one.example/', 'https://two.example/'].map(
      (target) => `Read <a href="${target}">the report</a> today.`,
    )

    expect(htmlChange(before ?? '', after ?? '')).toMatchObject({
      path: 'body.0.html',
      words: same('Read the report today.'),
      markup: [
        {
          ...{ kind: 'CHANGED', element: 'a', text: 'the report' },
          ...{ before: 'https://one.example/', after: 'https://two.example/' },
        },
      ],
    })
  })

  it.each([
    ['bold added', 'It rained', 'It <strong>rained</strong>', 'ADDED', 'strong', 'rained', null, null],
    ['a link removed', 'See <a href="/a">here</a>', 'See here', 'REMOVED', 'a', 'here', '/a', null],
    ['a link set', 'שלום עולם', 'שלום <a href="/a">עולם</a>', 'ADDED', 'a', 'עולם', null, '/a'],
    [
      ...(['a language of a span changed', '<span lang="fr">oui</span>', '<span lang="de">oui</span>'] as const),
      ...(['CHANGED', 'span', 'oui', 'lang="fr"', 'lang="de"'] as const),
    ],
    ['a mark that grows over other markup', '<em>a</em> b', '<em>a b</em>', 'ADDED', 'em', ' b', null, null],
    [
      ...([
        'bold over a link, joined',
        'go <a href="/a">to</a> it',
        '<strong>go <a href="/a">to</a> it</strong>',
      ] as const),
      ...(['ADDED', 'strong', 'go to it', null, null] as const),
    ],
    ['letters within a word', 'H2O', 'H<sub>2</sub>O', 'ADDED', 'sub', '2', null, null],
  ])('tells %s', (_what, was, is, kind, element, text, before, after) => {
    const change = htmlChange(was, is)

    expect(change?.markup).toEqual([{ kind, element, text, before, after }])
    expect(change?.words?.every((span) => span.kind === 'SAME')).toBe(true)
  })

  it('is told of the words that stayed, where others changed', () => {
    expect(htmlChange('The <em>old</em> port of Jaffa', 'The new port of <strong>Jaffa</strong>')).toMatchObject({
      words: [
        { kind: 'SAME', text: 'The ' },
        { kind: 'DELETED', text: 'old' },
        { kind: 'INSERTED', text: 'new' },
        { kind: 'SAME', text: ' port of Jaffa' },
      ],
      markup: [{ kind: 'ADDED', element: 'strong', text: 'Jaffa' }],
    })
  })

  it('is told as regrouped where only the nesting is another', () => {
    const [was, is] = ['<em><strong>a b</strong></em>', '<strong><em>a b</em></strong>']

    expect(htmlChange(was, is)?.markup).toEqual([
      { kind: 'REGROUPED', element: null, text: 'a b', before: null, after: null },
    ])
  })

  it('is empty where only words changed, and null where there is no markup', () => {
    expect(htmlChange('One', 'Two')?.markup).toEqual([])
    expect(changes(content({ headline: 'One' }), content({ headline: 'Two' }))).toMatchObject([{ markup: null }])
  })
})

describe('A change of a whole block', () => {
  it('tells that a paragraph became a heading, although the words are the same', () => {
    expect(bodyChanges([paragraph('The talks')], [heading('The talks')])).toMatchObject([
      {
        ...{ kind: 'CHANGED', path: 'body.0', words: [{ kind: 'SAME', text: 'The talks' }] },
        ...{ blockBefore: 'PARAGRAPH', blockAfter: 'HEADING', division: null },
      },
    ])
  })

  it('tells what was added and removed', () => {
    const divider = { type: 'divider' as const, style: 'LINE' as const }

    expect(bodyChanges([paragraph('One')], [paragraph('One'), divider])).toMatchObject([
      { kind: 'ADDED', blockBefore: null, blockAfter: 'DIVIDER' },
    ])
    expect(bodyChanges([divider, paragraph('One')], [paragraph('One')])).toMatchObject([
      { kind: 'REMOVED', blockBefore: 'DIVIDER', blockAfter: null },
    ])
  })
})

describe('A block', () => {
  const [first, second, third] = [
    'The ship left the port at dawn.',
    'Nobody <em>expected</em> that talks would last until the morning.',
    'A storm kept every boat at home.',
  ]
  const beside = paragraph('What stands beside it.')

  it('that was split is told by all its parts, with the same words', () => {
    const division = { from: ['body.1'], into: ['body.1', 'body.2'] }

    expect(
      bodyChanges(
        [beside, paragraph(`${first} ${second}`), beside],
        [beside, paragraph(first), paragraph(second), beside],
      ).toSorted((one, other) => one.path.localeCompare(other.path)),
    ).toMatchObject([
      { path: expect.stringContaining('body.1'), division, words: [{ kind: 'SAME', text: first }] },
      {
        ...{ path: expect.stringContaining('body.2'), division },
        words: [{ kind: 'SAME', text: 'Nobody expected that talks would last until the morning.' }],
      },
    ])
  })

  it('that was split in three, and made bold, is told with its markup once', () => {
    const all = bodyChanges(
      [paragraph(`${first} ${third} ${second}`), beside],
      [paragraph(first), paragraph(`<strong>${third}</strong>`), paragraph(second), beside],
    )

    expect(new Set(all.map(({ division }) => JSON.stringify(division)))).toEqual(
      new Set([JSON.stringify({ from: ['body.0'], into: ['body.0', 'body.1', 'body.2'] })]),
    )
    expect(all.flatMap(({ words }) => words ?? []).every(({ kind }) => kind === 'SAME')).toBe(true)
    expect(all.flatMap(({ markup }) => markup ?? [])).toMatchObject([{ kind: 'ADDED', element: 'strong', text: third }])
  })

  it('that others were joined to is told by all of them', () => {
    const all = bodyChanges([paragraph(first), paragraph(second), beside], [paragraph(`${first} ${second}`), beside])

    expect(all.map(({ kind }) => kind).toSorted()).toEqual(['CHANGED', 'REMOVED'])
    for (const { division } of all) expect(division).toEqual({ from: ['body.0', 'body.1'], into: ['body.0'] })
    expect(all.flatMap(({ words }) => words ?? []).every(({ kind }) => kind === 'SAME')).toBe(true)
  })

  it('beside which another was written was not split', () => {
    expect(bodyChanges([paragraph(first)], [paragraph(first), paragraph(second)])).toMatchObject([
      { kind: 'ADDED', division: null, words: null },
    ])
  })
})

describe('A replaced image', () => {
  const [A, B, X, Y] = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`)
  const caption = (id = '', imageId = '') => ({
    ...{ id, imageId, role: 'INLINE' as const, text: 'A quay', altText: null, credit: null, crop: null },
  })

  it('is told with both images, although the caption says the same', () => {
    expect(changes(content({ captions: [caption(A, X)] }), content({ captions: [caption(A, Y)] }))).toMatchObject([
      {
        ...{ path: 'captions.0.image', beforeId: `image_${X}`, afterId: `image_${Y}` },
        ...{ beforeImageId: `image_${X}`, afterImageId: `image_${Y}` },
      },
    ])
  })

  it('of a block is told with both captions and their images', () => {
    const captions = [caption(A, X), caption(B, Y)]
    const block = (captionId = ''): Block => ({ type: 'image', captionId })

    expect(changes(content({ captions, body: [block(A)] }), content({ captions, body: [block(B)] }))).toMatchObject([
      {
        ...{ path: 'body.0.caption', before: 'A quay', after: 'A quay' },
        ...{ beforeId: `caption_${A}`, afterId: `caption_${B}` },
        ...{ beforeImageId: `image_${X}`, afterImageId: `image_${Y}` },
      },
    ])
  })
})

describe('Any change of one leaf', () => {
  const MARKUP = ['<em>ship</em>', '<strong>ship</strong>', '<a href="/a">ship</a>', '<a href="/b">ship</a>', 'ship']

  /** What a person is shown differs before and after. */
  function isVisible(change: ReturnType<typeof changes>[number]): boolean {
    if (change.kind !== 'CHANGED') return true
    const { words, markup, before, after, blockBefore, blockAfter, beforeId, afterId, division } = change
    if (words?.some(({ kind }) => kind !== 'SAME') || (markup?.length ?? 0) > 0 || division) return true
    return (words === null && before !== after) || blockBefore !== blockAfter || beforeId !== afterId
  }

  it('can be seen', async () => {
    await fc.assert(
      fc.property(anyContent, fc.nat(), (before, choice) => {
        const leaves = leavesOf(before)
        const leaf = leaves[choice % leaves.length]
        if (!leaf) return
        const found = changes(before, withLeaf(before, leaf.path, otherLeaf(leaf.value)))

        expect(found.length).toBeGreaterThan(0)
        expect(found.filter((change) => !isVisible(change))).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it('can be seen where it is markup alone', async () => {
    const markup = fc.constantFrom(...MARKUP)
    await fc.assert(
      fc.property(anyContent, markup, markup, fc.nat(), (around, was, is, choice) => {
        fc.pre(was !== is)
        const leaves = leavesOf(around.body, ['body']).filter(
          ({ path }) => path.includes('html') || path.includes('rows'),
        )
        const leaf = leaves[choice % leaves.length]
        fc.pre(leaf !== undefined)
        const place = leaf?.path ?? []
        const found = changes(withLeaf(around, place, `a ${was} b`), withLeaf(around, place, `a ${is} b`))

        expect(found.length).toBeGreaterThan(0)
        expect(found.filter((change) => !isVisible(change))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('can be seen in a list or a table that is too long to be compared by items', () => {
    const list = (level: number): Block => ({
      ...{ type: 'list', ordered: false },
      items: Array.from({ length: 60 }, (_, place) => ({ html: `Item ${place}`, level: place === 30 ? level : 1 })),
    })
    const table = (cell: string): Block => ({
      ...{ type: 'table', header: [], captionText: null },
      rows: Array.from({ length: 60 }, (_, place) => [place === 30 ? cell : 'x', place === 30 ? '' : 'y']),
    })
    const rows = (...all: string[][]): Block => ({ type: 'table', header: [], captionText: null, rows: all })
    const pairs: [Block, Block][] = [
      [list(1), list(2)],
      [table('q'), table('<strong>q</strong>')],
      [rows(['q', '']), rows(['', 'q'])],
      [rows(['q']), rows(['q', ''])],
    ]

    for (const [before, after] of pairs) {
      const found = bodyChanges([before], [after])
      expect(found.length).toBeGreaterThan(0)
      expect(found.filter((change) => !isVisible(change))).toEqual([])
    }
  })
})
