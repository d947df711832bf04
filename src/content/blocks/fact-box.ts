import { escapeText } from 'entities'
import * as z from 'zod'
import { asText } from '../../comparison/comparison.ts'
import { listChanges } from '../../comparison/list-changes.ts'
import type { FactBoxBlock, FactBoxContentInput, FactBoxInput } from '../../generated/graphql.ts'
import { paragraphOf } from '../../markup/markdown.ts'
import { tooManyItems } from '../../mutation/common-errors.ts'
import { asSent, type InputsOf, readInput } from '../../mutation/input.ts'
import { text } from '../../mutation/plain-text.ts'
import { blockKind, type ValueOf } from './block-kind.ts'
import { blockList } from './block-list.ts'
import type { BlockPlace } from './block-place.ts'
import { list } from './list.ts'
import { paragraph } from './paragraph.ts'
import { optionalText } from './stored.ts'

type Of<Kind> = Kind extends { readonly stored: z.ZodType<infer Block> } ? Block : never

const content = blockList<
  { paragraph: Of<typeof paragraph>; list: Of<typeof list> },
  { [Type in keyof FactBoxContentInput]-?: NonNullable<FactBoxContentInput[Type]> }
>({ paragraph, list })

const LIMITS = { title: { most: 300 }, content: { most: 100 } } as const

const READS = { title: text(LIMITS.title), content: asSent } satisfies InputsOf<FactBoxInput>

/** Facts beside the text: background, a short biography, what to know. */
export const factBox = blockKind({
  typename: 'FactBoxBlock',
  stored: z.strictObject({
    type: z.literal('factBox'),
    title: optionalText,
    content: content.stored,
  }),
  limits: { FactBoxInput: LIMITS },
  parse: (input: FactBoxInput, place: BlockPlace) => {
    const { content: blocks, ...read } = readInput(input, READS, place.faults, place.path)
    const path = [...place.path, 'content']
    const { most } = LIMITS.content
    if (blocks.length > most) {
      place.faults.take(tooManyItems(path, { actual: blocks.length, limit: most }))
      return { type: 'factBox', ...read, content: [] }
    }
    return { type: 'factBox', ...read, content: content.parse(blocks, { ...place, path }) }
  },
  unfinished: (block) => {
    if (block.content.length === 0) return [{ rule: 'factBoxContent', path: ['content'] }]
    return content.unfinished(block.content).map(({ rule, path }) => ({ rule, path: ['content', ...path] }))
  },
  text: (block) => [block.title ?? '', ...block.content.map(content.text)].filter(Boolean).join('\n'),
  html: (block, figures) => {
    const title = block.title === null ? '' : `<h3>${escapeText(block.title)}</h3>\n`
    return `<aside>${title}${content.html(block.content, figures)}</aside>\n`
  },
  markdown: (block, shown) => {
    const title =
      block.title === null ? [] : [paragraphOf({ type: 'strong', children: [{ type: 'text', value: block.title }] })]
    return [{ type: 'blockquote', children: [...title, ...content.markdown(block.content, shown)] }]
  },
  value: (block, captions) =>
    ({ title: block.title, content: () => content.values(block.content, captions) }) satisfies ValueOf<FactBoxBlock>,
  comparisons: {
    title: asText,
    content: (was, is, place) => listChanges(was, is, content.comparison, place),
  },
})
