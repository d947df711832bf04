import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'

type Node = DefaultTreeAdapterTypes.ChildNode

/** Elements, each with the attributes that it may have. */
export type Allowed = Readonly<Record<string, readonly string[]>>

const BARE = ['strong', 'em', 's', 'sub', 'sup', 'code', 'br', 'q']
const AROUND = [
  'p',
  'h2',
  'h3',
  'h4',
  'figure',
  'figcaption',
  'small',
  'blockquote',
  'footer',
  'cite',
  'ol',
  'ul',
  'li',
  'table',
  'caption',
  'thead',
  'tbody',
  'tr',
  'td',
  'aside',
]

const bare = (tags: readonly string[]): Allowed => Object.fromEntries(tags.map((tag) => [tag, []]))

export const INLINE: Allowed = { ...bare(BARE), a: ['href'], span: ['lang', 'dir'] }
export const PAGE: Allowed = {
  ...INLINE,
  ...bare(AROUND),
  th: ['scope'],
  hr: ['class'],
  img: ['src', 'width', 'height', 'alt', 'loading'],
}
export const HIGHLIGHT: Allowed = bare(['mark'])

/** What a browser would find in a piece of HTML that is not allowed there. */
export function foundIn(html: string, allowed: Allowed): string[] {
  return parseFragment(html).childNodes.flatMap((node) => foundAt(node, allowed))
}

function foundAt(node: Node, allowed: Allowed): string[] {
  if (node.nodeName === '#text') return []
  if (!('tagName' in node)) return [node.nodeName]
  const { tagName, attrs, childNodes } = node
  const attributes = allowed[tagName]
  if (!attributes) return [`<${tagName}>`]
  const faults = attrs.flatMap(({ name, value }) => {
    if (!attributes.includes(name)) return [`<${tagName} ${name}>`]
    return isAddress(name) && !isHarmless(value) ? [`<${tagName} ${name}="${value}">`] : []
  })
  return [...faults, ...childNodes.flatMap((child) => foundAt(child, allowed))]
}

const isAddress = (name: string) => name === 'href' || name === 'src'

export function isHarmless(address: string): boolean {
  const url = URL.parse(address, 'https://daily.example/article/x')
  if (url === null) return true
  // A path that a browser takes to another host is none.
  return (
    /^(https?|mailto):$/.test(url.protocol) && (/^(https?:\/\/|mailto:)/i.test(address) || url.host === 'daily.example')
  )
}
