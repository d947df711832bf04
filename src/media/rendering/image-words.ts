/** What is said of an image in the files that are made of it, and nothing else. Null: not said. */
export interface ImageWords {
  /** Another one for other words */
  readonly version: string
  readonly credit: string | null
  readonly creator: string | null
  readonly copyrightNotice: string | null
  /** The address of a page */
  readonly webStatement: string | null
  /** As the IPTC writes it, an address */
  readonly digitalSource: string | null
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

const NAMESPACES = {
  dc: 'http://purl.org/dc/elements/1.1/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
} as const

/** The words as XMP, by the IPTC Photo Metadata Standard. */
export function xmpOfWords({ credit, creator, copyrightNotice, webStatement, digitalSource }: ImageWords): string {
  const properties = [
    property('photoshop:Credit', credit, (text) => text),
    property('dc:creator', creator, (text) => `<rdf:Seq><rdf:li>${text}</rdf:li></rdf:Seq>`),
    property(
      'dc:rights',
      copyrightNotice,
      (text) => `<rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt>`,
    ),
    property('xmpRights:WebStatement', webStatement, (text) => text),
    property('Iptc4xmpExt:DigitalSourceType', digitalSource, (text) => text),
  ]
  const prefixes = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${RDF}"><rdf:Description rdf:about=""${prefixes.join('')}>${properties.join('')}</rdf:Description></rdf:RDF></x:xmpmeta>`
}

type PropertyName = `${keyof typeof NAMESPACES}:${string}`

function property(name: PropertyName, text: string | null, form: (escaped: string) => string): string {
  return text === null ? '' : `<${name}>${form(escaped(text))}</${name}>`
}

/** XML has no way to write control characters. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\uFFFD\u{10000}-\u{10FFFF}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
