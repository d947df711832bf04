import type { BlockContent, Paragraph, PhrasingContent, RootContent } from 'mdast'
import { gfmStrikethroughToMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { toMarkdown } from 'mdast-util-to-markdown'
import { linesMarkdown } from './inline-markdown.ts'

const OPTIONS = {
  bullet: '-',
  rule: '-',
  extensions: [gfmTableToMarkdown({ tablePipeAlign: false }), gfmStrikethroughToMarkdown()],
} as const

/** CommonMark, with tables and strikethrough as in GitHub Flavored Markdown. Texts are escaped: what they say is never markup. */
export function markdownOf(nodes: readonly RootContent[]): string {
  return toMarkdown({ type: 'root', children: [...nodes] }, { ...OPTIONS, extensions: [...OPTIONS.extensions] })
}

export function paragraphOf(...children: readonly PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children: [...children] }
}

/** In paragraphs, which empty lines tell apart */
export function paragraphsMarkdown(text: string): BlockContent[] {
  return text
    .split(/\n\s*\n/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => paragraphOf(...linesMarkdown(paragraph)))
}
