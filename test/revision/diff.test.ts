import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Content, isSameContent } from '../../src/content/content.ts'
import type { CreditContent } from '../../src/content/lists/credits.ts'
import { changedPaths, summaryOf } from '../../src/diff/changed-paths.ts'
import { contentChanges } from '../../src/diff/diff.ts'
import { revisionChanges } from '../../src/diff/revision-diff.ts'
import { longestIncreasing } from '../../src/lib/longest-increasing.ts'
import { expectCostWithin } from '../helpers/cost.ts'
import { anyContent, content, heading, paragraph } from './contents.ts'
import { leavesOf, otherLeaf, withLeaf } from './leaves.ts'

const IDS = ['a', 'b', 'c', 'd'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`)
const [A = '', B = '', C = ''] = IDS

/** Each change as one line: kind, path, and where it stood. */
function lines(before: Content, after: Content): string[] {
  return contentChanges(before, after, { [A]: 'Egypt', [B]: 'Gaza', [C]: 'A quay at dusk' }).map(
    ({ kind, path, from }) => `${kind} ${path}${from === null ? '' : ` < ${from}`}`,
  )
}

function bodyLines(before: Content['body'], after: Content['body']): string[] {
  return lines(content({ body: before }), content({ body: after }))
}

const ONE = paragraph('The ship left the port at dawn with forty people on board.')
const TWO = paragraph('Nobody expected that talks would last until the morning.')
const THREE = paragraph('A storm kept every fishing boat of the coast at home.')

describe('A diff of texts', () => {
  it('says what changed, what came and what went', () => {
    const before = content({ kicker: 'Cairo', headline: 'Talks begin' })
    const after = content({ headline: 'Talks end', standfirst: 'After two days.' })
    const at = (path: string) => ({ path, basePath: path })

    expect(contentChanges(before, after)).toMatchObject([
      { ...at('kicker'), kind: 'REMOVED', before: 'Cairo', after: null, from: null, prose: null },
      { ...at('headline'), kind: 'CHANGED', before: 'Talks begin', after: 'Talks end', from: null, prose: 'text' },
      { ...at('standfirst'), kind: 'ADDED', before: null, after: 'After two days.', from: null, prose: null },
    ])
  })
})

describe('A diff of bodies', () => {
  it('names the place of an edited paragraph', () => {
    expect(bodyLines([ONE, TWO], [ONE, paragraph('Nobody expected that talks would last a week.')])).toEqual([
      'CHANGED body.1.html',
    ])
  })

  it('takes a paragraph that was written anew in its place as changed', () => {
    expect(bodyLines([ONE, TWO, THREE], [ONE, paragraph('It rained.'), THREE])).toEqual(['CHANGED body.1.html'])
  })

  it('counts places in the later body, of what was removed in the earlier', () => {
    expect(bodyLines([ONE, TWO, THREE], [paragraph('First of all.'), ONE, THREE])).toEqual([
      'ADDED body.0',
      'REMOVED body.1',
    ])
  })

  it('knows a moved block as moved, and all that made room for it as kept', () => {
    expect(bodyLines([ONE, TWO, THREE], [TWO, THREE, ONE])).toEqual(['MOVED body.2 < body.0'])
  })

  it('knows a block that was moved and edited as both', () => {
    const edited = paragraph('The ship left the port at noon with forty people on board.')

    expect(bodyLines([ONE, TWO, THREE], [TWO, THREE, edited])).toEqual(['MOVED body.2 < body.0', 'CHANGED body.2.html'])
  })

  it('knows a new block among equal ones as new', () => {
    const line = heading('* * *')

    expect(bodyLines([ONE, line, TWO, line, THREE], [line, ONE, line, TWO, line, THREE])).toEqual(['ADDED body.0'])
  })

  it('takes a paragraph that became a heading as one change', () => {
    expect(bodyLines([paragraph('The talks'), ONE], [heading('The talks'), ONE])).toEqual(['CHANGED body.0'])
  })

  it('goes into the items of a list', () => {
    const list = (...items: string[]) => ({
      type: 'list' as const,
      ordered: false,
      items: items.map((html) => ({ html, level: 1 })),
    })

    expect(
      bodyLines(
        [list('The crossing', 'The tunnels', 'The border guards')],
        [list('The crossing at Rafah', 'Prisoners', 'The border guards', 'The tunnels')],
      ),
    ).toEqual(['CHANGED body.0.items.0', 'ADDED body.0.items.1', 'MOVED body.0.items.3 < body.0.items.1'])
  })

  it('takes a very long list as one text', () => {
    const items = Array.from({ length: 51 }, (_, index) => `Item ${index}`)
    const list = (all: string[]) => ({
      type: 'list' as const,
      ordered: false,
      items: all.map((html) => ({ html, level: 1 })),
    })

    expect(bodyLines([list(items)], [list([...items.slice(1), 'Last'])])).toEqual(['CHANGED body.0.items'])
  })

  it('names an image by its caption, or by the image where that has no text', () => {
    const caption = (id: string, text: string | null) => ({
      ...{ id, imageId: C, role: 'INLINE' as const, text, altText: null, credit: null, crop: null },
    })
    const captions = [caption(A, 'Arrival'), caption(B, null)]
    const changes = contentChanges(
      content({ captions, body: [{ type: 'image', captionId: A }] }),
      content({ captions, body: [{ type: 'image', captionId: B }] }),
      { [C]: 'A quay at dusk' },
    )

    expect(changes).toMatchObject([{ path: 'body.0.caption', before: 'Arrival', after: 'A quay at dusk' }])
  })

  it('has the parts of quotes, headings and embeds', () => {
    const quote = { type: 'quote' as const, text: 'We came to mend ties between us.', attribution: null }
    const embed = { type: 'embed' as const, url: 'https://video.example/1', provider: null, title: 'The arrival' }

    expect(
      bodyLines(
        [quote, embed, heading('The talks')],
        [
          { ...quote, attribution: 'A delegate' },
          { ...embed, url: 'https://video.example/2' },
          { type: 'heading', level: 3, text: 'The talks' },
        ],
      ),
    ).toEqual(['ADDED body.0.attribution', 'CHANGED body.1.url', 'CHANGED body.2.level'])
  })
})

describe('A diff of what stands around the text', () => {
  const writer = (name: string, authorId: string | null = null): CreditContent => ({ role: 'WRITER', authorId, name })

  it('knows a credit by its author, whatever the name is printed like', () => {
    const before = content({ credits: [writer('Jack Khouri', A), writer('Noa Levi')] })
    const after = content({ credits: [writer('Noa Levi'), { ...writer('Jack Khoury', A), role: 'EDITOR' }] })

    expect(lines(before, after)).toEqual([
      'MOVED credits.1 < credits.0',
      'CHANGED credits.1.role',
      'CHANGED credits.1.name',
    ])
  })

  it('takes a name that is spelt otherwise as changed, another author as another credit', () => {
    expect(lines(content({ credits: [writer('Jack Kory')] }), content({ credits: [writer('Jack Khoury')] }))).toEqual([
      'CHANGED credits.0.name',
    ])
    expect(lines(content({ credits: [writer('One', A)] }), content({ credits: [writer('Other', B)] }))).toEqual([
      'REMOVED credits.0',
      'ADDED credits.0',
    ])
  })

  it('says when a name was given its author', () => {
    const changes = contentChanges(content({ credits: [writer('Noa')] }), content({ credits: [writer('Noa', A)] }), {
      [A]: 'Noa Levi',
    })

    expect(changes).toMatchObject([{ path: 'credits.0.author', kind: 'ADDED', before: null, after: 'Noa Levi' }])
  })

  it('knows captions by their id and topics by theirs', () => {
    const caption = {
      id: A,
      imageId: C,
      role: 'LEAD' as const,
      text: 'Arrival',
      altText: null,
      credit: null,
      crop: null,
    }
    const other = { ...caption, id: B, role: 'INLINE' as const }
    const before = content({
      captions: [caption, other],
      topics: [
        { topicId: A, rel: 'ABOUT' },
        { topicId: B, rel: 'ABOUT' },
      ],
    })
    const after = content({
      captions: [other, { ...caption, text: 'Arrival of the delegation', credit: 'Reuters' }],
      topics: [
        { topicId: B, rel: 'MENTIONS' },
        { topicId: C, rel: 'ABOUT' },
      ],
    })

    expect(lines(before, after)).toEqual([
      'MOVED captions.1 < captions.0',
      'CHANGED captions.1.text',
      'ADDED captions.1.credit',
      'REMOVED topics.0',
      'CHANGED topics.0.rel',
      'ADDED topics.1',
    ])
  })
})

describe('Any diff', () => {
  it('is empty exactly where the contents are equal', async () => {
    await fc.assert(
      fc.property(anyContent, anyContent, (one, other) => {
        const isEqual = JSON.stringify(one) === JSON.stringify(other)
        expect(contentChanges(one, one)).toEqual([])
        expect(contentChanges(one, other).length === 0).toBe(isEqual)
      }),
    )
  })

  it('names the part of which one leaf is another, whatever stands around it', async () => {
    await fc.assert(
      fc.property(anyContent, fc.nat(), (before, choice) => {
        const leaves = leavesOf(before)
        const leaf = leaves[choice % leaves.length]
        if (!leaf) return
        const after = withLeaf(before, leaf.path, otherLeaf(leaf.value))

        expect(isSameContent(before, after)).toBe(false)
        const paths = contentChanges(before, after).map(({ path }) => path)
        expect(paths.some((path) => path.split('.', 1).join() === leaf.path[0])).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('accounts for every block, credit, caption and topic of both contents, once', async () => {
    await fc.assert(
      fc.property(anyContent, anyContent, (before, after) => {
        const changes = contentChanges(before, after)
        for (const name of ['body', 'credits', 'captions', 'topics'] as const) {
          const whole = changes.filter(({ path }) => new RegExp(`^${name}\\.\\d+$`).test(path))
          const placesOf = (...kinds: string[]) =>
            whole.filter(({ kind }) => kinds.includes(kind)).map(({ path }) => Number(path.split('.')[1]))
          const added = placesOf('ADDED')
          const removed = placesOf('REMOVED')
          expect(before[name].length - removed.length).toBe(after[name].length - added.length)
          expect(new Set(added).size).toBe(added.length)
          expect(new Set(removed).size).toBe(removed.length)
          expect(Math.max(-1, ...added, ...placesOf('MOVED'))).toBeLessThan(after[name].length)
          expect(Math.max(-1, ...removed)).toBeLessThan(before[name].length)
        }
      }),
    )
  })

  it('leads from the one body to the other', async () => {
    await fc.assert(
      fc.property(anyContent, anyContent, (before, after) => {
        expect(applied(before, after)).toEqual(after.body.map((block) => JSON.stringify(block)))
      }),
    )
  })

  it('of blocks in another order has moves alone, and no more than are needed', async () => {
    const permutation = fc.integer({ min: 0, max: 40 }).chain((size) =>
      fc.shuffledSubarray(
        Array.from({ length: size }, (_, index) => index),
        { minLength: size },
      ),
    )
    await fc.assert(
      fc.property(permutation, (order) => {
        const block = (place: number) => paragraph(`Paragraph ${place} of the piece`)
        const before = order.map((_, place) => block(place))
        const changes = contentChanges(content({ body: before }), content({ body: order.map(block) }))

        expect(changes.filter(({ kind }) => kind !== 'MOVED')).toEqual([])
        expect(changes.length).toBe(order.length - longestIncreasing(order).length)
      }),
    )
  })

  it('names what became of a part by its place in the base, and where a new one belongs there', async () => {
    await fc.assert(
      fc.property(anyContent, anyContent, (before, after) => {
        for (const { kind, basePath, from } of contentChanges(before, after)) {
          const keys = basePath.replace(/\.(author|image|caption)$/, '.$1Id').split('.')
          const list: unknown = valueAt(before, keys.slice(0, -1))
          const place = Number(keys.at(-1))
          if (kind === 'MOVED') expect(from).toBe(basePath)
          if (kind === 'ADDED' && Array.isArray(list)) expect(place).toBeLessThanOrEqual(list.length)
          else expect(valueAt(before, keys)).toBeDefined()
        }
      }),
    )
  })

  it('puts each new block of the later body after the one that it follows in the base', async () => {
    await fc.assert(
      fc.property(anyContent, anyContent, (before, after) => {
        const added = contentChanges(before, after)
          .filter(({ kind, path }) => kind === 'ADDED' && /^body\.\d+$/.test(path))
          .map(({ basePath }) => Number(basePath.slice('body.'.length)))
        expect(added).toEqual(added.toSorted((one, other) => one - other))
      }),
    )
  })

  it('is the same each time', async () => {
    await fc.assert(
      fc.property(anyContent, anyContent, (one, other) => {
        expect(contentChanges(one, other)).toEqual(contentChanges(structuredClone(one), structuredClone(other)))
      }),
    )
  })
})

describe('The largest content', () => {
  function words(seed: number, edit = (word: string, _place: number) => word): Content['body'] {
    return Array.from({ length: 500 }, (_, block) => {
      const number = (place: number) => (block * 7919 + place * 104_729 + seed) % 9973
      return paragraph(Array.from({ length: 300 }, (__, place) => edit(`w${number(place)}`, place)).join(' '))
    })
  }

  function lists(seed: number): Content['body'] {
    const item = (block: number, place: number) => `${seed} item ${(place * seed) % 50} of ${block}`
    return Array.from({ length: 500 }, (_, block) => ({
      type: 'list',
      ordered: false,
      items: Array.from({ length: 50 }, (__, place) => ({ html: item(block, place), level: 1 })),
    }))
  }

  function compare(before: Content['body'], after: Content['body']): void {
    const [was, is] = [content({ body: before }), content({ body: after })]
    const changes = revisionChanges({ number: 1, content: was, names: {} }, { number: 2, content: is, names: {} })
    expect(changes.map(({ words }) => words)).toHaveLength(changes.length)
    expect(changes.length).toBeGreaterThan(0)
  }

  it.each([
    { how: 'rewritten from start to end', before: words(1), after: words(5_000) },
    {
      how: 'with changes in every paragraph',
      before: words(1),
      after: words(1, (word, place) => (place % 7 === 0 ? `${word}x` : word)),
    },
    { how: 'turned round', before: words(1), after: words(1).toReversed() },
    { how: 'of lists alone', before: lists(1), after: lists(2) },
  ])(
    'of 500 blocks, $how, costs at most 40 times what 500 paragraphs cost, each compared with one other',
    ({ before, after }) => {
      const [ones, others] = [words(1), words(5_000)]
      const blockByBlock = () => {
        for (const [place, block] of ones.entries()) compare([block], others.slice(place, place + 1))
      }

      // Each block compared word by word with each other would be 500 times the cost.
      expectCostWithin(40, blockByBlock, () => compare(before, after))
    },
    120_000,
  )
})

describe('changedPaths', () => {
  it('names wholes where too many parts change, and says so in few words', () => {
    const many = (letter: string, count: number) =>
      content({
        body: Array.from({ length: count }, (_, place) => ({
          type: 'quote',
          text: `${letter} quote ${place}`,
          attribution: letter,
        })),
      })

    const few = changedPaths(many('a', 30), many('b', 30))
    const some = changedPaths(many('a', 80), many('b', 80))
    const all = changedPaths(many('a', 200), many('b', 200))

    expect([few.length, few[0]]).toEqual([60, 'body.0.text'])
    expect([some.length, some[0]]).toEqual([80, 'body.0'])
    expect(all).toEqual(['body'])
    expect([few, some, all].map(summaryOf)).toEqual(['body', 'body', 'body'])
    expect(summaryOf(['headline', 'body.3.html', 'body.4', 'captions.0.text'])).toBe('headline, body, captions')
  })
})

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => Reflect.get(Object(at), key), value)
}

/**
 * The later body, made by following the changes: what stays keeps its order around what is removed, added and moved. A block with a change inside
 * is taken from the later body.
 */
function applied(before: Content, after: Content): string[] {
  const changes = contentChanges(before, after).filter(({ path }) => path.startsWith('body.'))
  const place = (path: string | null) => Number(path?.split('.')[1])
  const isWhole = ({ path }: { path: string }) => path.split('.').length === 2
  const gone = new Set(
    changes
      .filter(isWhole)
      .flatMap(({ kind, path, from }) => (kind === 'REMOVED' ? [place(path)] : kind === 'MOVED' ? [place(from)] : [])),
  )
  const staying = before.body.filter((_, index) => !gone.has(index)).values()
  const touched = new Set(
    changes.filter((one) => !isWhole(one) || one.kind === 'CHANGED').map(({ path }) => place(path)),
  )
  const moves = new Map(
    changes.flatMap(({ kind, path, from }) =>
      kind === 'MOVED' && isWhole({ path }) ? [[place(path), place(from)]] : [],
    ),
  )
  const isAdded = new Set(changes.filter((one) => isWhole(one) && one.kind === 'ADDED').map(({ path }) => place(path)))
  return after.body.map((block, index) => {
    const from = moves.get(index)
    const was = isAdded.has(index) ? block : from === undefined ? staying.next().value : before.body[from]
    return JSON.stringify(touched.has(index) ? block : was)
  })
}
