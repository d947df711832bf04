import * as fc from 'fast-check'
import { AI_USE_KINDS } from '../../src/content/ai-use.ts'
import type { Block, Blocks } from '../../src/content/blocks/blocks.ts'
import { type Content, NO_CONTENT } from '../../src/content/content.ts'
import { TEXT_NAMES, type Texts, textNamed, textsOf } from '../../src/content/texts.ts'

/** A content that says what the test names, and nothing else. */
export function content(parts: Partial<Content> = {}): Content {
  return { ...NO_CONTENT, headline: 'Headline', ...parts }
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

/** Each item at most one level below the one before it. */
const items = fc
  .array(fc.record({ html: words, level: fc.constantFrom(1, 2, 3) }), { minLength: 1, maxLength: 4 })
  .map((list) => {
    let deepest = 1
    return list.map(({ html, level }) => {
      const allowed = Math.min(level, deepest)
      deepest = allowed + 1
      return { html, level: allowed }
    })
  })

const listBlock = fc.record({ type: fc.constant('list' as const), ordered: fc.boolean(), items })
const paragraphBlock = fc.record({ type: fc.constant('paragraph' as const), html: words })

/** Some of every kind: a kind without a line does not compile. */
const blocks: { readonly [Type in keyof Blocks]: fc.Arbitrary<Blocks[Type]> } = {
  paragraph: paragraphBlock,
  heading: fc.record({
    type: fc.constant('heading' as const),
    level: fc.constantFrom(2 as const, 3 as const),
    text: words,
  }),
  image: fc.record({ type: fc.constant('image' as const), captionId: id }),
  quote: fc.record({ type: fc.constant('quote' as const), text: words, attribution: optional }),
  list: listBlock,
  embed: fc.record({
    type: fc.constant('embed' as const),
    url: fc.constantFrom('https://one.example/', 'https://two.example/'),
    provider: optional,
    title: optional,
  }),
  factBox: fc.record({
    type: fc.constant('factBox' as const),
    title: optional,
    content: fc.array(fc.oneof(paragraphBlock, listBlock), { minLength: 1, maxLength: 3 }),
  }),
  divider: fc.record({
    type: fc.constant('divider' as const),
    style: fc.constantFrom('LINE' as const, 'STARS' as const),
  }),
  table: fc.nat({ max: 2 }).chain((extra) => {
    const row = fc.array(words, { minLength: 1 + extra, maxLength: 1 + extra })
    return fc.record({
      type: fc.constant('table' as const),
      header: fc.option(row, { nil: [] }),
      rows: fc.array(row, { minLength: 1, maxLength: 4 }),
      captionText: optional,
    })
  }),
}

const block: fc.Arbitrary<Block> = fc.oneof(...Object.values(blocks))

const texts: fc.Arbitrary<Texts> = fc
  .array(optional, { minLength: TEXT_NAMES.length, maxLength: TEXT_NAMES.length })
  .map((drawn) =>
    textsOf((name) => {
      const { stored, empty } = textNamed(name)
      const result = stored.safeParse(drawn[TEXT_NAMES.indexOf(name)])
      return result.success ? result.data : empty
    }),
  )

const lists = fc.record({
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
        { nil: null },
      ),
    }),
    { selector: (caption) => caption.id, maxLength: 5 },
  ),
  topics: fc.uniqueArray(fc.record({ topicId: id, rel: fc.constantFrom('ABOUT' as const, 'MENTIONS' as const) }), {
    selector: ({ topicId }) => topicId,
    maxLength: 5,
  }),
})

const aiUse = fc.record({ kind: fc.constantFrom(...AI_USE_KINDS), note: optional })

export const anyContent: fc.Arbitrary<Content> = fc
  .tuple(texts, fc.array(block, { maxLength: 8 }), lists, aiUse)
  .map(([own, body, around, aiUse]) => ({ ...own, body, ...around, aiUse }))
