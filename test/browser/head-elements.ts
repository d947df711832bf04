import type { DefaultTreeAdapterTypes } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node

interface HeadElement {
  element: string
  attributes: { name: string; value: string }[]
  content: string | null
}

/** The elements directly below the first element of that name, as `Seo.tags` has them. */
export function elementsOf(node: Node, name: string): HeadElement[] {
  const found = elementNamed(node, name)
  return (found?.childNodes ?? []).flatMap((child) =>
    'tagName' in child ? [{ element: child.tagName, attributes: child.attrs.map(plain), content: textOf(child) }] : [],
  )
}

const plain = ({ name, value }: { name: string; value: string }) => ({ name, value })

function elementNamed(node: Node, name: string): DefaultTreeAdapterTypes.Element | undefined {
  if ('tagName' in node && node.tagName === name) return node
  if (!('childNodes' in node)) return undefined
  for (const child of node.childNodes) {
    const found = elementNamed(child, name)
    if (found) return found
  }
  return undefined
}

function textOf({ childNodes }: DefaultTreeAdapterTypes.Element): string | null {
  const texts = childNodes.flatMap((child) => ('value' in child ? [child.value] : []))
  return texts.length === 0 ? null : texts.join('')
}
