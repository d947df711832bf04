import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type WordSpan, wordSpans } from '../../src/diff/word-spans.ts'

const EFFORT = 1_000
const SIGNS = { SAME: '', INSERTED: '+', DELETED: '-' }

/** "the -[old ]+[new ]man" */
function written(before: string, after: string, effort = EFFORT): string {
  return wordSpans(before, after, effort)
    .map(({ kind, text }) => (kind === 'SAME' ? text : `${SIGNS[kind]}[${text}]`))
    .join('')
}

function textOf(spans: readonly WordSpan[], without: WordSpan['kind']): string {
  return spans.flatMap(({ kind, text }) => (kind === without ? [] : [text])).join('')
}

describe('A change word by word', () => {
  it('shows what came and went', () => {
    expect(written('The talks began on Monday.', 'The talks ended on Sunday.')).toBe(
      'The talks -[began]+[ended] on -[Monday]+[Sunday].',
    )
    expect(written('the cat', 'the black cat')).toBe('the +[black ]cat')
  })

  it('joins changed words that stand side by side', () => {
    expect(written('a big red ship', 'a small blue ship')).toBe('a -[big red]+[small blue] ship')
  })

  it('divides Hebrew, Arabic and Chinese into words', () => {
    expect(written('השיחות החלו ביום שני', 'השיחות הסתיימו ביום שני')).toBe('השיחות -[החלו]+[הסתיימו] ביום שני')
    expect(written('بدأت المحادثات اليوم', 'انتهت المحادثات اليوم')).toBe('-[بدأت]+[انتهت] المحادثات اليوم')
    expect(written('我们 喜欢 北京', '我们 喜欢 上海')).toBe('我们 喜欢 -[北京]+[上海]')
  })

  it('is found by the words that are there once, where too much differs for the shortest one', () => {
    expect(written('one two three four five six', 'six two nine four ten one', 2)).toBe(
      '-[one]+[six] two -[three]+[nine] four -[five six]+[ten one]',
    )
  })

  it('makes up both texts exactly, however much effort is spent', async () => {
    const text = fc
      .array(fc.constantFrom('ship', 'port', ' ', ' ', '  ', '\n', ', ', '"', 'שלום', '你好世界', '👩‍🚀', 'a\u0301'), {
        maxLength: 30,
      })
      .map((parts) => parts.join(''))
    await fc.assert(
      fc.property(text, text, fc.constantFrom(0, 3, EFFORT), (before, after, effort) => {
        const spans = wordSpans(before, after, effort)

        expect(textOf(spans, 'DELETED')).toBe(after)
        expect(textOf(spans, 'INSERTED')).toBe(before)
        expect(spans.some(({ text: words }) => words === '')).toBe(false)
        if (before === after) expect(spans.every(({ kind }) => kind === 'SAME')).toBe(true)
      }),
    )
  })
})
