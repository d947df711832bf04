import * as fc from 'fast-check'
import type { Block } from '../../src/article/body.ts'
import type { Content } from '../../src/revision/content.ts'

/** A content that says what the test names, and else nothing. */
export function content(parts: Partial<Content> = {}): Content {
  return {
    kicker: null,
    headline: 'Headline',
    standfirst: null,
    body: [],
    credits: [],
    captions: [],
    topics: [],
    ...parts,
  }
}

export const paragraph = (html: string): Block => ({ type: 'paragraph', html })
export const heading = (text: string): Block => ({ type: 'heading', level: 2, text })

// Few words and few ids: what is alike, equal and repeated is what a diff gets wrong.
const words = fc
  .array(fc.constantFrom('ship', 'port', 'storm', 'שלום', 'عالم', 'talks', '世界', 'border'), {
    minLength: 1,
    maxLength: 9,
  })
  .map((list) => list.join(' '))
const optional = fc.option(words, { nil: null })
const ids = [1, 2, 3, 4, 5].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`)
const id = fc.constantFrom(...ids)

const block: fc.Arbitrary<Block> = fc.oneof(
  words.map(paragraph),
  fc.record({ type: fc.constant('heading' as const), level: fc.constantFrom(2 as const, 3 as const), text: words }),
  fc.record({ type: fc.constant('image' as const), captionId: id }),
  fc.record({ type: fc.constant('quote' as const), text: words, attribution: optional }),
  fc.record({
    type: fc.constant('list' as const),
    ordered: fc.boolean(),
    items: fc.array(words, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    type: fc.constant('embed' as const),
    url: fc.constantFrom('https://one.example/', 'https://two.example/'),
    provider: optional,
    title: optional,
  }),
)

export const anyContent: fc.Arbitrary<Content> = fc.record({
  kicker: optional,
  headline: words,
  standfirst: optional,
  body: fc.array(block, { maxLength: 8 }),
  credits: fc.array(
    fc.record({
      role: fc.constantFrom('WRITER' as const, 'EDITOR' as const),
      authorId: fc.option(id, { nil: null }),
      name: words,
    }),
    { maxLength: 5 },
  ),
  captions: fc.uniqueArray(
    fc.record({
      id,
      imageId: id,
      role: fc.constantFrom('LEAD' as const, 'INLINE' as const),
      text: optional,
      altText: optional,
      credit: optional,
      crop: fc.option(
        fc.constantFrom({ x: 0, y: 0.5, width: 1, height: 0.5 }, { x: 0.1, y: 0, width: 0.2, height: 1 }),
        {
          nil: null,
        },
      ),
    }),
    { selector: (caption) => caption.id, maxLength: 5 },
  ),
  topics: fc.uniqueArray(fc.record({ topicId: id, rel: fc.constantFrom('ABOUT' as const, 'MENTIONS' as const) }), {
    selector: ({ topicId }) => topicId,
    maxLength: 5,
  }),
})
