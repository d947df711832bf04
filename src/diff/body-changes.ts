import { type Block, plainText } from '../content/body.ts'
import { blockText } from '../content/inline-html.ts'
import { sketchOf } from '../lib/resemblance.ts'
import { type ContentChange, changeOf, changesOf, type Part } from './change.ts'
import { type ListOf, listChanges } from './list-changes.ts'

/** An image in words, by the id of its caption. */
type ImageName = (captionId: string) => string

/** A list with more items is compared as one text. */
const MOST_ITEMS = 50
/** In a list with more, an item is known again by being the same, or by its place. There may be 500 such lists. */
const MOST_ALIKE = 20

/** What differs between two bodies. A block that changed its type changed as a whole. */
export function bodyChanges(before: readonly Block[], after: readonly Block[], nameOf: ImageName): ContentChange[] {
  const text = (block: Block): string =>
    block.type === 'image' ? nameOf(block.captionId) : plainText([block]) || (block.type === 'embed' ? block.url : '')
  return listChanges(before, after, {
    path: 'body',
    text,
    identity: {
      keys: [(block) => JSON.stringify(block)],
      sketch: (block) => sketchOf(block.type === 'image' ? '' : text(block)),
      replaces: (was, is) => was.type === is.type,
    },
    inside: (was, is, path) => {
      if (was.type !== is.type)
        return [{ path, kind: 'CHANGED', before: text(was), after: text(is), from: null, prose: 'text' }]
      const changes = changesOf(path, partsOf(was, nameOf), partsOf(is, nameOf))
      const items = was.type === 'list' && is.type === 'list' ? itemChanges(was.items, is.items, `${path}.items`) : []
      return [...changes, ...items]
    },
  })
}

/** What may change in a block, as long as it keeps its type. Of a list without its items. */
function partsOf(block: Block, nameOf: ImageName): Part[] {
  switch (block.type) {
    case 'paragraph':
      return [{ name: 'html', value: block.html, prose: 'html' }]
    case 'heading':
      return [
        { name: 'level', value: String(block.level) },
        { name: 'text', value: block.text, prose: 'text' },
      ]
    case 'image':
      return [{ name: 'caption', value: nameOf(block.captionId), id: block.captionId }]
    case 'quote':
      return [
        { name: 'text', value: block.text, prose: 'text' },
        { name: 'attribution', value: block.attribution, prose: 'text' },
      ]
    case 'list':
      return [{ name: 'ordered', value: String(block.ordered) }]
    case 'embed':
      return [
        { name: 'url', value: block.url },
        { name: 'provider', value: block.provider },
        { name: 'title', value: block.title, prose: 'text' },
      ]
  }
}

const item = (html: string): Part => ({ name: 'item', value: html, prose: 'html' })

function itemList(path: string, areFew: boolean): ListOf<string> {
  const sketch = (html: string) => sketchOf(blockText(html))
  return {
    path,
    text: (html) => html,
    identity: { keys: [(html) => html], replaces: () => true, ...(areFew && { sketch }) },
    inside: (was, is, at) => changeOf(at, item(was), item(is)),
  }
}

function itemChanges(before: readonly string[], after: readonly string[], path: string): ContentChange[] {
  const most = Math.max(before.length, after.length)
  if (most > MOST_ITEMS) return changeOf(path, item(before.join('\n')), item(after.join('\n')))
  return listChanges(before, after, itemList(path, most <= MOST_ALIKE))
}
