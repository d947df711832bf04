import type { PhrasingContent } from 'mdast'
import { type Mark, type MarkedText, markedTexts } from './marks.ts'

/** Makes the address of a link in running text absolute. */
export type Absolute = (href: string) => string

/** Inline HTML as nodes of Markdown's syntax tree (mdast). */
export function inlineMarkdown(html: string, absolute: Absolute): PhrasingContent[] {
  return nodesOf(markedTexts(html), 0, absolute)
}

/** Plain text of one or more lines. */
export function linesMarkdown(text: string): PhrasingContent[] {
  return text
    .split('\n')
    .flatMap((line, index): PhrasingContent[] => [
      ...(index > 0 ? [{ type: 'break' } as const] : []),
      ...(line === '' ? [] : [{ type: 'text', value: line } as const]),
    ])
}

/** @param depth how many of the marks of every run are written already */
function nodesOf(runs: readonly MarkedText[], depth: number, absolute: Absolute): PhrasingContent[] {
  const nodes: PhrasingContent[] = []
  for (let start = 0; start < runs.length; ) {
    const mark = runs[start]?.marks[depth]
    let end = start + 1
    while (end < runs.length && runs[end]?.marks[depth] === mark) end++
    const same = runs.slice(start, end)
    nodes.push(...(mark ? marked(mark, same, depth + 1, absolute) : linesMarkdown(textIn(same))))
    start = end
  }
  return nodes
}

function marked(mark: Mark, runs: readonly MarkedText[], depth: number, absolute: Absolute): PhrasingContent[] {
  const children = () => nodesOf(runs, depth, absolute)
  switch (mark.element) {
    case 'a':
      return [{ type: 'link', url: absolute(mark.value ?? ''), children: children() }]
    case 'strong':
      return [{ type: 'strong', children: children() }]
    case 'em':
      return [{ type: 'emphasis', children: children() }]
    case 's':
      return [{ type: 'delete', children: children() }]
    case 'code':
      return [{ type: 'inlineCode', value: textIn(runs).replaceAll('\n', ' ') }]
    case 'q':
      return [{ type: 'text', value: '“' }, ...children(), { type: 'text', value: '”' }]
    case 'sub':
    case 'sup':
      // Markdown has no marks for these; CommonMark takes HTML.
      return [
        { type: 'html', value: `<${mark.element}>` },
        ...children(),
        { type: 'html', value: `</${mark.element}>` },
      ]
    default:
      return children()
  }
}

function textIn(runs: readonly MarkedText[]): string {
  return runs.map(({ text }) => text).join('')
}
