import { DOMParser, type Element, type Node } from '@xmldom/xmldom'

/** Properties of XMP by namespace, whatever prefix a file gives it. */
const NAMESPACES = {
  dc: 'http://purl.org/dc/elements/1.1/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
  plus: 'http://ns.useplus.org/ldf/xmp/1.0/',
  Iptc4xmpCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
} as const

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const XML = 'http://www.w3.org/XML/1998/namespace'

export type XmpName = `${keyof typeof NAMESPACES}:${string}`

/** The texts of a property, in their order; of a text in several languages the default alone. */
export type XmpTexts = (name: XmpName) => string[]

/** An image's history in Photoshop fits. */
const MOST_BYTES = 262_144

export const NO_XMP: XmpTexts = () => []

/** @throws Error when it cannot be read, also by the function that is returned */
export function xmpTexts(xmp: Buffer): XmpTexts {
  if (xmp.length > MOST_BYTES) return NO_XMP
  const root = parsed(xmp.toString('utf8'))
  if (!root) return NO_XMP
  const subjects = [...root.getElementsByTagNameNS(RDF, 'Description')]
  return (name) => {
    const [prefix, local = ''] = name.split(':')
    const namespace = Object.entries(NAMESPACES).find(([known]) => known === prefix)?.[1] ?? ''
    return subjects.flatMap((subject) => propertyOf(subject, namespace, local))
  }
}

function parsed(xml: string): Element | null {
  // Without a listener the parser writes to the console, and goes on after some faults.
  const onError = (level: string, message: string) => {
    if (level !== 'warning') throw new Error(message)
  }
  return new DOMParser({ onError }).parseFromString(xml.replace(/^[^<]+|\0+$/g, ''), 'text/xml').documentElement
}

function propertyOf(subject: Element, namespace: string, local: string): string[] {
  const attribute = subject.getAttributeNS(namespace, local)
  if (attribute !== null) return [attribute]
  return elementsOf(subject)
    .filter((child) => child.namespaceURI === namespace && child.localName === local)
    .flatMap(textsOf)
}

/** A property is a text, a list of items, one of several languages, or a structure, of which an owner's name is taken. */
function textsOf(property: Element): string[] {
  const [inner] = elementsOf(property)
  if (!inner) return [textOf(property)]
  if (inner.namespaceURI !== RDF) return nameIn(property)
  if (inner.localName === 'Alt') return inLanguages(elementsOf(inner))
  if (inner.localName === 'Seq' || inner.localName === 'Bag') return elementsOf(inner).flatMap(textsOf)
  return inner.localName === 'value' ? [inner.textContent ?? ''] : nameIn(inner)
}

/** An address may be a reference; the name of an owner may be an attribute. */
function textOf(property: Element): string {
  const attribute =
    property.getAttributeNS(NAMESPACES.plus, 'CopyrightOwnerName') ?? property.getAttributeNS(RDF, 'resource')
  return attribute ?? property.textContent ?? ''
}

function nameIn(structure: Element): string[] {
  return propertyOf(structure, NAMESPACES.plus, 'CopyrightOwnerName')
}

function inLanguages(items: readonly Element[]): string[] {
  const chosen = items.find((item) => item.getAttributeNS(XML, 'lang') === 'x-default') ?? items[0]
  return chosen ? textsOf(chosen) : []
}

function elementsOf(parent: Element): Element[] {
  return [...parent.childNodes].filter(isElement)
}

function isElement(node: Node): node is Element {
  return node.nodeType === node.ELEMENT_NODE
}
