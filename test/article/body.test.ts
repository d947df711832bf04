import { describe, expect, it } from 'vitest'
import { BodyError, parseBody, plainText } from '../../src/content/body.ts'
import { readingTimeMinutes, wordCount } from '../../src/content/word-count.ts'

const CAPTION = '0195a1b2-0000-7000-8000-00000000000a'

const everyBlock = [
  { type: 'paragraph', html: 'Hamas said it seeks <strong>calm</strong> &amp; quiet.' },
  { type: 'heading', level: 2, text: 'In Cairo' },
  { type: 'image', captionId: CAPTION },
  { type: 'quote', text: 'We want good ties.', attribution: 'A Hamas source' },
  { type: 'quote', text: 'No comment.', attribution: null },
  {
    type: 'list',
    ordered: true,
    items: [
      { html: 'One', level: 1 },
      { html: '<em>Two</em>', level: 2 },
    ],
  },
  { type: 'embed', url: 'https://www.youtube.com/watch?v=1&t=2', provider: 'YouTube', title: 'The arrival' },
]

function faultsOf(json: unknown): { path: readonly (string | number)[]; message: string }[] {
  try {
    parseBody(json)
  } catch (error) {
    if (error instanceof BodyError) return [...error.faults]
    throw error
  }
  return []
}

describe('parseBody', () => {
  it('gives back what is as it should be', () => {
    expect(parseBody(everyBlock)).toEqual(everyBlock)
    expect(parseBody([])).toEqual([])
  })

  it('gives back its own answer, so that what was stored reads the same', () => {
    const stored = JSON.parse(JSON.stringify(parseBody([{ type: 'paragraph', html: '<b>AT&T</b><script>x</script>' }])))

    expect(stored).toEqual([{ type: 'paragraph', html: '<strong>AT&amp;T</strong>' }])
    expect(parseBody(stored)).toEqual(stored)
  })

  it('cleans inline HTML in paragraphs and list items', () => {
    const hostile = '<img src=x onerror=alert(1)>words'

    expect(parseBody([{ type: 'paragraph', html: hostile }])).toEqual([{ type: 'paragraph', html: 'words' }])
    expect(parseBody([{ type: 'list', ordered: false, items: [hostile] }])).toEqual([
      { type: 'list', ordered: false, items: [{ html: 'words', level: 1 }] },
    ])
  })

  it('fills in what may be absent, trims, and writes ids and addresses in one form', () => {
    expect(
      parseBody([
        { type: 'quote', text: ' Yes. ' },
        { type: 'embed', url: 'https:video.example/1' },
        { type: 'image', captionId: CAPTION.toUpperCase() },
      ]),
    ).toEqual([
      { type: 'quote', text: 'Yes.', attribution: null },
      { type: 'embed', url: 'https://video.example/1', provider: null, title: null },
      { type: 'image', captionId: CAPTION },
    ])
  })

  it('lists every fault with its place', () => {
    const faults = faultsOf([
      { type: 'paragraph', html: 'fine' },
      { type: 'poll' },
      { type: 'heading', level: 1, text: 'x' },
      { type: 'list', ordered: 'yes', items: ['x', 'x\0'] },
      { type: 'image', captionId: '../etc' },
    ])

    expect(faults.map(({ path }) => path)).toEqual([
      [1, 'type'],
      [2, 'level'],
      [3, 'ordered'],
      [3, 'items', 1],
      [4, 'captionId'],
    ])
  })

  it('says it all in its message too', () => {
    expect(() => parseBody([{ type: 'list', ordered: true, items: ['\0'] }])).toThrow(/\[0\]\.items\[0\]/)
    expect(() => parseBody('text')).toThrow(/body: /)
  })

  it.each([
    ['no array', { type: 'paragraph', html: 'x' }],
    ['null', null],
    ['nothing', undefined],
    ['an unknown key', [{ type: 'paragraph', html: 'x', onclick: 'alert(1)' }]],
    ['an embed that runs', [{ type: 'embed', url: 'javascript:alert(1)' }]],
    ['half a surrogate pair, which jsonb refuses', [{ type: 'heading', level: 2, text: 'x\ud800' }]],
    ['NUL, which jsonb refuses', [{ type: 'paragraph', html: 'x\0' }]],
  ])('refuses %s', (_what, json) => {
    expect(faultsOf(json)).not.toEqual([])
  })
})

describe('plainText', () => {
  it('holds the words in their order, without markup, captions or addresses', () => {
    expect(plainText(parseBody(everyBlock))).toBe(
      [
        'Hamas said it seeks calm & quiet.',
        'In Cairo',
        'We want good ties.\nA Hamas source',
        'No comment.',
        'One\nTwo',
        'The arrival',
      ].join('\n\n'),
    )
  })
})

describe('wordCount', () => {
  it.each([
    ['en', "Hamas's officials don't travel – they fly, at 9.30.", 8],
    ['he', 'בכירים בחמאס נסעו לקהיר, דובר צה״ל ודובר צה"ל סירבו להגיב.', 10],
    ['ar', 'وفد من حماس يصل إلى القاهرة', 6],
    ['zh', '我们在北京大学学习', 5],
    ['en', ' \n — … ', 0],
  ])('counts in %s: %s', (locale, text, words) => {
    expect(wordCount(text, locale)).toBe(words)
  })
})

describe('readingTimeMinutes', () => {
  it.each([
    [0, 1],
    [238, 1],
    [356, 1],
    [357, 2],
    [2380, 10],
  ])('of %i words is %i', (words, minutes) => {
    expect(readingTimeMinutes(words)).toBe(minutes)
  })
})
