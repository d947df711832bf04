import { escapeText } from 'entities'
import * as z from 'zod'
import { asText } from '../../comparison/comparison.ts'
import { listChanges } from '../../comparison/list-changes.ts'
import type { FactBoxBlock, FactBoxContentInput, FactBoxInput } from '../../generated/graphql.ts'
import { parseText } from '../../mutation/plain-text.ts'
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

export const MAX_TITLE = 300

/** Facts beside the text: background, a short biography, what to know. */
export const factBox = blockKind({
  typename: 'FactBoxBlock',
  stored: z.strictObject({
    type: z.literal('factBox'),
    title: optionalText,
    content: content.stored,
  }),
  parse: ({ title, content: given }: FactBoxInput, place: BlockPlace) => {
    const path = [...place.path, 'content']
    if (given.length === 0) place.faults.add('REQUIRED', path, 'A fact box needs at least one paragraph or list.')
    return {
      type: 'factBox',
      title: parseText(title, [...place.path, 'title'], { most: MAX_TITLE }, place.faults),
      content: content.parse(given, { ...place, path }),
    }
  },
  text: (block) => [block.title ?? '', ...block.content.map(content.text)].filter(Boolean).join('\n'),
  html: (block, figures) => {
    const title = block.title === null ? '' : `<h3>${escapeText(block.title)}</h3>\n`
    return `<aside>${title}${content.html(block.content, figures)}</aside>\n`
  },
  value: (block, captions) =>
    ({ title: block.title, content: () => content.values(block.content, captions) }) satisfies ValueOf<FactBoxBlock>,
  comparisons: {
    title: asText,
    content: (was, is, place) => listChanges(was, is, content.comparison, place),
  },
})
